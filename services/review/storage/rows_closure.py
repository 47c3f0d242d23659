"""The table of files that a deadline or the plan ended."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from services.contracts.requests.review_closures import ClosureReason
from services.contracts.vocabulary import ApplicationState
from services.review.storage.base import INSTANT, Base, EnumText
from services.review.storage.rows_case import NAME


class CaseClosure(Base):
    """One refusal without a proposal (transitions 27, 30); contestable like any other."""

    __tablename__ = "case_closure"

    closure_id: Mapped[UUID] = mapped_column(primary_key=True)
    application_id: Mapped[UUID] = mapped_column(
        ForeignKey("review_case.application_id", ondelete="CASCADE"), index=True
    )
    reason: Mapped[ClosureReason] = mapped_column(EnumText(ClosureReason))
    text: Mapped[str] = mapped_column(String(500))
    from_state: Mapped[ApplicationState] = mapped_column(EnumText(ApplicationState))
    from_position: Mapped[int | None]
    organisation_id: Mapped[UUID | None]
    organisation_name: Mapped[str] = mapped_column(String(NAME))
    person_name: Mapped[str | None] = mapped_column(String(NAME))
    closed_at: Mapped[datetime] = mapped_column(INSTANT)
    contest_until: Mapped[datetime] = mapped_column(INSTANT)
    settled_at: Mapped[datetime | None] = mapped_column(INSTANT)
    """When it could no longer be contested and its seat was given back."""

    __table_args__ = (
        Index(
            "ix_case_closure_unsettled",
            "contest_until",
            postgresql_where=sql("settled_at IS NULL"),
        ),
    )
