"""Tables of determinations, the total of each track, and withdrawals from the region."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from services.contracts.requests.review_determination import (
    DOCUMENT_NO_MAX,
    REASON_MAX,
    SCAN_REF_MAX,
    DeterminationStage,
    DeterminationStatus,
)
from services.contracts.vocabulary import Track
from services.review.storage.base import INSTANT, Base, EnumText
from services.review.storage.rows_case import NAME


class Determination(Base):
    """One proposal of an officer and what the leader made of it (R53, R54)."""

    __tablename__ = "determination"

    determination_id: Mapped[UUID] = mapped_column(primary_key=True)
    cycle_id: Mapped[UUID]
    track: Mapped[Track] = mapped_column(EnumText(Track))
    stage: Mapped[DeterminationStage] = mapped_column(EnumText(DeterminationStage))
    status: Mapped[DeterminationStatus] = mapped_column(EnumText(DeterminationStatus))
    version: Mapped[int]
    organisation_id: Mapped[UUID]
    document_no: Mapped[str | None] = mapped_column(String(DOCUMENT_NO_MAX))
    document_on: Mapped[date | None]
    scan_ref: Mapped[str | None] = mapped_column(String(SCAN_REF_MAX))
    proposer_id: Mapped[UUID]
    proposer_name: Mapped[str] = mapped_column(String(NAME))
    proposed_at: Mapped[datetime] = mapped_column(INSTANT)
    decider_id: Mapped[UUID | None]
    decider_name: Mapped[str | None] = mapped_column(String(NAME))
    decided_at: Mapped[datetime | None] = mapped_column(INSTANT)
    reason: Mapped[str | None] = mapped_column(String(REASON_MAX))

    __table_args__ = (Index("ix_determination_cycle_track", "cycle_id", "track", "status"),)


class DeterminationRow(Base):
    """One person in a proposal: in one that is open and no other."""

    __tablename__ = "determination_row"

    determination_id: Mapped[UUID] = mapped_column(
        ForeignKey("determination.determination_id", ondelete="CASCADE"), primary_key=True
    )
    application_id: Mapped[UUID] = mapped_column(
        ForeignKey("review_case.application_id", ondelete="CASCADE"), primary_key=True
    )
    case_version: Mapped[int]
    """The file's version the officer saw; a file that moved on is proposed anew."""
    selected: Mapped[bool]
    reason: Mapped[str | None] = mapped_column(String(REASON_MAX))
    open: Mapped[bool] = mapped_column(default=True)
    holds_place: Mapped[bool] = mapped_column(default=False)
    """The person counts in the total of the track."""

    __table_args__ = (
        Index(
            "uq_determination_row_open",
            "application_id",
            unique=True,
            postgresql_where=sql("open"),
        ),
        Index(
            "uq_determination_row_place",
            "application_id",
            unique=True,
            postgresql_where=sql("holds_place"),
        ),
    )


class DeterminationTotal(Base):
    """How many of a track are determined; the row is the lock under which they are counted."""

    __tablename__ = "determination_total"

    cycle_id: Mapped[UUID] = mapped_column(primary_key=True)
    track: Mapped[Track] = mapped_column(EnumText(Track), primary_key=True)
    most: Mapped[int]
    taken: Mapped[int] = mapped_column(default=0)

    __table_args__ = (CheckConstraint("taken BETWEEN 0 AND most", name="within"),)


class RegionWithdrawal(Base):
    """A file withdrawn while the region had it, until the office registers that (transition 20)."""

    __tablename__ = "region_withdrawal"

    application_id: Mapped[UUID] = mapped_column(
        ForeignKey("review_case.application_id", ondelete="CASCADE"), primary_key=True
    )
    cycle_id: Mapped[UUID]
    track: Mapped[Track] = mapped_column(EnumText(Track))
    withdrawn_at: Mapped[datetime] = mapped_column(INSTANT)
    received_at: Mapped[datetime | None] = mapped_column(INSTANT)
    received_by: Mapped[UUID | None]
    received_by_name: Mapped[str | None] = mapped_column(String(NAME))

    __table_args__ = (
        Index(
            "ix_region_withdrawal_open",
            "cycle_id",
            "track",
            postgresql_where=sql("received_at IS NULL"),
        ),
    )
