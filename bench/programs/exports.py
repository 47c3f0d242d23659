"""Writes the rows of an export: as a renderer does, or with XlsxWriter's constant-memory mode."""

from __future__ import annotations

import io
import os
import time
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import xlsxwriter

from bench.child import answer_all
from services.contracts.requests.documents_exports import ExportFilters, ExportKind, ExportState
from services.contracts.requests.review_views import QueueItem
from services.contracts.vocabulary import ApplicationState, Role, SeatKind, Term, Track
from services.documents.render.export_books import FILE_HEADS, file_rows, files_book
from services.documents.storage.exports import ExportRow

NOW = datetime(2019, 3, 1, 4, 30, tzinfo=UTC)


def main() -> None:
    """Write so many rows each time it is asked."""
    bare = bool(os.environ.get("BENCH_BARE"))
    items: list[QueueItem] = []
    names: dict[UUID, str] = {}
    row = _export()

    def written(question: dict[str, Any]) -> dict[str, float]:
        while len(items) < question["rows"]:
            items.append(_item(len(items) + 1))
            names[items[-1].application_id] = f"样例·艾合买提{len(items)}"
        wanted = items[: question["rows"]]
        began = time.perf_counter()
        content = _bare(wanted, names) if bare else files_book(row, NOW, wanted, names)
        return {"seconds": time.perf_counter() - began, "bytes": len(content)}

    answer_all(written)


def _bare(items: list[QueueItem], names: dict[UUID, str]) -> bytes:
    """The same rows with nothing around them."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet("申报清单")
    sheet.write_row(0, 0, [head for head, _ in FILE_HEADS])
    for number, cells in enumerate(file_rows(items, names), 1):
        sheet.write_row(number, 0, cells)
    book.close()
    return out.getvalue()


def _export() -> ExportRow:
    return ExportRow(
        export_id=uuid4(),
        kind=ExportKind.FILES,
        person_id=uuid4(),
        person_name="样例江",
        organisation_id=uuid4(),
        organisation_name="样例地区人社局",
        roles=(Role.FINAL_OFFICER,),
        year=NOW.year,
        cycle_id=uuid4(),
        filters=ExportFilters(),
        state=ExportState.PENDING,
        requested_at=NOW,
        expires_at=NOW + timedelta(days=7),
        as_of=None,
        row_count=None,
        object_key=None,
        sha256=None,
        size_bytes=None,
        failure_code=None,
    )


def _item(number: int) -> QueueItem:
    return QueueItem(
        application_id=uuid4(),
        application_no=f"TP2019-652900-{number:05d}",
        version=3,
        version_id=uuid4(),
        version_no=1,
        state=ApplicationState.FINAL_REVIEW,
        state_label=ApplicationState.FINAL_REVIEW.label,
        unit_id=uuid4(),
        unit_name=f"（样例）第{number % 97}人民医院",
        track=Track.INLAND,
        term=Term.Y1,
        seat_kind=SeatKind.INLAND,
        plan_row_id=uuid4(),
        specialty=f"内科学{number % 40}",
        since=NOW - timedelta(minutes=number),
        due_at=None,
        items_marked=0,
        items_total=18,
        holds_seat=number % 3 == 0,
    )


if __name__ == "__main__":
    main()
