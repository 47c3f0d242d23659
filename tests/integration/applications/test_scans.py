"""Scans from upload to verdict: what is accepted is clean, what is not says why."""

from __future__ import annotations

import io
from datetime import timedelta
from uuid import uuid4

import pikepdf
import pytest
from PIL import Image

from services.applications import handlers
from services.contracts.errors import (
    ForbiddenError,
    IllegalTransitionError,
    NotFoundError,
    ScanRejectedError,
)
from services.contracts.requests import applications_scans as uploads
from services.contracts.vocabulary import Material
from tests.integration.applications.furniture import picture
from tests.integration.applications.world import World


def pdf(pages: int = 1, *, javascript: bool = False, password: str | None = None) -> bytes:
    document = pikepdf.new()
    for _ in range(pages):
        document.add_blank_page()
    if javascript:
        action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        document.Root.OpenAction = document.make_indirect(action)
    buffer = io.BytesIO()
    secret = pikepdf.Encryption(owner=password, user=password) if password else False
    document.save(buffer, encryption=secret)
    return buffer.getvalue()


def test_a_photo_is_stored_in_its_print_size(world: World) -> None:
    actor = world.applicant()
    scan = world.upload(actor, world.draft(actor), "PHOTO", picture(1200, 1600))
    stored = Image.open(io.BytesIO(world.app.objects.get(f"accepted/{scan.scan_id}")))
    assert (stored.format, stored.size) == ("JPEG", (413, 531))
    assert scan.size <= 204800


@pytest.mark.requirement("X9")
def test_a_large_phone_photo_is_shrunk_and_loses_its_place_of_taking(world: World) -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    buffer = io.BytesIO()
    Image.new("RGB", (4000, 3000), "white").save(buffer, format="JPEG", exif=exif)
    actor = world.applicant()
    scan = world.upload(actor, world.draft(actor), "A02", buffer.getvalue())
    stored = Image.open(io.BytesIO(world.app.objects.get(f"accepted/{scan.scan_id}")))
    assert max(stored.size) == 2000
    assert not stored.getexif()


def test_an_id_card_scan_bears_the_watermark(world: World) -> None:
    actor = world.applicant()
    scan = world.upload(actor, world.draft(actor), "A01", picture(900, 600))
    stored = Image.open(io.BytesIO(world.app.objects.get(f"accepted/{scan.scan_id}")))
    assert len(stored.convert("L").getcolors(maxcolors=1 << 20) or ()) > 10


@pytest.mark.requirement("R30")
@pytest.mark.parametrize(
    ("content", "filename", "content_type", "reason"),
    [
        (pdf(), "学历.jpg", "image/jpeg", "type_mismatch"),
        (b"GIF89a" + bytes(200), "学历.jpg", "image/jpeg", "type_unknown"),
        (picture(600, 800)[:400], "学历.jpg", "image/jpeg", "image_broken"),
        (pdf(31), "学历.pdf", "application/pdf", "pdf_too_many_pages"),
        (pdf(javascript=True), "学历.pdf", "application/pdf", "pdf_active"),
        (pdf(password="1"), "学历.pdf", "application/pdf", "pdf_encrypted"),
        (b"%PDF-1.7 nothing else", "学历.pdf", "application/pdf", "pdf_broken"),
    ],
)
def test_what_cannot_be_accepted_says_why(
    world: World, content: bytes, filename: str, content_type: str, reason: str
) -> None:
    actor = world.applicant()
    scan = world.upload(
        actor,
        world.draft(actor),
        "A02",
        content,
        filename=filename,
        content_type=content_type,
    )
    assert (scan.state, scan.reason_code) == ("REJECTED", reason)
    assert scan.reason is not None
    assert scan.reason.endswith("。")
    assert list(world.app.objects.list("")) == []


def test_a_photo_that_is_too_small_is_refused_with_its_size(world: World) -> None:
    actor = world.applicant()
    scan = world.upload(actor, world.draft(actor), "PHOTO", picture(294, 413))
    assert scan.reason_code == "photo_too_small"
    assert "294×413" in (scan.reason or "")


def test_a_scan_of_sixty_megabytes_is_refused_before_it_is_sent(world: World) -> None:
    actor = world.applicant()
    draft, size, kind = world.draft(actor), 60 * 1024 * 1024, "application/pdf"
    with pytest.raises(ScanRejectedError) as refused:
        world.begin(actor, draft, "A02", size, filename="学历.pdf", content_type=kind)
    assert "60MB" in refused.value.message
    assert "10MB" in refused.value.message


def test_consent_is_asked_for_the_id_card(world: World) -> None:
    actor = world.applicant()
    draft = world.draft(actor)
    with pytest.raises(ScanRejectedError) as refused:
        world.begin(actor, draft, "A01", 1000, consent=False)
    assert "单独同意" in refused.value.message


@pytest.mark.requirement("X10")
def test_nobody_announces_a_scan_for_somebody_else(world: World) -> None:
    draft = world.draft(world.applicant())
    for foreign in (draft, uuid4()):
        with pytest.raises(NotFoundError):
            world.begin(world.applicant(), foreign, "A02", 1000)


def test_what_was_announced_counts_against_the_limit_of_all_slots(world: World) -> None:
    actor = world.applicant()
    draft, size = world.draft(actor), 10 * 1024 * 1024
    for slot in ("PHOTO", "A01", "A02", "A02", "A03", "A03"):
        world.begin(actor, draft, slot, size)
    with pytest.raises(ScanRejectedError) as refused:
        world.begin(actor, draft, "A04", 1)
    assert refused.value.params["reason_code"] == "total_too_large"
    other = world.applicant()
    world.begin(other, world.draft(other), "A04", size)


def test_a_slot_counts_its_own_files(world: World) -> None:
    actor = world.applicant()
    draft = world.draft(actor)
    world.begin(actor, draft, "A03", 1)
    for _ in range(world.app.programme(2019).form.materials["A02"].max_files):
        world.begin(actor, draft, "A02", 1)
    with pytest.raises(ScanRejectedError) as refused:
        world.begin(actor, draft, "A02", 1)
    assert refused.value.params["reason_code"] == "too_many_files"
    world.begin(actor, draft, "A03", 1)


def test_a_submitted_file_takes_no_scans_until_it_is_returned(world: World) -> None:
    actor = world.applicant()
    receipt = world.submitted(actor)
    with pytest.raises(IllegalTransitionError):
        world.begin(actor, receipt.application_id, "A03", 1)
    world.give_back(receipt, "education")
    world.begin(actor, receipt.application_id, "A03", 1)
    with pytest.raises(ForbiddenError):
        world.begin(actor, receipt.application_id, "PHOTO", 1)


@pytest.mark.requirement("R30")
def test_a_broken_upload_goes_on_with_the_missing_parts(world: World) -> None:
    actor = world.applicant()
    ticket = world.begin(actor, world.draft(actor), "A02", 2 * 1024 * 1024 + 5)
    assert [part.size for part in ticket.parts] == [1048576, 1048576, 5]
    key = f"quarantine/{ticket.upload_id}/0001"
    world.app.objects.put(key, bytes(1048576), content_type="application/octet-stream")
    complete = uploads.CompleteUpload(upload_id=ticket.upload_id)
    with pytest.raises(ScanRejectedError) as refused:
        handlers.complete_upload(world.app, world.call(complete, actor))
    assert "2个部分" in refused.value.message
    renew = uploads.RenewUpload(upload_id=ticket.upload_id)
    renewed = handlers.renew_upload(world.app, world.call(renew, actor))
    assert [part.number for part in renewed.parts] == [2, 3]


def test_a_new_photo_takes_the_place_of_the_old_one_and_is_swept(world: World) -> None:
    actor = world.applicant()
    draft = world.draft(actor)
    old = world.upload(actor, draft, "PHOTO", picture(600, 800))
    new = world.upload(actor, draft, "PHOTO", picture(700, 900))
    handlers.sweep_scans(world.app)
    assert [stat.key for stat in world.app.objects.list("")] == [
        f"accepted/{new.scan_id}",
        f"preview/{new.scan_id}/00",
        f"preview/{new.scan_id}/01",
    ]
    (row,) = world.rows("SELECT state, object_key FROM scan WHERE state = 'REPLACED'")
    assert (row.object_key, old.scan_id != new.scan_id) == (None, True)


def test_a_scan_of_a_frozen_version_outlives_its_removal(world: World) -> None:
    actor = world.applicant()
    receipt = world.submitted(actor)
    world.give_back(receipt, "education")
    request = uploads.ListScans(application_id=receipt.application_id)
    scans = handlers.list_scans(world.app, world.call(request, actor)).scans
    degree = next(scan for scan in scans if scan.slot is Material.A03)
    remove = uploads.RemoveScan(scan_id=degree.scan_id)
    handlers.remove_scan(world.app, world.call(remove, actor))
    handlers.sweep_scans(world.app)
    assert world.app.objects.get(f"accepted/{degree.scan_id}")


def test_a_job_that_runs_twice_changes_nothing(world: World) -> None:
    actor = world.applicant()
    scan = world.upload(actor, world.draft(actor), "A02", picture(600, 800))
    world.check(scan.scan_id)
    assert world.app.objects.get(f"accepted/{scan.scan_id}")


def test_an_upload_nobody_completed_expires_and_its_parts_go(world: World) -> None:
    actor = world.applicant()
    ticket = world.begin(actor, world.draft(actor), "A02", 5)
    key = f"quarantine/{ticket.upload_id}/0001"
    world.app.objects.put(key, b"12345", content_type="application/octet-stream")
    world.clock.advance(timedelta(hours=25))
    handlers.sweep_scans(world.app)
    assert list(world.app.objects.list("")) == []
    assert [row.state for row in world.rows("SELECT state FROM scan")] == ["EXPIRED"]


def test_a_check_that_never_ends_is_given_up_with_a_reason(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    actor = world.applicant()
    draft = world.draft(actor)
    monkeypatch.setattr(world.__class__, "check", lambda *_: None)
    scan = world.upload(actor, draft, "A02", picture(600, 800))
    assert scan.state == "CHECKING"
    world.clock.advance(timedelta(hours=25))
    handlers.sweep_scans(world.app)
    (row,) = world.rows("SELECT state, reason_code FROM scan")
    assert tuple(row) == ("REJECTED", "not_checked")


def test_a_file_that_needs_too_much_memory_is_refused_at_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def exhausted(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr("services.applications.checker.work.inspect", exhausted)
    actor = world.applicant()
    scan = world.upload(actor, world.draft(actor), "A02", picture(600, 800))
    assert (scan.state, scan.reason_code) == ("REJECTED", "too_complex")
