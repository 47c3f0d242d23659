"""One organisation as a row of the table that people import: the one form in which it is edited.

An edit goes the way of a file with one row, so both are judged by the same rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from services.accounts.domain import organisation_table as table
from services.accounts.domain.organisation_table import (
    OrganisationLine,
    OrganisationTable,
    read_organisation_table,
)

COLUMNS = (
    *(table.CODE, table.NAME, table.TYPE, table.NATURE, table.REGION, table.USCC),
    *(table.PLAN_UNIT, table.SUPERVISOR, table.ADDRESS, table.LINE, table.ROUTE),
    *(table.CONTACT, table.PHONE, table.FROM, table.TO),
)
FIXED = frozenset({table.CODE, table.TYPE})
"""What an organisation keeps for ever."""

Cells = dict[str, str]


def cells_of(line: OrganisationLine) -> Cells:
    """The cells that read as this line."""
    return {
        table.CODE: line.code,
        table.NAME: line.name,
        table.TYPE: line.organisation_type.label,
        table.NATURE: line.unit_nature.label if line.unit_nature else "",
        table.REGION: line.region_code,
        table.USCC: line.uscc or "",
        table.PLAN_UNIT: line.plan_unit_code or "",
        table.SUPERVISOR: line.supervisor or "",
        table.ADDRESS: line.address or "",
        table.LINE: line.line.label if line.line else "",
        table.ROUTE: ">".join(line.desks),
        table.CONTACT: line.hr_contact or "",
        table.PHONE: line.hr_phone or "",
        table.FROM: line.active_from.isoformat(),
        table.TO: line.active_to.isoformat() if line.active_to else "",
    }


def read_cells(cells: Mapping[str, str]) -> OrganisationTable:
    """The line that the cells describe, or what is wrong with them."""
    return read_organisation_table([list(COLUMNS), [cells.get(name, "") for name in COLUMNS]])


def edited(current: Mapping[str, str], given: Mapping[str, str]) -> Cells:
    """The cells after an edit; columns that are unknown or fixed are left out."""
    wanted = {
        name: value.strip()
        for name, value in given.items()
        if name in COLUMNS and name not in FIXED
    }
    return {**current, **wanted}


def differences(
    before: Mapping[str, str], after: Mapping[str, str]
) -> Iterable[tuple[str, str, str]]:
    """Columns that differ, in the order of the table: name, before, after."""
    for name in COLUMNS:
        old, new = before.get(name, ""), after.get(name, "")
        if old != new:
            yield name, old, new
