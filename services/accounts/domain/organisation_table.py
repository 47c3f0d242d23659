"""Reading a table of organisations: cells of text become rows, or findings that say what is wrong.

Only what a row says by itself is judged here; whether codes it names exist is judged by
`domain.organisation_checks`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from services.accounts import phrases
from services.accounts.domain import uscc
from services.contracts.vocabulary import LabelledEnum, OrganisationType, RouteLine, UnitNature

E = TypeVar("E", bound=LabelledEnum)

_HEADER_WITHIN_ROWS = 6
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,29}")
_SEPARATOR = ">"

CODE, NAME, TYPE, NATURE, REGION = "代码", "名称", "类型", "单位性质", "所在地代码"
USCC, PLAN_UNIT, SUPERVISOR, ADDRESS = "统一社会信用代码", "计划单位代码", "主管单位代码", "地址"
LINE, ROUTE = "审核线", "审核路径"
CONTACT, PHONE, FROM, TO = "人事联系人", "人事电话", "启用日期", "停用日期"

_REQUIRED = (CODE, NAME, TYPE, REGION, FROM)
_COLUMNS = (
    *(CODE, NAME, TYPE, NATURE, REGION, USCC, PLAN_UNIT, SUPERVISOR, ADDRESS),
    *(LINE, ROUTE, CONTACT, PHONE, FROM, TO),
)
_LIMITS = {NAME: 100, ADDRESS: 120, CONTACT: 50, PHONE: 20, PLAN_UNIT: 20, USCC: 18, REGION: 6}


@dataclass(frozen=True, slots=True)
class TableFinding:
    """One thing that is wrong with the file."""

    row: int | None
    column: str | None
    message: str


@dataclass(frozen=True, slots=True)
class OrganisationLine:
    """One organisation as the file describes it; other organisations are named by code.

    `desks` are the codes after the unit, the final reviewing unit last; 自治区人社厅 is understood.
    """

    code: str
    name: str
    organisation_type: OrganisationType
    unit_nature: UnitNature | None
    region_code: str
    uscc: str | None
    plan_unit_code: str | None
    supervisor: str | None
    address: str | None
    line: RouteLine | None
    desks: tuple[str, ...]
    hr_contact: str | None
    hr_phone: str | None
    active_from: date
    active_to: date | None
    file_row: int = field(default=0, compare=False)


@dataclass(slots=True)
class OrganisationTable:
    """What was read."""

    lines: list[OrganisationLine] = field(default_factory=list)
    findings: list[TableFinding] = field(default_factory=list)


def read_organisation_table(rows: Sequence[Sequence[str]]) -> OrganisationTable:
    """Read the cells of an organisations file; the first row is row 1."""
    table = OrganisationTable()
    header_at = _find_header(rows)
    if header_at is None:
        table.findings.append(TableFinding(None, None, phrases.NO_HEADER))
        return table
    columns = {name.strip(): index for index, name in enumerate(rows[header_at])}
    table.findings += [
        TableFinding(header_at + 1, name, phrases.MISSING_COLUMN)
        for name in _REQUIRED
        if name not in columns
    ]
    if table.findings:
        return table
    for number, cells in enumerate(rows[header_at + 1 :], start=header_at + 2):
        if any(cell.strip() for cell in cells):
            _read_row(_Row(number, cells, columns), table)
    if not table.lines and not table.findings:
        table.findings.append(TableFinding(None, None, phrases.NO_ROWS))
    return table


def _find_header(rows: Sequence[Sequence[str]]) -> int | None:
    for index, cells in enumerate(rows[:_HEADER_WITHIN_ROWS]):
        if {CODE, NAME} <= {cell.strip() for cell in cells}:
            return index
    return None


@dataclass(slots=True)
class _Row:
    """One row of cells by column name, collecting what is wrong with it."""

    number: int
    cells: Sequence[str]
    columns: Mapping[str, int]
    findings: list[TableFinding] = field(default_factory=list)

    def text(self, column: str) -> str:
        """The cell, stripped; absent columns are empty; too long ones are noted."""
        index = self.columns.get(column)
        value = "" if index is None or index >= len(self.cells) else self.cells[index].strip()
        limit = _LIMITS.get(column)
        if limit is not None and len(value) > limit:
            self.fault(column, phrases.TOO_LONG, limit=limit)
        return value

    def fault(self, column: str, template: str, **values: object) -> None:
        """Note what is wrong."""
        self.findings.append(TableFinding(self.number, column, template.format(**values)))

    def required(self, column: str) -> str:
        """A text that must be there."""
        value = self.text(column)
        if not value:
            self.fault(column, phrases.EMPTY_CELL)
        return value

    def code(self, column: str, value: str) -> str:
        """A code of our own making."""
        if value and not _CODE.fullmatch(value):
            self.fault(column, phrases.BAD_CODE, value=value)
        return value

    def choice(self, column: str, members: type[E]) -> E | None:
        """A member of a vocabulary by its label or its stored value; empty is none."""
        value = self.text(column)
        by_word = {word: member for member in members for word in (member.value, member.label)}
        if value and value not in by_word:
            choices = "、".join(member.label for member in members)
            self.fault(column, phrases.NOT_A_CHOICE, choices=choices, value=value)
        return by_word.get(value)

    def day(self, column: str) -> date | None:
        """A date in ISO 8601; empty is none."""
        value = self.text(column)
        try:
            return date.fromisoformat(value) if value else None
        except ValueError:
            self.fault(column, phrases.NOT_A_DATE, value=value)
            return None

    def credit_code(self) -> str | None:
        """A 统一社会信用代码 with its check character; empty is none."""
        value = self.text(USCC).upper()
        if value and not uscc.is_valid(value):
            self.fault(USCC, phrases.BAD_USCC, value=value)
        return value or None


def _read_row(row: _Row, table: OrganisationTable) -> None:
    line = _line(row)
    if line is not None and not row.findings:
        _check_alone(row, line)
    table.findings.extend(row.findings)
    if line is not None and not row.findings:
        table.lines.append(line)


def _line(row: _Row) -> OrganisationLine | None:
    if not row.text(TYPE):
        row.fault(TYPE, phrases.EMPTY_CELL)
    if not row.text(FROM):
        row.fault(FROM, phrases.EMPTY_CELL)
    organisation_type, active_from = row.choice(TYPE, OrganisationType), row.day(FROM)
    desks = tuple(part.strip() for part in row.text(ROUTE).split(_SEPARATOR) if part.strip())
    line = {
        "code": row.code(CODE, row.required(CODE)),
        "name": row.required(NAME),
        "unit_nature": row.choice(NATURE, UnitNature),
        "region_code": row.required(REGION),
        "uscc": row.credit_code(),
        "plan_unit_code": row.text(PLAN_UNIT) or None,
        "supervisor": row.code(SUPERVISOR, row.text(SUPERVISOR)) or None,
        "address": row.text(ADDRESS) or None,
        "line": row.choice(LINE, RouteLine),
        "desks": tuple(row.code(ROUTE, desk) for desk in desks),
        "hr_contact": row.text(CONTACT) or None,
        "hr_phone": row.text(PHONE) or None,
        "active_to": row.day(TO),
    }
    if organisation_type is None or active_from is None:
        return None
    return OrganisationLine(
        organisation_type=organisation_type,
        active_from=active_from,
        file_row=row.number,
        **line,  # type: ignore[arg-type]  # -- the keys are the fields above
    )


def _check_alone(row: _Row, line: OrganisationLine) -> None:
    """What a row must be by itself."""
    if line.desks and line.line is None:
        row.fault(LINE, phrases.ROUTE_WITHOUT_LINE)
    if line.line is not None and line.unit_nature is None:
        row.fault(NATURE, phrases.NATURE_MISSING)
    if line.active_to is not None and line.active_to < line.active_from:
        row.fault(TO, phrases.ENDS_BEFORE_BEGIN)
