"""One export job: ask the owners by the right it was granted by, write, store.

A job holds the export's id only and may run twice or late: an export that is done or expired is
left alone, and a file that arrives too late is removed again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from services.chassis.causes import WorkJob
from services.chassis.logs import get_logger
from services.contracts.errors import NotFoundError, Permanent
from services.contracts.requests.applications_prints import ExportedNames, ExportedNamesAnswer
from services.contracts.requests.base import Request
from services.contracts.requests.documents_exports import ExportKind, ExportState
from services.contracts.requests.quotas_seats import ReadSeats, ReadSeatsResult
from services.contracts.requests.review_progress import (
    ExportedFiles,
    ExportedFilesAnswer,
    ExportedProgress,
    Progress,
)
from services.contracts.requests.review_views import QueueItem
from services.documents.app import DocumentsApp
from services.documents.domain.exports import XLSX, export_key
from services.documents.render.export_books import files_book, progress_book
from services.documents.storage import exports
from services.documents.storage.exports import ExportRow

log = get_logger(__name__)

ASK_SECONDS: Final = 10.0
PIECE: Final = 1000


@dataclass(frozen=True, slots=True)
class Made:
    """A file, of which instant, with how many rows."""

    content: bytes
    as_of: datetime
    rows: int


class ExportJobs:
    """Handles export jobs in one process."""

    def __init__(self, app: DocumentsApp) -> None:
        """Keep the parts."""
        self._app = app
        self._makers: dict[ExportKind, Callable[[ExportRow, str], Made]] = {
            ExportKind.FILES: self._files,
            ExportKind.PROGRESS: self._progress,
        }

    def handle(self, job: WorkJob) -> None:
        """Do one job.

        Raises:
            Permanent: the job names no export.
            Exception: a dependency is down; the worker tries again.
        """
        row = self._load(UUID(str(job.data["export_id"])))
        if row.state is not ExportState.PENDING:
            return
        try:
            made = self._makers[row.kind](row, job.correlation_id)
        except NotFoundError as error:
            self._fail(row, job, error.code)
        else:
            self._store(row, job, made)

    def _load(self, export_id: UUID) -> ExportRow:
        with self._app.uow(job="export") as tx:
            row = exports.find(tx.session, export_id)
        if row is None:
            raise Permanent
        return row

    def _progress(self, row: ExportRow, story: str) -> Made:
        progress: Progress = self._ask(
            ExportedProgress(
                organisation_id=row.organisation_id, roles=row.roles, cycle_id=row.cycle_id
            ),
            story,
        )
        seats: ReadSeatsResult = self._ask(ReadSeats(year=row.year), story)
        content, rows = progress_book(row, progress, seats.cells)
        return Made(content, progress.as_of, rows)

    def _files(self, row: ExportRow, story: str) -> Made:
        as_of, items = self._all_files(row, story)
        names = self._names(tuple(items), story)
        return Made(files_book(row, as_of, tuple(items.values()), names), as_of, len(items))

    def _all_files(self, row: ExportRow, story: str) -> tuple[datetime, dict[UUID, QueueItem]]:
        """Every file once, also when one moves to the end of the queue meanwhile."""
        items: dict[UUID, QueueItem] = {}
        after: dict[str, Any] = {}
        as_of: datetime | None = None
        while True:
            answer: ExportedFilesAnswer = self._ask(
                ExportedFiles(
                    organisation_id=row.organisation_id,
                    roles=row.roles,
                    cycle_id=row.cycle_id,
                    limit=PIECE,
                    person_id=row.person_id,
                    **row.filters.model_dump(),
                    **after,
                ),
                story,
            )
            as_of = as_of or answer.as_of
            for item in answer.items:
                items.setdefault(item.application_id, item)
            if len(answer.items) < PIECE:
                return as_of, items
            last = answer.items[-1]
            after = {"after_since": last.since, "after_no": last.application_no}

    def _names(self, ids: tuple[UUID, ...], story: str) -> dict[UUID, str]:
        names: dict[UUID, str] = {}
        for first in range(0, len(ids), PIECE):
            answer: ExportedNamesAnswer = self._ask(
                ExportedNames(application_ids=ids[first : first + PIECE]), story
            )
            names |= {one.application_id: one.name for one in answer.names}
        return names

    def _ask(self, request: Request, story: str) -> Any:
        return self._app.rpc.call(request, timeout=ASK_SECONDS, correlation_id=story)

    def _store(self, row: ExportRow, job: WorkJob, made: Made) -> None:
        key = export_key(row.export_id)
        self._app.objects.put(key, made.content, content_type=XLSX)
        with self._app.uow(job="export") as tx:
            tx.correlation_id = job.correlation_id
            locked = exports.find(tx.session, row.export_id, lock=True)
            still_wanted = locked is not None and locked.state is ExportState.PENDING
            if still_wanted:
                exports.mark_ready(
                    tx.session,
                    row.export_id,
                    object_key=key,
                    sha256=hashlib.sha256(made.content).hexdigest(),
                    size_bytes=len(made.content),
                    row_count=made.rows,
                    as_of=made.as_of,
                )
                tx.audit(
                    "export_made",
                    object_type="export",
                    object_id=row.export_id,
                    details={"kind": row.kind.value, "rows": made.rows},
                )
        if not still_wanted and self._load(row.export_id).state is not ExportState.READY:
            self._app.objects.delete(key)

    def _fail(self, row: ExportRow, job: WorkJob, code: str) -> None:
        with self._app.uow(job="export") as tx:
            tx.correlation_id = job.correlation_id
            locked = exports.find(tx.session, row.export_id, lock=True)
            if locked is not None and locked.state is ExportState.PENDING:
                exports.mark_failed(tx.session, row.export_id, code=code)
        log.warning("export_failed", export_id=str(row.export_id), code=code)
