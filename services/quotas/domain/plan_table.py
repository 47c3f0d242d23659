"""Reading a plan table: cells of text in the columns of Annex 2 become plan rows.

The header is found in the first rows, because printed plans carry a title above it; brackets and
blanks in header names do not matter. A total row at the end is compared, not counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from services.contracts.vocabulary import SeatKind
from services.quotas import phrases
from services.quotas.domain.plan import MAX_SPECIALTY_LENGTH, UNIT_KINDS, PlanLine, totals
from services.quotas.domain.plan_checks import Finding

_HEADER_WITHIN_ROWS = 6
_TOTAL_WORDS = ("合计", "总计")
_YES_NO = {"是": True, "否": False, "": False}

_SEQ, _UNIT, _NAME, _KIND, _REGION = "序号", "计划单位代码", "地区/单位", "单位类别", "所在地代码"
_SOUTH, _SPECIALTY, _SUM, _SHORTAGE, _REMARK = (
    "南疆四地州",
    "培养专业",
    "小计",
    "紧缺专业",
    "备注",
)
_QUOTA_COLUMNS = {
    SeatKind.INLAND: "内地(一年)",
    SeatKind.LONG: "疆内长期(一年)",
    SeatKind.SHORT: "疆内短期(半年)",
}
_REQUIRED = (_UNIT, _NAME, _KIND, _REGION, _SOUTH, _SPECIALTY, *_QUOTA_COLUMNS.values(), _SHORTAGE)
_OPTIONAL = (_SEQ, _SUM, _REMARK)
_LIMITS = {_UNIT: 20, _NAME: 100, _SPECIALTY: MAX_SPECIALTY_LENGTH, _REMARK: 200}


@dataclass(slots=True)
class PlanTable:
    """What was read: rows that are whole, and findings for what is not."""

    lines: list[PlanLine] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def read_plan_table(rows: Sequence[Sequence[str]]) -> PlanTable:
    """Read the cells of a plan file.

    Args:
        rows: all rows of the sheet as text, the first is row 1.
    """
    table = PlanTable()
    header_at = _find_header(rows)
    if header_at is None:
        table.findings.append(Finding("FORMAT", phrases.NO_HEADER))
        return table
    columns = _read_header(rows[header_at], header_at + 1, table)
    if table.findings:
        return table
    for number, cells in enumerate(rows[header_at + 1 :], start=header_at + 2):
        _read_row(_Row(number, cells, columns), table)
    if not table.lines and not table.findings:
        table.findings.append(Finding("FORMAT", phrases.NO_ROWS))
    return table


def _find_header(rows: Sequence[Sequence[str]]) -> int | None:
    for index, cells in enumerate(rows[:_HEADER_WITHIN_ROWS]):
        names = {_plain(cell) for cell in cells}
        if {_UNIT, _SPECIALTY} <= names:
            return index
    return None


def _plain(name: str) -> str:
    """A header name without blanks, with ASCII brackets."""
    return "".join(name.split()).replace("（", "(").replace("）", ")")


def _read_header(cells: Sequence[str], row: int, table: PlanTable) -> dict[str, int]:
    columns: dict[str, int] = {}
    for index, cell in enumerate(cells):
        name = _plain(cell)
        if name not in (*_REQUIRED, *_OPTIONAL):
            continue
        if name in columns:
            sentence = phrases.DOUBLE_COLUMN.format(column=name)
            table.findings.append(Finding("FORMAT", sentence, row))
        columns[name] = index
    for name in _REQUIRED:
        if name not in columns:
            sentence = phrases.MISSING_COLUMN.format(column=name)
            table.findings.append(Finding("FORMAT", sentence, row))
    return columns


@dataclass(slots=True)
class _Row:
    """One row of cells by column name, collecting what is wrong with it."""

    number: int
    cells: Sequence[str]
    columns: dict[str, int]
    findings: list[Finding] = field(default_factory=list)

    def text(self, column: str) -> str:
        """The cell without surrounding blanks; absent columns are empty."""
        index = self.columns.get(column)
        return "" if index is None or index >= len(self.cells) else self.cells[index].strip()

    def fault(self, template: str, **values: object) -> None:
        """Note what is wrong."""
        self.findings.append(Finding("FORMAT", template.format(**values), self.number))

    def required(self, column: str) -> str:
        """A text that must be there and fit."""
        value = self.text(column)
        if not value:
            self.fault(phrases.EMPTY_CELL, column=column)
        return self.limited(column)

    def limited(self, column: str) -> str:
        """A text that must fit if it is there."""
        value, limit = self.text(column), _LIMITS.get(column)
        if limit is not None and len(value) > limit:
            self.fault(phrases.TOO_LONG, column=column, limit=limit)
        return value

    def number_in(self, column: str) -> int:
        """A number of seats; an empty cell is 0."""
        value = self.text(column) or "0"
        if not (value.isascii() and value.isdigit() and len(value) <= 4):  # noqa: PLR2004 -- 9999 seats
            self.fault(phrases.NOT_A_NUMBER, column=column, value=value)
            return 0
        return int(value)

    def flag(self, column: str) -> bool:
        """是 or 否; an empty cell is 否."""
        value = self.text(column)
        if value not in _YES_NO:
            self.fault(phrases.NOT_YES_NO, column=column, value=value)
        return _YES_NO.get(value, False)

    def unit_kind(self) -> str:
        """One of the five kinds of Annex 2."""
        value = self.required(_KIND)
        if value and value not in UNIT_KINDS:
            choices = "、".join(UNIT_KINDS)
            self.fault(phrases.NOT_A_KIND, column=_KIND, choices=choices, value=value)
        return value


def _read_row(row: _Row, table: PlanTable) -> None:
    if not any(cell.strip() for cell in row.cells):
        return
    if any(row.cells[index].strip() in _TOTAL_WORDS for index in range(min(3, len(row.cells)))):
        _compare_totals(row, table)
        return
    line = _line(row, len(table.lines) + 1)
    _compare_sum(row, line.seats)
    table.findings.extend(row.findings)
    if not row.findings:
        table.lines.append(line)


def _line(row: _Row, default_seq: int) -> PlanLine:
    seq = row.text(_SEQ)
    return PlanLine(
        seq=int(seq) if seq.isascii() and seq.isdigit() else default_seq,
        plan_unit_code=row.required(_UNIT),
        plan_unit_name=row.required(_NAME),
        unit_kind=row.unit_kind(),
        region_code=row.required(_REGION),
        southern_four=row.flag(_SOUTH),
        specialty=row.required(_SPECIALTY),
        quotas={kind: row.number_in(column) for kind, column in _QUOTA_COLUMNS.items()},
        shortage=row.flag(_SHORTAGE),
        remark=row.limited(_REMARK),
        file_row=row.number,
    )


def _compare_sum(row: _Row, seats: int) -> None:
    stated = row.text(_SUM)
    if stated and stated != str(seats):
        row.fault(phrases.ROW_SUM, found=stated, wanted=seats)


def _compare_totals(row: _Row, table: PlanTable) -> None:
    if table.findings:
        return  # rows are missing from the sums; their own findings come first
    sums = totals(table.lines)
    wanted_in = {column: sums.by_kind[kind] for kind, column in _QUOTA_COLUMNS.items()}
    wanted_in[_SUM] = sum(sums.by_kind.values())
    for column, wanted in wanted_in.items():
        stated = row.text(column)
        if stated and stated != str(wanted):
            row.fault(phrases.TOTAL_SUM, column=column, found=stated, wanted=wanted)
    table.findings.extend(row.findings)
