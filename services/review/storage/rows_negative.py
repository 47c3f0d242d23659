"""The table of proposed refusals."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from services.contracts.requests.review_negative import ANSWER_MAX, FACTS_MAX, NegativeOutcome
from services.contracts.vocabulary import ApplicationState, NodeKind
from services.review.storage.base import INSTANT, Base, EnumText
from services.review.storage.rows_case import NAME


class NegativeProposal(Base):
    """One proposed refusal, its answer and its decision (transitions 17, 18)."""

    __tablename__ = "negative_proposal"

    proposal_id: Mapped[UUID] = mapped_column(primary_key=True)
    application_id: Mapped[UUID] = mapped_column(
        ForeignKey("review_case.application_id", ondelete="CASCADE"), index=True
    )
    version_no: Mapped[int]
    from_state: Mapped[ApplicationState] = mapped_column(EnumText(ApplicationState))
    from_position: Mapped[int]
    level: Mapped[NodeKind] = mapped_column(EnumText(NodeKind))
    organisation_id: Mapped[UUID]
    organisation_name: Mapped[str] = mapped_column(String(NAME))
    proposer_id: Mapped[UUID]
    proposer_name: Mapped[str] = mapped_column(String(NAME))
    proposed_at: Mapped[datetime] = mapped_column(INSTANT)
    text: Mapped[str] = mapped_column(String(FACTS_MAX))
    answer_until: Mapped[datetime] = mapped_column(INSTANT)
    answer: Mapped[str | None] = mapped_column(String(ANSWER_MAX))
    answered_at: Mapped[datetime | None] = mapped_column(INSTANT)
    outcome: Mapped[NegativeOutcome | None] = mapped_column(EnumText(NegativeOutcome))
    decider_id: Mapped[UUID | None]
    decider_name: Mapped[str | None] = mapped_column(String(NAME))
    decision_text: Mapped[str | None] = mapped_column(String(FACTS_MAX))
    decided_at: Mapped[datetime | None] = mapped_column(INSTANT)
    contest_until: Mapped[datetime | None] = mapped_column(INSTANT)
    settled_at: Mapped[datetime | None] = mapped_column(INSTANT)
    """When an upheld refusal could no longer be contested and its seat was given back."""

    __table_args__ = (
        Index(
            "uq_negative_proposal_open",
            "application_id",
            unique=True,
            postgresql_where=sql("decided_at IS NULL"),
        ),
        Index(
            "ix_negative_proposal_unsettled",
            "contest_until",
            postgresql_where=sql("outcome = 'UPHELD' AND settled_at IS NULL"),
        ),
    )
