"""The table of the reserve."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.contracts.requests.review_reserve import REASON_MAX
from services.contracts.vocabulary import SeatKind
from services.review.storage.base import INSTANT, Base, EnumText
from services.review.storage.rows_case import NAME


class ReservePlace(Base):
    """One place in the order of a seat cell's reserve, given by a person with a reason."""

    __tablename__ = "reserve_place"

    application_id: Mapped[UUID] = mapped_column(
        ForeignKey("review_case.application_id", ondelete="CASCADE"), primary_key=True
    )
    plan_row_id: Mapped[UUID]
    seat_kind: Mapped[SeatKind] = mapped_column(EnumText(SeatKind))
    place: Mapped[int]
    reason: Mapped[str] = mapped_column(String(REASON_MAX))
    placed_by: Mapped[UUID]
    placed_by_name: Mapped[str] = mapped_column(String(NAME))
    placed_at: Mapped[datetime] = mapped_column(INSTANT)

    __table_args__ = (UniqueConstraint("plan_row_id", "seat_kind", "place"),)
