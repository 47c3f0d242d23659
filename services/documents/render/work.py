"""One render job: ask the owners, make the file, store it, say so.

A job holds a document id only. It may run twice or late: a print that is done or superseded is left
alone, the same print gives the same bytes under the same key, and a file that arrives too late is
removed again, so that every object in the store has its row.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from services.chassis.causes import WorkJob
from services.chassis.logs import get_logger
from services.contracts.errors import MissingGlyphError, NotFoundError, Permanent
from services.contracts.requests.applications_prints import (
    ListEntries,
    ListEntriesAnswer,
    PrintCopy,
    PrintCopyAnswer,
)
from services.contracts.requests.base import Request
from services.contracts.requests.documents import DocumentState
from services.contracts.requests.review_prints import (
    FrozenList,
    ListRows,
    Opinions,
    OpinionsAnswer,
)
from services.contracts.vocabulary import DocumentKind
from services.documents import messages, metrics
from services.documents.app import DocumentsApp
from services.documents.metrics import RenderOutcome
from services.documents.render.compose import form_view, list_view
from services.documents.render.photo import PhotoUnreadableError
from services.documents.render.renderers import Renderers
from services.documents.render.views import ListView, Rendered
from services.documents.storage import documents
from services.documents.storage.documents import PrintRow

log = get_logger(__name__)

ASK_SECONDS: Final = 10.0
_PHOTO_LABEL: Final = "照片"


class SupersededError(Exception):
    """The owner says that this print is not the current one any more."""


class RenderJobs:
    """Handles render jobs in one process."""

    def __init__(self, app: DocumentsApp, renderers: Renderers) -> None:
        """Keep the parts."""
        self._app = app
        self._renderers = renderers
        self._makers: dict[DocumentKind, Callable[[PrintRow, str], Rendered]] = {
            DocumentKind.APPLICANT_COPY: self._applicant_copy,
            DocumentKind.OFFICIAL_FORM: self._official_form,
            DocumentKind.LIST_PDF: self._list_pdf,
            DocumentKind.LIST_XLSX: self._list_xlsx,
        }

    def handle(self, job: WorkJob) -> None:
        """Do one job.

        Raises:
            Permanent: the job names no document.
            Exception: a dependency is down; the worker tries again.
        """
        document_id = UUID(str(job.data["document_id"]))
        row = self._load(document_id)
        if row.state is not DocumentState.PENDING:
            self._discard_late_file(row)
            metrics.RENDERS.inc(kind=row.kind.value, outcome=RenderOutcome.SKIPPED.value)
            return
        try:
            rendered = self._makers[row.kind](row, job.correlation_id)
        except SupersededError:
            self._supersede(row, job)
        except MissingGlyphError as error:
            field, codepoint = str(error.params["field"]), str(error.params["codepoint"])
            self._fail(row, job, error.code, field=field, codepoint=codepoint)
        except PhotoUnreadableError:
            self._fail(row, job, "photo_unreadable", field=_PHOTO_LABEL)
        except NotFoundError:
            self._fail(row, job, NotFoundError.code)
        else:
            self._store(row, job, rendered)

    def _load(self, document_id: UUID) -> PrintRow:
        with self._app.uow(job="render") as tx:
            row = documents.find(tx.session, document_id)
        if row is None:
            raise Permanent
        return row

    def _applicant_copy(self, row: PrintRow, story: str) -> Rendered:
        view = form_view(self._print_copy(row, story), verify_code=row.verify_code)
        with metrics.RENDER_SECONDS.timed(kind=row.kind.value):
            form = self._renderers.of(row.year).form
            return form.render(view, DocumentKind.APPLICANT_COPY)

    def _official_form(self, row: PrintRow, story: str) -> Rendered:
        answer: OpinionsAnswer = self._ask(Opinions(version_id=row.version_id), story)
        if answer.opinions_digest != row.opinions_digest:
            raise SupersededError
        view = form_view(
            self._print_copy(row, story), verify_code=row.verify_code, opinions=answer.opinions
        )
        with metrics.RENDER_SECONDS.timed(kind=row.kind.value):
            form = self._renderers.of(row.year).form
            return form.render(view, DocumentKind.OFFICIAL_FORM)

    def _list_pdf(self, row: PrintRow, story: str) -> Rendered:
        view = self._list_view(row, story)
        with metrics.RENDER_SECONDS.timed(kind=row.kind.value):
            return self._renderers.of(row.year).list_pdf.render(view)

    def _list_xlsx(self, row: PrintRow, story: str) -> Rendered:
        view = self._list_view(row, story)
        with metrics.RENDER_SECONDS.timed(kind=row.kind.value):
            return self._renderers.of(row.year).list_xlsx.render(view)

    def _print_copy(self, row: PrintRow, story: str) -> PrintCopyAnswer:
        answer: PrintCopyAnswer = self._ask(PrintCopy(version_id=row.version_id), story)
        return answer

    def _list_view(self, row: PrintRow, story: str) -> ListView:
        frozen: FrozenList = self._ask(ListRows(list_version_id=row.version_id), story)
        versions = tuple(entry.version_id for entry in frozen.rows)
        answer: ListEntriesAnswer = self._ask(ListEntries(version_ids=versions), story)
        return list_view(frozen, answer.entries)

    def _ask(self, request: Request, story: str) -> Any:
        return self._app.rpc.call(request, timeout=ASK_SECONDS, correlation_id=story)

    def _store(self, row: PrintRow, job: WorkJob, rendered: Rendered) -> None:
        key = object_key(row)
        self._app.objects.put(key, rendered.content, content_type=rendered.content_type)
        with self._app.uow(job="render") as tx:
            tx.correlation_id = job.correlation_id
            locked = documents.find(tx.session, row.document_id, lock=True)
            still_wanted = locked is not None and locked.state is DocumentState.PENDING
            if still_wanted:
                sequence = documents.mark_ready(
                    tx.session,
                    row.document_id,
                    object_key=key,
                    sha256=rendered.sha256,
                    size_bytes=len(rendered.content),
                    pages=rendered.pages,
                    now=tx.now,
                )
                event = messages.rendered(
                    row,
                    sha256=rendered.sha256,
                    size_bytes=len(rendered.content),
                    pages=rendered.pages,
                )
                tx.publish(event, aggregate_id=row.document_id, sequence=sequence)
        if not still_wanted:
            self._discard_late_file(self._load(row.document_id))
        outcome = RenderOutcome.READY if still_wanted else RenderOutcome.SKIPPED
        metrics.RENDERS.inc(kind=row.kind.value, outcome=outcome.value)
        waited = (self._app.clock.now() - row.requested_at).total_seconds()
        metrics.WAIT_SECONDS.observe(max(waited, 0.0), kind=row.kind.value)

    def _fail(
        self,
        row: PrintRow,
        job: WorkJob,
        code: str,
        *,
        field: str | None = None,
        codepoint: str | None = None,
    ) -> None:
        with self._app.uow(job="render") as tx:
            tx.correlation_id = job.correlation_id
            locked = documents.find(tx.session, row.document_id, lock=True)
            if locked is None or locked.state is not DocumentState.PENDING:
                return
            sequence = documents.mark_failed(
                tx.session, row.document_id, code=code, field=field, codepoint=codepoint
            )
            event = messages.failed(row, code=code, field=field, codepoint=codepoint)
            tx.publish(event, aggregate_id=row.document_id, sequence=sequence)
        log.warning("render_failed", document_id=str(row.document_id), code=code)
        metrics.RENDERS.inc(kind=row.kind.value, outcome=RenderOutcome.FAILED.value)

    def _supersede(self, row: PrintRow, job: WorkJob) -> None:
        with self._app.uow(job="render") as tx:
            tx.correlation_id = job.correlation_id
            documents.supersede_document(tx.session, row.document_id)
        metrics.RENDERS.inc(kind=row.kind.value, outcome=RenderOutcome.SKIPPED.value)

    def _discard_late_file(self, row: PrintRow) -> None:
        """A superseded print that never became ready may have left a file behind."""
        if row.state is DocumentState.SUPERSEDED and row.object_key is None:
            self._app.objects.delete(object_key(row))


def object_key(row: PrintRow) -> str:
    """Where the file of a print lies; random, never another's."""
    return f"documents/{row.document_id}"
