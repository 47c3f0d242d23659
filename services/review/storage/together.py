"""New rows of several tables in one statement, for the hot paths.

What is added is collected instead of given to the ORM, whose flush sends a statement per table.
The statement takes one JSON parameter per table, as those of `services.chassis.writes` do: its
text is the same for any number of rows.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from sqlalchemy.orm import Session
from typing_extensions import override

from services.review.storage.base import METADATA, Base
from services.review.storage.cases import CaseStore


class Together:
    """The statement that stores rows of these tables, and what it does besides."""

    def __init__(self, *rows: type[Base], besides: Mapping[str, str] | None = None) -> None:
        tables = [METADATA.tables[row.__tablename__] for row in rows]
        self.columns: dict[str, tuple[str, ...]] = {
            table.name: tuple(
                column.name for column in table.columns if column is not table.autoincrement_column
            )
            for table in tables
        }
        parts = [self._insertion(table) for table in self.columns]
        parts += [f"{name} AS ({part})" for name, part in (besides or {}).items()]
        self.statement = "WITH " + ",\n".join(parts) + "\nSELECT 1"

    def values(self, added: Iterable[Any]) -> dict[str, Any]:
        """The rows as the parameters of the statement."""
        rows: dict[str, list[dict[str, Any]]] = {table: [] for table in self.columns}
        for row in added:
            table = row.__tablename__
            rows[table].append({name: getattr(row, name) for name in self.columns[table]})
        return {table: json.dumps(records, default=str) for table, records in rows.items()}

    def _insertion(self, table: str) -> str:
        columns = ", ".join(self.columns[table])
        rows = f"jsonb_populate_recordset(NULL::{table}, %({table})s::jsonb)"
        return f"new_{table} AS (INSERT INTO {table} ({columns}) SELECT {columns} FROM {rows})"  # noqa: S608 -- names of our own tables only


class CollectingStore(CaseStore):
    """Keeps what is added until `write`."""

    together: ClassVar[Together]

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._added: list[object] = []

    @override
    def add(self, *rows: object) -> None:
        """Collect new rows; they may change until they are written."""
        self._added.extend(rows)

    def write(self) -> None:
        """Store all of them."""
        connection = self._session.connection()
        connection.exec_driver_sql(self.together.statement, self._values())

    def _values(self) -> dict[str, Any]:
        return self.together.values(self._added)
