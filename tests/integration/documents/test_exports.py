"""Exports: asked for by right, made by a worker, fetched by their owner alone, removed in time."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import openpyxl
import pytest
from sqlalchemy import text

from services.chassis.causes import WorkJob
from services.chassis.testing.clock import FakeClock
from services.chassis.testing.messaging import FakeRpc
from services.chassis.testing.objects import FakeObjectStore
from services.contracts.actors import Actor, ActorKind
from services.contracts.errors import (
    ForbiddenError,
    InternalError,
    NotFoundError,
    NotRenderedYetError,
    Permanent,
    ServiceUnavailableError,
)
from services.contracts.requests.applications_prints import (
    ExportedName,
    ExportedNames,
    ExportedNamesAnswer,
)
from services.contracts.requests.documents_exports import (
    ExportKind,
    ExportState,
    ExportView,
    FetchExport,
    ReadExport,
    ReadExports,
    RequestExport,
)
from services.contracts.requests.quotas_seats import ReadSeats, ReadSeatsResult
from services.contracts.requests.review_progress import (
    ExportedFiles,
    ExportedFilesAnswer,
    ExportedProgress,
    ExportRight,
    MayExport,
)
from services.contracts.vocabulary import ApplicationState, Role
from services.documents import handlers
from services.documents.app import DocumentsApp
from services.documents.render import export_work
from services.documents.render.export_work import ExportJobs
from services.documents.render.export_xlsx import HEAD_ROW
from tests.factories.causes import call_of, person
from tests.factories.exports import AS_OF, a_progress, a_queue_item, seats_of

OFFICE = uuid4()
ME = person(Role.FINAL_OFFICER, at=OFFICE)
RIGHT = ExportRight(roles=(Role.FINAL_OFFICER,), organisation_name="样例地区人社局")


@pytest.fixture(autouse=True)
def _allowed(rpc: FakeRpc) -> None:
    rpc.answers[MayExport] = RIGHT


def ask(app: DocumentsApp, kind: ExportKind, actor: Actor = ME, **filters: Any) -> ExportView:
    request = RequestExport(
        kind=kind, organisation_id=OFFICE, year=2019, cycle_id=uuid4(), filters=filters
    )
    return handlers.request_export(app, call_of(request, actor))


def work(app: DocumentsApp, export_id: UUID) -> None:
    job = WorkJob(uuid4(), "documents.render-bulk", "k", "story", {"export_id": str(export_id)})
    ExportJobs(app).handle(job)


def read(app: DocumentsApp, export_id: UUID, actor: Actor = ME) -> ExportView:
    return handlers.read_export(app, call_of(ReadExport(export_id=export_id), actor))


def fetch(app: DocumentsApp, export_id: UUID, actor: Actor = ME) -> str:
    return handlers.fetch_export(app, call_of(FetchExport(export_id=export_id), actor)).url


def rows(app: DocumentsApp, query: str) -> list[Any]:
    with app.database.engine.connect() as connection:
        return list(connection.execute(text(query)))


def queue_of(rpc: FakeRpc, count: int) -> None:
    """So many files at the desk, answered piece by piece, each with a name."""
    items = tuple(a_queue_item(number) for number in range(count, 0, -1))

    def piece(asked: ExportedFiles) -> ExportedFilesAnswer:
        left = [i for i in items if asked.after_no is None or i.application_no < asked.after_no]
        return ExportedFilesAnswer(as_of=AS_OF, items=tuple(left[: asked.limit]))

    def names(asked: ExportedNames) -> ExportedNamesAnswer:
        named = tuple(ExportedName(application_id=i, name="样例江") for i in asked.application_ids)
        return ExportedNamesAnswer(names=named)

    rpc.answers |= {ExportedFiles: piece, ExportedNames: names}


def progress(rpc: FakeRpc) -> None:
    whole = a_progress()
    cells = seats_of(whole)
    rpc.answers[ExportedProgress] = whole
    rpc.answers[ReadSeats] = ReadSeatsResult(
        year=2019, cells=cells, quota=15, reserved=3, confirmed=3
    )


def test_the_job_holds_the_id_only_and_the_request_is_audited(app: DocumentsApp) -> None:
    view = ask(app, ExportKind.FILES, state=ApplicationState.LISTED)
    assert view.state is ExportState.PENDING
    [job] = rows(app, "SELECT payload FROM outbox WHERE kind = 'job'")
    assert job.payload["queue"] == "documents.render-bulk"
    assert job.payload["data"] == {"export_id": str(view.export_id)}
    [audit] = rows(app, "SELECT actor, details FROM audit_event WHERE action = 'export_requested'")
    assert audit.actor == f"person:{ME.person_id}"
    assert audit.details["filters"] == {"state": "LISTED"}
    assert "样例" not in str(audit.details)


def test_review_is_asked_in_the_persons_name_and_a_refusal_leaves_nothing(
    app: DocumentsApp, rpc: FakeRpc
) -> None:
    ask(app, ExportKind.PROGRESS)
    assert (rpc.calls[-1].request, rpc.calls[-1].actor_token) == (
        MayExport(organisation_id=OFFICE, people=False),
        "token",
    )
    rpc.answers[MayExport] = ForbiddenError()
    with pytest.raises(ForbiddenError):
        ask(app, ExportKind.FILES)
    assert rpc.asked(MayExport)[-1].people
    assert len(rows(app, "SELECT 1 FROM export")) == 1


def test_only_people_take_data_out(app: DocumentsApp) -> None:
    client = Actor(kind=ActorKind.CLIENT, client_id=uuid4())
    with pytest.raises(NotFoundError):
        ask(app, ExportKind.PROGRESS, client)


def test_files_are_asked_by_the_granted_roles_and_filters_and_stored(
    app: DocumentsApp, rpc: FakeRpc, objects: FakeObjectStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export_work, "PIECE", 2)
    queue_of(rpc, 5)
    made = ask(app, ExportKind.FILES, at_desk=False)
    work(app, made.export_id)
    asked = rpc.asked(ExportedFiles)
    assert len(asked) == 3
    assert {(one.roles, one.organisation_id, one.at_desk) for one in asked} == {
        ((Role.FINAL_OFFICER,), OFFICE, False)
    }
    view = read(app, made.export_id)
    assert (view.state, view.rows, view.as_of) == (ExportState.READY, 5, AS_OF)
    sheet = openpyxl.load_workbook(io.BytesIO(objects.get(f"exports/{made.export_id}")))["申报清单"]
    assert [sheet.cell(row=HEAD_ROW + n, column=3).value for n in range(1, 6)] == ["样例江"] * 5
    assert sheet.cell(row=HEAD_ROW + 6, column=2).value == "5份"


def test_progress_is_made_with_the_seats(
    app: DocumentsApp, rpc: FakeRpc, objects: FakeObjectStore
) -> None:
    progress(rpc)
    made = ask(app, ExportKind.PROGRESS)
    work(app, made.export_id)
    assert (read(app, made.export_id).state, read(app, made.export_id).rows) == (
        ExportState.READY,
        6,
    )
    book = openpyxl.load_workbook(io.BytesIO(objects.get(f"exports/{made.export_id}")))
    assert book.sheetnames == ["说明", "按培养类别和期限", "按推荐单位", "按专业和类别"]


def test_nobody_else_sees_or_fetches_it(app: DocumentsApp, rpc: FakeRpc) -> None:
    progress(rpc)
    made = ask(app, ExportKind.PROGRESS)
    work(app, made.export_id)
    other = person(Role.FINAL_OFFICER, at=OFFICE)
    for act in (read, fetch):
        with pytest.raises(NotFoundError):
            act(app, made.export_id, other)
    assert handlers.read_exports(app, call_of(ReadExports(), other)).exports == ()
    mine = handlers.read_exports(app, call_of(ReadExports(), ME)).exports
    assert [one.export_id for one in mine] == [made.export_id]


def test_a_fetch_is_audited_and_judged_anew(app: DocumentsApp, rpc: FakeRpc) -> None:
    progress(rpc)
    made = ask(app, ExportKind.PROGRESS)
    with pytest.raises(NotRenderedYetError):
        fetch(app, made.export_id)
    work(app, made.export_id)
    assert fetch(app, made.export_id).startswith("https://")
    assert len(rows(app, "SELECT 1 FROM audit_event WHERE action = 'fetch_export'")) == 1
    rpc.answers[MayExport] = NotFoundError()
    with pytest.raises(NotFoundError):
        fetch(app, made.export_id)


def test_a_job_that_runs_twice_makes_it_once(app: DocumentsApp, rpc: FakeRpc) -> None:
    progress(rpc)
    made = ask(app, ExportKind.PROGRESS)
    work(app, made.export_id)
    work(app, made.export_id)
    assert len(rpc.asked(ExportedProgress)) == 1
    with pytest.raises(Permanent):
        work(app, uuid4())


def test_a_neighbour_that_is_away_leaves_it_waiting(app: DocumentsApp, rpc: FakeRpc) -> None:
    made = ask(app, ExportKind.PROGRESS)
    with pytest.raises(ServiceUnavailableError):
        work(app, made.export_id)
    assert read(app, made.export_id).state is ExportState.PENDING
    rpc.answers[ExportedProgress] = NotFoundError()
    work(app, made.export_id)
    view = read(app, made.export_id)
    assert view.state is ExportState.FAILED
    assert view.failure is not None
    with pytest.raises(InternalError):
        fetch(app, made.export_id)


def test_its_file_is_removed_when_its_time_is_over(
    app: DocumentsApp, rpc: FakeRpc, objects: FakeObjectStore
) -> None:
    progress(rpc)
    assert isinstance(app.clock, FakeClock)
    made, waiting = ask(app, ExportKind.PROGRESS), ask(app, ExportKind.PROGRESS)
    work(app, made.export_id)
    app.clock.advance(timedelta(days=app.settings.export_days) - timedelta(seconds=1))
    handlers.expire_exports(app)
    assert read(app, made.export_id).state is ExportState.READY
    app.clock.advance(timedelta(seconds=1))
    handlers.expire_exports(app)
    assert read(app, made.export_id).state is ExportState.EXPIRED
    with pytest.raises(NotFoundError):
        fetch(app, made.export_id)
    work(app, waiting.export_id)
    assert [found.key for found in objects.list()] == []


def test_a_file_that_arrives_too_late_is_removed_again(
    app: DocumentsApp, rpc: FakeRpc, objects: FakeObjectStore
) -> None:
    progress(rpc)
    assert isinstance(app.clock, FakeClock)
    clock = app.clock
    made = ask(app, ExportKind.PROGRESS)
    whole = rpc.answers[ExportedProgress]

    def slow(_asked: ExportedProgress) -> Any:
        clock.advance(timedelta(days=30))
        handlers.expire_exports(app)
        return whole

    rpc.answers[ExportedProgress] = slow
    work(app, made.export_id)
    assert read(app, made.export_id).state is ExportState.EXPIRED
    assert [found.key for found in objects.list()] == []
