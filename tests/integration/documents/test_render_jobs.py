"""Render jobs: asked, made, stored, said; late and repeated ones leave nothing behind."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text

from services.chassis.causes import WorkJob
from services.chassis.objects import ObjectStoreUnavailableError
from services.chassis.testing.messaging import FakeRpc
from services.chassis.testing.objects import FakeObjectStore
from services.contracts.errors import NotFoundError, Permanent, ServiceUnavailableError
from services.contracts.requests.applications_prints import (
    ListEntries,
    ListEntriesAnswer,
    PrintCopy,
)
from services.contracts.requests.documents import DocumentState
from services.contracts.requests.review_prints import ListRows, Opinions, OpinionsAnswer
from services.contracts.vocabulary import DocumentKind, NodeKind
from services.documents.app import DocumentsApp
from services.documents.render.renderers import Renderers
from services.documents.render.work import RenderJobs
from services.documents.storage import documents
from services.documents.storage.documents import PrintRow
from tests.factories.documents import (
    a_frozen_list,
    a_frozen_row,
    a_print_copy,
    a_signed_opinion,
    an_entry,
)
from tests.integration.documents.story import Story, hear


@pytest.fixture
def worker(app: DocumentsApp, renderers: Renderers) -> RenderJobs:
    return RenderJobs(app, renderers)


def rows(app: DocumentsApp, story: Story) -> dict[DocumentKind, PrintRow]:
    with app.uow() as tx:
        found = (
            *documents.of_list(tx.session, story.list_id),
            *documents.of_application(tx.session, story.application_id),
        )
        return {row.kind: row for row in reversed(found)}


def job_for(row: PrintRow) -> WorkJob:
    return WorkJob(
        uuid4(), "documents.render", "key", "the-story", {"document_id": str(row.document_id)}
    )


def events(app: DocumentsApp) -> list[dict[str, Any]]:
    with app.database.engine.connect() as connection:
        found = connection.execute(
            text("SELECT payload FROM outbox WHERE kind = 'event' ORDER BY id")
        )
        return [row.payload for row in found]


def keys(objects: FakeObjectStore) -> list[str]:
    return [found.key for found in objects.list()]


def answer_copy(rpc: FakeRpc, **values: str) -> None:
    copy = a_print_copy()
    rpc.answers[PrintCopy] = copy.model_copy(update={"values": {**copy.values, **values}})


def test_a_copy_is_made_stored_and_announced(
    app: DocumentsApp, worker: RenderJobs, rpc: FakeRpc, objects: FakeObjectStore
) -> None:
    story = Story()
    answer_copy(rpc)
    hear(app, story.submitted())
    asked = rows(app, story)[DocumentKind.APPLICANT_COPY]
    worker.handle(job_for(asked))

    made = rows(app, story)[DocumentKind.APPLICANT_COPY]
    assert (made.state, made.pages) == (DocumentState.READY, 4)
    content = objects.get(f"documents/{made.document_id}")
    assert content.startswith(b"%PDF")
    assert objects.stat(f"documents/{made.document_id}").content_type == "application/pdf"
    assert made.size_bytes == len(content)
    (event,) = events(app)
    assert event["event"] == "document-rendered"
    assert event["correlation_id"] == "the-story"
    assert event["sequence"] == 1
    assert event["data"]["sha256"] == made.sha256
    assert rpc.calls[0].request == PrintCopy(version_id=story.versions[0])
    assert rpc.calls[0].actor_token is None


def test_a_repeated_job_is_not_rendered_twice(
    app: DocumentsApp, worker: RenderJobs, rpc: FakeRpc
) -> None:
    story = Story()
    answer_copy(rpc)
    hear(app, story.submitted())
    job = job_for(rows(app, story)[DocumentKind.APPLICANT_COPY])
    worker.handle(job)
    worker.handle(job)
    assert len(rpc.calls) == 1
    assert len(events(app)) == 1


def test_a_newer_version_makes_the_older_job_a_no_op(
    app: DocumentsApp, worker: RenderJobs, rpc: FakeRpc, objects: FakeObjectStore
) -> None:
    story = Story()
    hear(app, story.submitted())
    old = rows(app, story)[DocumentKind.APPLICANT_COPY]
    hear(app, story.resubmitted())
    worker.handle(job_for(old))
    assert (rpc.calls, keys(objects)) == ([], [])


def test_a_file_that_comes_too_late_is_removed_again(
    app: DocumentsApp, worker: RenderJobs, rpc: FakeRpc, objects: FakeObjectStore
) -> None:
    story = Story()
    hear(app, story.submitted())
    old = rows(app, story)[DocumentKind.APPLICANT_COPY]

    def answer_while_the_applicant_withdraws(_request: PrintCopy) -> Any:
        hear(app, story.withdrawn())
        return a_print_copy()

    rpc.answers[PrintCopy] = answer_while_the_applicant_withdraws
    worker.handle(job_for(old))
    assert keys(objects) == []
    assert events(app) == []
    assert rows(app, story)[DocumentKind.APPLICANT_COPY].state is DocumentState.SUPERSEDED


def test_a_missing_glyph_fails_the_document_for_good_and_says_where(
    app: DocumentsApp, worker: RenderJobs, rpc: FakeRpc, objects: FakeObjectStore
) -> None:
    story = Story()
    answer_copy(rpc, name="样例\ue863")
    hear(app, story.submitted())
    worker.handle(job_for(rows(app, story)[DocumentKind.APPLICANT_COPY]))
    failed = rows(app, story)[DocumentKind.APPLICANT_COPY]
    assert failed.state is DocumentState.FAILED
    assert keys(objects) == []
    (event,) = events(app)
    assert event["event"] == "render-failed"
    data = event["data"]
    assert (data["code"], data["field"], data["codepoint"]) == ("missing_glyph", "姓名", "U+E863")


def test_a_version_that_its_owner_does_not_know_fails_for_good(
    app: DocumentsApp, worker: RenderJobs, rpc: FakeRpc
) -> None:
    story = Story()
    rpc.answers[PrintCopy] = NotFoundError()
    hear(app, story.submitted())
    worker.handle(job_for(rows(app, story)[DocumentKind.APPLICANT_COPY]))
    assert rows(app, story)[DocumentKind.APPLICANT_COPY].state is DocumentState.FAILED


def test_a_neighbour_or_store_that_is_down_leaves_the_job_for_later(
    app: DocumentsApp, worker: RenderJobs, rpc: FakeRpc, objects: FakeObjectStore
) -> None:
    story = Story()
    hear(app, story.submitted())
    job = job_for(rows(app, story)[DocumentKind.APPLICANT_COPY])
    with pytest.raises(ServiceUnavailableError):
        worker.handle(job)
    answer_copy(rpc)
    objects.available = False
    with pytest.raises(ObjectStoreUnavailableError):
        worker.handle(job)
    assert rows(app, story)[DocumentKind.APPLICANT_COPY].state is DocumentState.PENDING
    objects.available = True
    worker.handle(job)
    assert rows(app, story)[DocumentKind.APPLICANT_COPY].state is DocumentState.READY


def test_the_official_form_prints_the_opinions_its_code_stands_for(
    app: DocumentsApp, worker: RenderJobs, rpc: FakeRpc, objects: FakeObjectStore
) -> None:
    story = Story()
    approval = story.approved()
    hear(app, story.submitted(), approval)
    answer_copy(rpc)
    rpc.answers[Opinions] = opinions_of(story, approval.event.opinions_digest)
    asked = rows(app, story)[DocumentKind.OFFICIAL_FORM]
    worker.handle(job_for(asked))
    assert rows(app, story)[DocumentKind.OFFICIAL_FORM].state is DocumentState.READY
    assert objects.get(f"documents/{asked.document_id}").startswith(b"%PDF")


def test_other_opinions_than_asked_for_are_never_printed(
    app: DocumentsApp, worker: RenderJobs, rpc: FakeRpc, objects: FakeObjectStore
) -> None:
    story = Story()
    hear(app, story.submitted(), story.approved())
    answer_copy(rpc)
    rpc.answers[Opinions] = opinions_of(story, "f" * 64)
    worker.handle(job_for(rows(app, story)[DocumentKind.OFFICIAL_FORM]))
    assert rows(app, story)[DocumentKind.OFFICIAL_FORM].state is DocumentState.SUPERSEDED
    assert keys(objects) == []


def test_a_list_becomes_a_pdf_and_a_spreadsheet(
    app: DocumentsApp, worker: RenderJobs, rpc: FakeRpc, objects: FakeObjectStore
) -> None:
    story = Story()
    hear(app, story.submitted(), story.frozen(1))
    versions = [uuid4() for _ in range(3)]
    rpc.answers[ListRows] = a_frozen_list(*(a_frozen_row(v, n) for n, v in enumerate(versions, 1)))
    rpc.answers[ListEntries] = lambda asked: ListEntriesAnswer(
        entries=tuple(an_entry(version) for version in asked.version_ids)
    )
    for kind in (DocumentKind.LIST_PDF, DocumentKind.LIST_XLSX):
        worker.handle(job_for(rows(app, story)[kind]))
    made = rows(app, story)
    pdf = objects.get(f"documents/{made[DocumentKind.LIST_PDF].document_id}")
    xlsx = objects.get(f"documents/{made[DocumentKind.LIST_XLSX].document_id}")
    assert pdf.startswith(b"%PDF")
    assert xlsx.startswith(b"PK")
    assert made[DocumentKind.LIST_XLSX].pages is None


def test_a_job_without_a_document_is_parked(worker: RenderJobs) -> None:
    job = WorkJob(uuid4(), "documents.render", "key", "s", {"document_id": str(uuid4())})
    with pytest.raises(Permanent):
        worker.handle(job)


def opinions_of(story: Story, digest: str | None) -> OpinionsAnswer:
    return OpinionsAnswer(
        application_id=story.application_id,
        version_id=story.versions[0],
        version_no=1,
        opinions=tuple(a_signed_opinion(kind) for kind in (NodeKind.UNIT, NodeKind.FINAL)),
        opinions_digest=digest,
        verify_code=None,
        issued_at=None,
        final_organisation_name="（样例）人社局",
        current=True,
    )


def test_no_personal_data_leaves_in_events_or_keys(
    app: DocumentsApp, worker: RenderJobs, rpc: FakeRpc, objects: FakeObjectStore
) -> None:
    story = Story()
    answer_copy(rpc)
    hear(app, story.submitted())
    worker.handle(job_for(rows(app, story)[DocumentKind.APPLICANT_COPY]))
    with app.database.engine.connect() as connection:
        found = [str(row) for query in SELECT_ALL for row in connection.execute(text(query))]
    everything = "".join([*found, *keys(objects)])
    for secret in ("650000198405010010", "样例艾山", "sample@example.invalid"):
        assert secret not in everything


SELECT_ALL = (
    "SELECT * FROM outbox",
    "SELECT * FROM document",
    "SELECT * FROM version",
    "SELECT * FROM standing",
    "SELECT * FROM audit_event",
)
