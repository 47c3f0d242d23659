"""Pictures of pages: stored with the scan, gone with it, shown to whoever may read it."""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Iterator
from hashlib import sha256
from uuid import UUID, uuid4

import httpx
import pikepdf
import pytest
from PIL import Image
from pydantic import SecretStr

from services.applications import handlers
from services.applications.checker import work
from services.applications.checker.previews import previews_of
from services.chassis.objects import MinioObjectStore
from services.chassis.testing.objects import FakeObjectStore
from services.contracts.actors import Actor
from services.contracts.errors import NotFoundError
from services.contracts.requests import applications_scans as uploads
from services.contracts.vocabulary import ApplicationState, Role
from tests.integration.applications.furniture import desk_of, picture
from tests.integration.applications.world import World
from tests.support.scratch_database import running_stack
from tests.unit.applications.drafts import UNIT_ID

UNIT_HR = desk_of(UNIT_ID, Role.UNIT_HR)
UNIT_LEADER = desk_of(UNIT_ID, Role.UNIT_LEADER)


def pdf(pages: int) -> bytes:
    document = pikepdf.new()
    for _ in range(pages):
        document.add_blank_page()
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def with_pdf(world: World, actor: Actor, pages: int = 3) -> tuple[UUID, UUID]:
    """A draft with one scan of several pages."""
    draft, kind = world.draft(actor), "application/pdf"
    scan = world.upload(actor, draft, "A02", pdf(pages), filename="学历.pdf", content_type=kind)
    return draft, scan.scan_id


def read(
    world: World, actor: Actor, application_id: UUID, *scan_ids: UUID, small: bool = False
) -> uploads.Pictures:
    request = uploads.ReadPictures(application_id=application_id, scan_ids=scan_ids, small=small)
    return handlers.read_pictures(world.app, world.call(request, actor))


def keys(world: World) -> list[str]:
    return [stat.key for stat in world.app.objects.list("")]


def test_each_page_is_a_picture_that_the_browser_shows(world: World) -> None:
    actor = world.applicant()
    draft, scan_id = with_pdf(world, actor)
    (scan,) = read(world, actor, draft, scan_id).scans
    assert [shown.number for shown in scan.pictures] == [1, 2, 3]
    assert scan.page_count == 3
    store = world.app.objects
    assert isinstance(store, FakeObjectStore)
    got = store.download(scan.pictures[2].url)
    assert (got.status, got.content_type) == (200, "image/jpeg")
    assert got.body.startswith(b"\xff\xd8\xff")
    assert got.content_disposition.startswith('inline; filename="A02-3.jpg"')
    (small,) = read(world, actor, draft, scan_id, small=True).scans
    assert [shown.number for shown in small.pictures] == [0]
    assert max(small.pictures[0].width, small.pictures[0].height) == 160


def test_they_go_with_the_scan(world: World) -> None:
    actor = world.applicant()
    _, scan_id = with_pdf(world, actor)
    assert len(keys(world)) == 5
    remove = uploads.RemoveScan(scan_id=scan_id)
    handlers.remove_scan(world.app, world.call(remove, actor))
    handlers.sweep_scans(world.app)
    assert keys(world) == []
    assert world.rows("SELECT 1 FROM scan_preview") == []


def test_those_of_a_frozen_version_stay(world: World) -> None:
    actor = world.applicant()
    receipt = world.submitted(actor)
    world.give_back(receipt, "education")
    request = uploads.ListScans(application_id=receipt.application_id)
    scans = handlers.list_scans(world.app, world.call(request, actor)).scans
    degree = next(scan for scan in scans if scan.slot == "A02")
    before = keys(world)
    remove = uploads.RemoveScan(scan_id=degree.scan_id)
    handlers.remove_scan(world.app, world.call(remove, actor))
    handlers.sweep_scans(world.app)
    assert set(before) <= set(keys(world))


def test_a_scan_removed_while_it_is_checked_leaves_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    actor = world.applicant()

    def removed_meanwhile(*told: object) -> object:
        (row,) = world.rows("SELECT id FROM scan")
        handlers.remove_scan(world.app, world.call(uploads.RemoveScan(scan_id=row.id), actor))
        return previews_of(*told)  # type: ignore[arg-type]  # -- handed on as it came

    monkeypatch.setattr(work, "previews_of", removed_meanwhile)
    ticket = world.begin(actor, world.draft(actor), "A02", len(picture(600, 800)))
    world.send(actor, ticket, picture(600, 800))
    world.check(ticket.upload_id)
    assert keys(world) == []
    assert world.rows("SELECT 1 FROM scan_preview") == []


def test_a_check_that_died_after_storing_leaves_nothing_of_a_scan_removed_since(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    actor = world.applicant()
    ticket = world.begin(actor, world.draft(actor), "A02", len(picture(600, 800)))
    world.send(actor, ticket, picture(600, 800))
    dying_check(world, ticket.upload_id, monkeypatch)
    assert f"preview/{ticket.upload_id}/01" in keys(world)
    remove = uploads.RemoveScan(scan_id=ticket.upload_id)
    handlers.remove_scan(world.app, world.call(remove, actor))
    world.check(ticket.upload_id)
    assert [key for key in keys(world) if not key.startswith("quarantine/")] == []


def dying_check(world: World, scan_id: UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    """A check that ends between storing and writing the verdict."""

    def dies(*_: object) -> None:
        raise ConnectionError

    with monkeypatch.context() as patched:
        patched.setattr(work.ScanChecks, "_write", dies)
        with pytest.raises(ConnectionError):
            world.check(scan_id)


def test_a_run_that_draws_fewer_pages_takes_the_others_away(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    actor = world.applicant()
    draft, kind = world.draft(actor), "application/pdf"
    content = pdf(3)
    ticket = world.begin(actor, draft, "A02", len(content), filename="a.pdf", content_type=kind)
    world.send(actor, ticket, content)
    dying_check(world, ticket.upload_id, monkeypatch)
    monkeypatch.setattr(work, "previews_of", lambda *told: previews_of(*told)[:2])
    world.check(ticket.upload_id)
    (scan,) = read(world, actor, draft, ticket.upload_id).scans
    assert ([shown.number for shown in scan.pictures], scan.page_count) == ([1], 3)
    assert f"preview/{ticket.upload_id}/02" not in keys(world)


def test_a_desk_sees_frozen_ones_and_it_is_noted_once_for_each_material(world: World) -> None:
    actor = world.applicant()
    receipt = world.submitted(actor)
    world.move(receipt, ApplicationState.UNIT_REVIEW)
    request = uploads.ListScans(application_id=receipt.application_id)
    listed = handlers.list_scans(world.app, world.call(request, UNIT_HR)).scans
    wanted = [scan.scan_id for scan in listed if scan.slot in {"A01", "A02"}]
    found = read(world, UNIT_HR, receipt.application_id, *wanted, uuid4())
    assert [scan.scan_id for scan in found.scans] == wanted
    assert [row.kind for row in world.rows("SELECT kind FROM access_event ORDER BY kind")] == [
        "A01",
        "A02",
    ]
    assert len(world.rows("SELECT 1 FROM audit_event WHERE action = 'scan_read'")) == 2


def test_a_desk_sees_no_drafts_and_no_health_certificate_beyond_its_role(world: World) -> None:
    actor = world.applicant()
    application_id, revision = world.filled(actor)
    health = world.upload(actor, application_id, "A06", picture(600, 800))
    with pytest.raises(NotFoundError):
        read(world, UNIT_HR, application_id, health.scan_id)
    receipt = world.submit(actor, application_id, revision)
    world.move(receipt, ApplicationState.UNIT_REVIEW)
    assert read(world, UNIT_HR, application_id, health.scan_id).scans
    with pytest.raises(NotFoundError):
        read(world, UNIT_LEADER, application_id, health.scan_id)
    late = world.rows("SELECT 1 FROM access_event WHERE role = 'UNIT_LEADER'")
    assert late == []


def test_a_desk_does_not_see_what_is_not_handed_in_again_yet(world: World) -> None:
    actor = world.applicant()
    receipt = world.submitted(actor)
    world.give_back(receipt, "education")
    new = world.upload(actor, receipt.application_id, "A02", picture(700, 900))
    assert read(world, actor, receipt.application_id, new.scan_id).scans
    with pytest.raises(NotFoundError):
        read(world, UNIT_HR, receipt.application_id, new.scan_id)


def test_strangers_and_scans_of_another_file_are_not_found(world: World) -> None:
    actor = world.applicant()
    draft, scan_id = with_pdf(world, actor)
    with pytest.raises(NotFoundError):
        read(world, world.applicant(), draft, scan_id)
    other = world.applicant()
    assert read(world, other, world.draft(other), scan_id).scans == ()


def test_the_owner_asks_for_all_small_ones_at_once(world: World) -> None:
    actor = world.applicant()
    draft, scan_id = with_pdf(world, actor)
    photo = world.upload(actor, draft, "PHOTO", picture(600, 800))
    gone = world.upload(actor, draft, "A03", picture(600, 800))
    handlers.remove_scan(world.app, world.call(uploads.RemoveScan(scan_id=gone.scan_id), actor))
    found = read(world, actor, draft, small=True).scans
    assert [scan.scan_id for scan in found] == [scan_id, photo.scan_id]


def test_the_file_itself_can_be_looked_at(world: World) -> None:
    actor = world.applicant()
    _, scan_id = with_pdf(world, actor)
    store = world.app.objects
    assert isinstance(store, FakeObjectStore)
    show = handlers.show_scan(world.app, world.call(uploads.ShowScan(scan_id=scan_id), actor))
    save = handlers.read_scan(world.app, world.call(uploads.ReadScan(scan_id=scan_id), actor))
    ways = [store.download(link.url).content_disposition.split(";")[0] for link in (show, save)]
    assert ways == ["inline", "attachment"]


@pytest.fixture
def on_the_store(world: World) -> Iterator[World]:
    """The same world, its objects in the real store."""
    stack = running_stack()
    access, secret = stack.s3_account("applications")
    settings = world.app.settings.model_copy(
        update={
            "s3_endpoint": stack.s3_endpoint,
            "s3_secure": False,
            "s3_region": stack.s3_region,
            "s3_access_key": SecretStr(access),
            "s3_secret_key": SecretStr(secret),
        }
    )
    store = MinioObjectStore.from_settings(settings, stack.bucket("applications"))
    world.app = dataclasses.replace(world.app, objects=store)
    yield world
    for row in world.rows("SELECT id FROM scan"):
        for prefix in (f"accepted/{row.id}", f"preview/{row.id}/"):
            for stat in list(store.list(prefix)):
                store.delete(stat.key)


def test_the_real_store_shows_the_pages_and_forgets_them(on_the_store: World) -> None:
    world, actor = on_the_store, on_the_store.applicant()
    draft, scan_id = with_pdf(world, actor)
    (scan,) = read(world, actor, draft, scan_id).scans
    got = [httpx.get(shown.url) for shown in scan.pictures]
    assert [answer.status_code for answer in got] == [200, 200, 200]
    assert got[0].headers["content-type"] == "image/jpeg"
    assert got[0].headers["content-disposition"].startswith("inline")
    sizes = [Image.open(io.BytesIO(answer.content)).size for answer in got]
    assert sizes == [(shown.width, shown.height) for shown in scan.pictures]
    rows = world.rows("SELECT number, size, sha256 FROM scan_preview WHERE number > 0")
    stored = [(len(answer.content), sha256(answer.content).hexdigest()) for answer in got]
    assert sorted((row.number, row.size, row.sha256) for row in rows) == [
        (number, *told) for number, told in enumerate(stored, start=1)
    ]
    remove = uploads.RemoveScan(scan_id=scan_id)
    handlers.remove_scan(world.app, world.call(remove, actor))
    handlers.sweep_scans(world.app)
    assert httpx.get(scan.pictures[0].url).status_code == 404
