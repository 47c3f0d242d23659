"""What could not be rendered is shown, and made again once its cause is mended."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from services.chassis.causes import WorkJob
from services.chassis.testing.clock import FakeClock
from services.chassis.testing.messaging import FakeRpc
from services.chassis.testing.objects import FakeObjectStore
from services.contracts.requests.applications_prints import PrintCopy
from services.contracts.requests.documents import DocumentState
from services.contracts.routing import RENDER_BULK_QUEUE
from services.documents.app import DocumentsApp
from services.documents.render.renderers import Renderers
from services.documents.render.work import RenderJobs
from services.documents.rerender import run
from services.documents.storage import documents
from services.documents.storage.documents import PrintRow
from tests.factories.documents import a_print_copy
from tests.integration.documents.story import Story, hear

NO_GLYPH = "样例\ue863"


@pytest.fixture
def worker(app: DocumentsApp, renderers: Renderers) -> RenderJobs:
    return RenderJobs(app, renderers)


def name_is(rpc: FakeRpc, name: str) -> None:
    copy = a_print_copy()
    rpc.answers[PrintCopy] = copy.model_copy(update={"values": {**copy.values, "name": name}})


def copy_of(app: DocumentsApp, story: Story) -> PrintRow:
    with app.uow() as tx:
        return documents.of_application(tx.session, story.application_id)[0]


def stored(app: DocumentsApp, query: str) -> list[Any]:
    with app.database.engine.connect() as connection:
        return list(connection.execute(text(query)))


def newest_job(app: DocumentsApp, *, of: int = 1) -> WorkJob:
    """The newest of so many jobs that were handed to the renderers."""
    rows = stored(app, "SELECT payload FROM outbox WHERE kind = 'job' ORDER BY id DESC")
    assert len(rows) == of
    return WorkJob.from_wire(rows[0].payload)


def command(app: DocumentsApp, *words: str) -> tuple[int, str]:
    out = io.StringIO()
    return run(app, words, out), out.getvalue()


@pytest.fixture
def failed(app: DocumentsApp, worker: RenderJobs, rpc: FakeRpc) -> Story:
    """A copy that no font can print."""
    story = Story()
    name_is(rpc, NO_GLYPH)
    hear(app, story.submitted())
    worker.handle(newest_job(app))
    assert copy_of(app, story).state is DocumentState.FAILED
    return story


def test_without_a_reason_it_only_shows_what_failed_and_why(
    app: DocumentsApp, failed: Story
) -> None:
    before = copy_of(app, failed)
    code, told = command(app)
    assert code == 0
    assert str(before.document_id) in told
    assert "U+E863" in told
    assert "missing_glyph" in told
    assert NO_GLYPH not in told
    assert copy_of(app, failed) == before
    assert stored(app, "SELECT 1 FROM audit_event WHERE action = 'rerender_asked'") == []


def test_with_a_reason_it_is_made_again_and_the_reason_is_kept(
    app: DocumentsApp, failed: Story, worker: RenderJobs, rpc: FakeRpc, objects: FakeObjectStore
) -> None:
    assert isinstance(app.clock, FakeClock)
    app.clock.advance(timedelta(hours=3))
    code, told = command(app, "--reason", "补字后重新生成")
    assert (code, "已重新排队1份" in told) == (0, True)
    waiting = copy_of(app, failed)
    assert (waiting.state, waiting.failure_code, waiting.failure_field) == (
        DocumentState.PENDING,
        None,
        None,
    )
    assert waiting.requested_at == app.clock.now()  # nobody is told that it waited three hours
    job = newest_job(app, of=2)
    assert (job.queue, job.data) == (
        RENDER_BULK_QUEUE.name,
        {"document_id": str(waiting.document_id)},
    )
    name_is(rpc, "样例艾山")
    worker.handle(job)
    made = copy_of(app, failed)
    assert (made.state, made.sequence) == (DocumentState.READY, 2)
    assert objects.get(f"documents/{made.document_id}").startswith(b"%PDF")
    (audit,) = stored(app, "SELECT * FROM audit_event WHERE action = 'rerender_asked'")
    assert (audit.object_id, audit.purpose) == (str(made.document_id), "补字后重新生成")
    assert audit.details["failure_code"] == "missing_glyph"


def test_what_fails_again_says_so_again(
    app: DocumentsApp, failed: Story, worker: RenderJobs
) -> None:
    command(app, "--reason", "再试一次")
    worker.handle(newest_job(app, of=2))
    again = copy_of(app, failed)
    assert (again.state, again.sequence, again.failure_codepoint) == (
        DocumentState.FAILED,
        2,
        "U+E863",
    )


def test_a_print_that_was_superseded_meanwhile_never_comes_back(
    app: DocumentsApp, failed: Story
) -> None:
    hear(app, failed.withdrawn())
    code, told = command(app, "--reason", "补字后重新生成")
    assert (code, "已重新排队0份" in told) == (0, True)
    assert copy_of(app, failed).state is DocumentState.SUPERSEDED


def test_only_what_was_chosen_is_queued(app: DocumentsApp, failed: Story) -> None:
    other = "00000000-0000-0000-0000-000000000000"
    for words in (("--document", other), ("--code", "photo_unreadable")):
        _, told = command(app, *words, "--reason", "补字")
        assert "已重新排队0份" in told
    assert copy_of(app, failed).state is DocumentState.FAILED
    document_id = str(copy_of(app, failed).document_id)
    _, told = command(app, "--document", document_id, "--code", "missing_glyph", "--reason", "补字")
    assert "已重新排队1份" in told


def test_it_is_made_with_the_templates_of_today(app: DocumentsApp, failed: Story) -> None:
    with app.database.engine.begin() as connection:
        connection.execute(text("UPDATE document SET template_version = 'of-last-month'"))
    command(app, "--reason", "补字后重新生成")
    assert copy_of(app, failed).template_version == app.programmes.of(2019).form_version


def test_a_reason_that_the_audit_trail_could_not_keep_is_refused(
    app: DocumentsApp, failed: Story
) -> None:
    code, _ = command(app, "--reason", "字" * 201)
    assert code == 2
    assert copy_of(app, failed).state is DocumentState.FAILED
