"""The hot path: opening a file is one read and one statement for its four tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.review.storage.rows_case import CaseNode, Decision, DeskVisit, ReviewCase
from services.review.storage.together import CollectingStore, Together

_LOOK = """
SELECT EXISTS (SELECT FROM review_case WHERE application_id = %s), unit.code, unit.route
FROM (SELECT 1) AS once LEFT JOIN organisation_copy AS unit ON unit.organisation_id = %s
"""


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


class OpeningStore(CollectingStore):
    """The rows of one new file: the case, its route, the first entry of its history, its visit."""

    together = Together(ReviewCase, CaseNode, Decision, DeskVisit)
