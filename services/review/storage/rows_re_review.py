"""The table of re-reviews."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, Uuid
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from services.contracts.requests.review_re_review import (
    GROUNDS_MAX,
    REASONS_MAX,
    ContestedKind,
    ReReviewOutcome,
)
from services.contracts.vocabulary import NodeKind
from services.review.storage.base import INSTANT, Base, EnumText
from services.review.storage.rows_case import NAME


class ReReview(Base):
    """One contested decision or opinion and what was decided about it (transitions 25, 33)."""

    __tablename__ = "re_review"

    re_review_id: Mapped[UUID] = mapped_column(primary_key=True)
    application_id: Mapped[UUID] = mapped_column(
        ForeignKey("review_case.application_id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[ContestedKind] = mapped_column(EnumText(ContestedKind))
    subject_id: Mapped[UUID]
    """The return, the refusal or the opinion."""
    level: Mapped[NodeKind] = mapped_column(EnumText(NodeKind))
    position: Mapped[int]
    organisation_name: Mapped[str] = mapped_column(String(NAME))
    persons: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    """Who decided, wrote or signed what is contested."""
    contested_at: Mapped[datetime] = mapped_column(INSTANT)
    grounds: Mapped[str] = mapped_column(String(GROUNDS_MAX))
    more_on_paper: Mapped[bool]
    asked_at: Mapped[datetime] = mapped_column(INSTANT)
    suspended_due_at: Mapped[datetime | None] = mapped_column(INSTANT)
    decider_organisation_id: Mapped[UUID]
    decider_organisation_name: Mapped[str] = mapped_column(String(NAME))
    decide_until: Mapped[datetime] = mapped_column(INSTANT)
    outcome: Mapped[ReReviewOutcome | None] = mapped_column(EnumText(ReReviewOutcome))
    reasons: Mapped[str | None] = mapped_column(String(REASONS_MAX))
    decider_id: Mapped[UUID | None]
    decider_name: Mapped[str | None] = mapped_column(String(NAME))
    decided_at: Mapped[datetime | None] = mapped_column(INSTANT)

    __table_args__ = (
        UniqueConstraint("kind", "subject_id"),
        Index(
            "uq_re_review_open",
            "application_id",
            unique=True,
            postgresql_where=sql("decided_at IS NULL"),
        ),
        Index("ix_re_review_decider", "decider_organisation_id", "decide_until"),
    )
