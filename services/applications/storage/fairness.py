"""Sums of a cycle's files by one code of the form; no file leaves the database."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.applications.storage.tables import application, application_version
from services.contracts.vocabulary import ApplicationState

Row = tuple[str, int, int, int, int]
"""Code, submitted, returned at least once, refused, chosen."""


def sums_by(
    session: Session,
    cycle_id: UUID,
    field: str,
    refused: Collection[ApplicationState],
    chosen: Collection[ApplicationState],
) -> list[Row]:
    """What was submitted, by a field of the newest frozen version; the largest groups first."""
    code = func.coalesce(application_version.c.content["fields"][field].astext, "")
    state = application.c.state
    rows = session.execute(
        select(
            code,
            func.count(),
            func.count().filter(application.c.return_sequence > 0),
            func.count().filter(state.in_([one.value for one in refused])),
            func.count().filter(state.in_([one.value for one in chosen])),
        )
        .join(application_version, application_version.c.id == application.c.version_id)
        .where(
            application.c.cycle_id == cycle_id,
            # A withdrawal leaves no mark (F12).
            state != ApplicationState.WITHDRAWN.value,
        )
        .group_by(code)
        .order_by(func.count().desc(), code)
    )
    return [(row[0], row[1], row[2], row[3], row[4]) for row in rows]
