"""What stands in each kind of export: words for people, sums like the screen's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from services.contracts.requests.documents_exports import ExportFilters
from services.contracts.requests.quotas_seats import SeatCellView
from services.contracts.requests.review_progress import Progress
from services.contracts.requests.review_views import Claimed, QueueItem
from services.contracts.values import progress_tables
from services.contracts.values.progress_tables import Table
from services.documents.render.export_xlsx import Sheet, Value, workbook
from services.documents.storage.exports import ExportRow

_BEIJING: Final = ZoneInfo("Asia/Shanghai")
_WORD_WIDTH, _NUMBER_WIDTH = 26, 11

FILE_HEADS: Final = (
    ("序号", 7),
    ("申报编号", 22),
    ("姓名", 16),
    ("推荐单位", 34),
    ("培养类别", 10),
    ("培养期限", 11),
    ("培养专业", 24),
    ("状态", 30),
    ("到达本环节时间", 19),
    ("退回修改截止", 19),
    ("占用名额", 10),
)


def files_book(
    row: ExportRow, as_of: datetime, items: Sequence[QueueItem], names: Mapping[UUID, str]
) -> bytes:
    """A queue as it stands on the screen, all pages of it."""
    total = ("合计", f"{len(items)}份")
    sheet = Sheet(row.kind.label, FILE_HEADS, file_rows(items, names), total)
    return _book(row, as_of, len(items), [sheet])


def file_rows(items: Iterable[QueueItem], names: Mapping[UUID, str]) -> Iterator[list[Value]]:
    """The rows under `FILE_HEADS`."""
    for number, item in enumerate(items, 1):
        yield [
            number,
            item.application_no,
            names.get(item.application_id, ""),
            item.unit_name,
            item.track.label,
            item.term.label,
            item.specialty,
            item.state.label,
            _moment(item.since),
            "" if item.due_at is None else _moment(item.due_at),
            "是" if item.holds_seat else "否",
        ]


def progress_book(
    row: ExportRow, progress: Progress, seats: Sequence[SeatCellView]
) -> tuple[bytes, int]:
    """The tables of the dashboard, with all units; and how many rows they have."""
    tables = (
        progress_tables.by_kind(progress),
        progress_tables.by_unit(progress),
        progress_tables.by_cell(progress, seats),
    )
    rows = sum(len(table.rows) for table in tables)
    return _book(row, progress.as_of, rows, [_sheet(table) for table in tables]), rows


def _sheet(table: Table) -> Sheet:
    heads = [
        (head, _WORD_WIDTH if place < table.words else _NUMBER_WIDTH)
        for place, head in enumerate(table.heads)
    ]
    return Sheet(table.title, heads, table.rows, table.total)


def _book(row: ExportRow, as_of: datetime, rows: int, sheets: Sequence[Sheet]) -> bytes:
    title = f"{row.year}年{row.kind.label}"
    mark = f"{row.organisation_name}　{row.person_name}　{_moment(row.requested_at)}导出"
    notes = (
        ("内容", title),
        ("单位", row.organisation_name),
        ("导出人", row.person_name),
        ("导出时间", f"{_moment(row.requested_at)}（北京时间）"),
        ("数据截至", f"{_moment(as_of)}（北京时间）"),
        ("范围", _filter_words(row.filters)),
        ("行数", str(rows)),
        ("编号", str(row.export_id)),
        ("须知", "本表仅供导出人办理特培工作使用，导出和下载均有记录；用后请及时删除，不得转发。"),
    )
    return workbook(title, mark, notes, sheets)


_WHOSE: Mapping[Claimed, str] = {
    Claimed.MINE: "由导出人办理（含代办）",
    Claimed.NOBODY: "还没有人领取",
}


def _filter_words(filters: ExportFilters) -> str:
    """Which of the files, in words."""
    words = [
        "" if filters.state is None else f"状态：{filters.state.label}",
        "" if filters.track is None else f"培养类别：{filters.track.label}",
        "" if filters.specialty is None else f"培养专业：{filters.specialty}",
        "" if filters.plan_row_id is None else "指定的专业名额",
        ""
        if filters.waiting_longer_than_days is None
        else f"等待超过{filters.waiting_longer_than_days}天",
        "" if filters.due_before is None else f"{_moment(filters.due_before)}前到期",
        "" if filters.claimed is None else _WHOSE[filters.claimed],
    ]
    return "；".join(word for word in words if word) or "全部"


def _moment(instant: datetime) -> str:
    return instant.astimezone(_BEIJING).strftime("%Y-%m-%d %H:%M")
