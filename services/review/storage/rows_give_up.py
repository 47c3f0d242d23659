"""The table of requests to give up."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from services.contracts.requests.review_determination import DOCUMENT_NO_MAX, SCAN_REF_MAX
from services.contracts.requests.review_give_up import (
    EVIDENCE_MAX,
    HEARING_MAX,
    WORDS_MAX,
    GiveUpOutcome,
    GiveUpReason,
)
from services.contracts.vocabulary import ApplicationState
from services.review.storage.base import INSTANT, Base, EnumText
from services.review.storage.rows_case import NAME


class GiveUp(Base):
    """One request with its hearing, the office's proposal and the decision (R58)."""

    __tablename__ = "give_up"

    give_up_id: Mapped[UUID] = mapped_column(primary_key=True)
    application_id: Mapped[UUID] = mapped_column(
        ForeignKey("review_case.application_id", ondelete="CASCADE"), index=True
    )
    from_state: Mapped[ApplicationState] = mapped_column(EnumText(ApplicationState))
    by_unit: Mapped[bool]
    asker_id: Mapped[UUID]
    asker_name: Mapped[str] = mapped_column(String(NAME))
    reason: Mapped[GiveUpReason] = mapped_column(EnumText(GiveUpReason))
    text: Mapped[str] = mapped_column(String(WORDS_MAX))
    evidence: Mapped[str] = mapped_column(String(EVIDENCE_MAX))
    asked_at: Mapped[datetime] = mapped_column(INSTANT)
    hear_until: Mapped[datetime | None] = mapped_column(INSTANT)
    statement: Mapped[str | None] = mapped_column(String(HEARING_MAX))
    stated_at: Mapped[datetime | None] = mapped_column(INSTANT)
    proposed: Mapped[GiveUpOutcome | None] = mapped_column(EnumText(GiveUpOutcome))
    proposal_text: Mapped[str | None] = mapped_column(String(WORDS_MAX))
    document_no: Mapped[str | None] = mapped_column(String(DOCUMENT_NO_MAX))
    document_on: Mapped[date | None]
    scan_ref: Mapped[str | None] = mapped_column(String(SCAN_REF_MAX))
    proposer_id: Mapped[UUID | None]
    proposer_name: Mapped[str | None] = mapped_column(String(NAME))
    proposed_at: Mapped[datetime | None] = mapped_column(INSTANT)
    sent_back: Mapped[str | None] = mapped_column(String(WORDS_MAX))
    outcome: Mapped[GiveUpOutcome | None] = mapped_column(EnumText(GiveUpOutcome))
    decider_id: Mapped[UUID | None]
    decider_name: Mapped[str | None] = mapped_column(String(NAME))
    decided_at: Mapped[datetime | None] = mapped_column(INSTANT)

    __table_args__ = (
        Index(
            "uq_give_up_open",
            "application_id",
            unique=True,
            postgresql_where=sql("decided_at IS NULL"),
        ),
    )
