"""The reserve of a seat cell: people without a seat, in an order that a person gave (26, 32).

Nothing ever computes the order; the person of the file reads it with its reason.
"""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from pydantic import AwareDatetime, Field

from services.contracts.requests.base import Answer
from services.contracts.requests.review import CaseCommand

REASON_MIN, REASON_MAX = 10, 300
"""Length of the reason for a place in characters."""
LAST_PLACE = 99


class PlaceOnReserve(CaseCommand):
    """FINAL_OFFICER puts a file whose seat was refused on the reserve of its cell, or moves it."""

    method: ClassVar[str] = "place_on_reserve"

    place: int = Field(ge=1, le=LAST_PLACE)
    reason: str = Field(min_length=REASON_MIN, max_length=REASON_MAX)


class ReserveView(Answer):
    """Somebody's place on the reserve, as desk and applicant see it."""

    application_id: UUID
    application_no: str
    version: int
    plan_row_id: UUID
    specialty: str
    place: int
    reason: str
    placed_by: str
    placed_at: AwareDatetime
