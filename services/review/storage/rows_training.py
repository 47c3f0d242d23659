"""Tables of groups of trainees, the people in them, and who was notified."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.contracts.requests.review_training import Addressee
from services.contracts.vocabulary import Track
from services.review.storage.base import INSTANT, Base, EnumText
from services.review.storage.rows_case import NAME


class Training(Base):
    """One group with its plan (R22, R23, R56, R57)."""

    __tablename__ = "training"

    training_id: Mapped[UUID] = mapped_column(primary_key=True)
    cycle_id: Mapped[UUID]
    track: Mapped[Track] = mapped_column(EnumText(Track))
    version: Mapped[int]
    plan: Mapped[dict[str, Any]] = mapped_column(JSONB)
    planned_by: Mapped[UUID]
    planned_at: Mapped[datetime] = mapped_column(INSTANT)
    notified_by: Mapped[UUID | None]
    notified_at: Mapped[datetime | None] = mapped_column(INSTANT)

    __table_args__ = (Index("ix_training_cycle_track", "cycle_id", "track"),)


class TrainingMember(Base):
    """One person in a group: in one and no other."""

    __tablename__ = "training_member"

    application_id: Mapped[UUID] = mapped_column(
        ForeignKey("review_case.application_id", ondelete="CASCADE"), primary_key=True
    )
    training_id: Mapped[UUID] = mapped_column(
        ForeignKey("training.training_id", ondelete="CASCADE"), index=True
    )
    attended_on: Mapped[date | None]
    enrolled_on: Mapped[date | None]
    completed_on: Mapped[date | None]


class Notification(Base):
    """That a person was selected, for one addressee (R55)."""

    __tablename__ = "notification"

    application_id: Mapped[UUID] = mapped_column(
        ForeignKey("review_case.application_id", ondelete="CASCADE"), primary_key=True
    )
    addressee: Mapped[Addressee] = mapped_column(EnumText(Addressee), primary_key=True)
    organisation_id: Mapped[UUID | None] = mapped_column(index=True)
    """None: the applicant."""
    created_at: Mapped[datetime] = mapped_column(INSTANT)
    read_at: Mapped[datetime | None] = mapped_column(INSTANT)
    read_by_name: Mapped[str | None] = mapped_column(String(NAME))
