"""The hot path: opening a file is one read and one statement for its four tables.

What is added is collected instead of given to the ORM, whose flush sends a statement per table and
compiles a second one for the case. The statement takes one JSON parameter per table, as those of
`services.chassis.writes` do: its text is the same for any route.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Table
from sqlalchemy.orm import Session
from typing_extensions import override

from services.review.storage.base import METADATA
from services.review.storage.cases import CaseStore
from services.review.storage.rows_case import CaseNode, Decision, DeskVisit, ReviewCase

_TABLES: tuple[Table, ...] = tuple(
    METADATA.tables[row.__tablename__] for row in (ReviewCase, CaseNode, Decision, DeskVisit)
)
_COLUMNS: dict[str, tuple[str, ...]] = {
    table.name: tuple(
        column.name for column in table.columns if column is not table.autoincrement_column
    )
    for table in _TABLES
}

_LOOK = """
SELECT EXISTS (SELECT FROM review_case WHERE application_id = %s), unit.code, unit.route
FROM (SELECT 1) AS once LEFT JOIN organisation_copy AS unit ON unit.organisation_id = %s
"""


def _insertion(table: str) -> str:
    columns = ", ".join(_COLUMNS[table])
    rows = f"jsonb_populate_recordset(NULL::{table}, %({table})s::jsonb)"
    return f"new_{table} AS (INSERT INTO {table} ({columns}) SELECT {columns} FROM {rows})"  # noqa: S608 -- names of our own tables only


_OPEN = "WITH " + ",\n".join(map(_insertion, _COLUMNS)) + "\nSELECT 1"


@dataclass(frozen=True, slots=True)
class Unit:
    """What opening a file needs of the unit it comes from."""

    code: str
    route: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Sighting:
    """What is known here of an application that arrives."""

    is_open: bool
    unit: Unit | None


def look(session: Session, application_id: UUID, unit_id: UUID) -> Sighting:
    """Whether the file is open, and its unit; nothing is locked."""
    found = session.connection().exec_driver_sql(_LOOK, (application_id, unit_id)).one()
    is_open, code, route = found
    return Sighting(is_open, None if code is None else Unit(code, route))


class OpeningStore(CaseStore):
    """The rows of one new file, written together by `write`."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._added: list[Any] = []

    @override
    def add(self, *rows: object) -> None:
        """Collect new rows; they may change until they are written."""
        self._added.extend(rows)

    def write(self) -> None:
        """Store the file, its route, the first entry of its history and its visit."""
        rows: dict[str, list[dict[str, Any]]] = {table: [] for table in _COLUMNS}
        for row in self._added:
            table = row.__tablename__
            rows[table].append({name: getattr(row, name) for name in _COLUMNS[table]})
        values = {table: json.dumps(records, default=str) for table, records in rows.items()}
        self._session.connection().exec_driver_sql(_OPEN, values)
