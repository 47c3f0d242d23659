"""Local copies fed by events of accounts and quotas: what rules of review decide on."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Index, String
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.contracts.vocabulary import OrganisationType, SeatKind
from services.review.storage.base import INSTANT, Base, EnumText
from services.review.storage.rows_case import NAME


class OrganisationCopy(Base):
    """An organisation as accounts last told it, with the route of a recommending unit."""

    __tablename__ = "organisation_copy"

    organisation_id: Mapped[UUID] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), index=True)
    name: Mapped[str] = mapped_column(String(NAME))
    type: Mapped[OrganisationType] = mapped_column(EnumText(OrganisationType))
    plan_unit_code: Mapped[str | None] = mapped_column(String(40))
    route: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    sequence: Mapped[int] = mapped_column(BigInteger)


class CycleCopy(Base):
    """The dates of a cycle that bind desks."""

    __tablename__ = "cycle_copy"

    cycle_id: Mapped[UUID] = mapped_column(primary_key=True)
    year: Mapped[int]
    correction_close_at: Mapped[datetime] = mapped_column(INSTANT)
    review_close_at: Mapped[datetime] = mapped_column(INSTANT)
    dispatch_deadline_on: Mapped[date]
    sequence: Mapped[int] = mapped_column(BigInteger)
    plan_version: Mapped[int] = mapped_column(default=0)


class PlanRowCopy(Base):
    """One plan row: names, order and column totals for lists; seats are counted by quotas only."""

    __tablename__ = "plan_row_copy"

    plan_row_id: Mapped[UUID] = mapped_column(primary_key=True)
    cycle_id: Mapped[UUID]
    plan_version: Mapped[int]
    seq: Mapped[int]
    plan_unit_code: Mapped[str] = mapped_column(String(40))
    plan_unit_name: Mapped[str] = mapped_column(String(NAME))
    specialty: Mapped[str] = mapped_column(String(60))
    quota_inland: Mapped[int]
    quota_long: Mapped[int]
    quota_short: Mapped[int]

    __table_args__ = (Index("ix_plan_row_copy_cycle_unit", "cycle_id", "plan_unit_code"),)

    def quota(self, kind: SeatKind) -> int:
        """Seats of one column of the row."""
        return {
            SeatKind.INLAND: self.quota_inland,
            SeatKind.LONG: self.quota_long,
            SeatKind.SHORT: self.quota_short,
        }[kind]
