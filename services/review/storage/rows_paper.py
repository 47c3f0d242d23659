"""Tables of returns, official forms and the paper that came in."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Uuid
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from services.contracts.requests.review_paper import (
    CARRIER_MAX,
    MISSING_MAX,
    WAYBILL_MAX,
    PaperWay,
)
from services.contracts.vocabulary import ApplicationState, ReminderStage
from services.review.storage.base import INSTANT, Base, EnumText
from services.review.storage.rows_case import NAME


class CaseReturn(Base):
    """One return with the point at which the file resumes (transition 15)."""

    __tablename__ = "case_return"

    return_id: Mapped[UUID] = mapped_column(primary_key=True)
    application_id: Mapped[UUID] = mapped_column(
        ForeignKey("review_case.application_id", ondelete="CASCADE"), index=True
    )
    from_state: Mapped[ApplicationState] = mapped_column(EnumText(ApplicationState))
    from_position: Mapped[int]
    to_position: Mapped[int | None]
    organisation_name: Mapped[str] = mapped_column(String(NAME))
    returned_at: Mapped[datetime] = mapped_column(INSTANT)
    due_at: Mapped[datetime] = mapped_column(INSTANT)
    closed_at: Mapped[datetime | None] = mapped_column(INSTANT)


class ReturnReminder(Base):
    """That a return's due date was reminded of; a later due date is reminded of anew."""

    __tablename__ = "return_reminder"

    return_id: Mapped[UUID] = mapped_column(
        ForeignKey("case_return.return_id", ondelete="CASCADE"), primary_key=True
    )
    due_at: Mapped[datetime] = mapped_column(INSTANT, primary_key=True)
    stage: Mapped[ReminderStage] = mapped_column(EnumText(ReminderStage), primary_key=True)


class ReturnReasonRow(Base):
    """One reason of a return (D03)."""

    __tablename__ = "return_reason"

    return_id: Mapped[UUID] = mapped_column(
        ForeignKey("case_return.return_id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    item_code: Mapped[str] = mapped_column(String(40))
    reason_code: Mapped[str] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(String(500))


class OfficialForm(Base):
    """The code that makes one version and its signed opinions official, issued by FINAL's pass."""

    __tablename__ = "official_form"

    form_id: Mapped[UUID] = mapped_column(primary_key=True)
    application_id: Mapped[UUID] = mapped_column(
        ForeignKey("review_case.application_id", ondelete="CASCADE")
    )
    version_id: Mapped[UUID] = mapped_column(index=True)
    version_no: Mapped[int]
    verify_code: Mapped[str] = mapped_column(String(14), unique=True)
    opinions_digest: Mapped[str] = mapped_column(String(64))
    opinion_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    issued_at: Mapped[datetime] = mapped_column(INSTANT)
    superseded_at: Mapped[datetime | None] = mapped_column(INSTANT)

    __table_args__ = (
        Index(
            "uq_official_form_current",
            "application_id",
            unique=True,
            postgresql_where=sql("superseded_at IS NULL"),
        ),
        Index("ix_official_form_application_id", "application_id"),
    )


class PaperReceipt(Base):
    """What of the paper was seen, by whom, against which official form (R40, R41)."""

    __tablename__ = "paper_receipt"

    receipt_id: Mapped[UUID] = mapped_column(primary_key=True)
    application_id: Mapped[UUID] = mapped_column(
        ForeignKey("review_case.application_id", ondelete="CASCADE"), index=True
    )
    form_id: Mapped[UUID] = mapped_column(ForeignKey("official_form.form_id", ondelete="CASCADE"))
    copies: Mapped[int]
    originals: Mapped[list[str]] = mapped_column(ARRAY(String(40)))
    officer_id: Mapped[UUID]
    officer_name: Mapped[str] = mapped_column(String(NAME))
    checked_at: Mapped[datetime] = mapped_column(INSTANT)


class PaperArrival(Base):
    """Paper that came in at the final reviewing unit, before it is checked (R41)."""

    __tablename__ = "paper_arrival"

    arrival_id: Mapped[UUID] = mapped_column(primary_key=True)
    application_id: Mapped[UUID] = mapped_column(
        ForeignKey("review_case.application_id", ondelete="CASCADE"), index=True
    )
    form_id: Mapped[UUID] = mapped_column(ForeignKey("official_form.form_id", ondelete="CASCADE"))
    version_no: Mapped[int]
    is_current: Mapped[bool]
    received_on: Mapped[date]
    way: Mapped[PaperWay] = mapped_column(EnumText(PaperWay))
    posted_on: Mapped[date | None]
    carrier: Mapped[str | None] = mapped_column(String(CARRIER_MAX))
    waybill: Mapped[str | None] = mapped_column(String(WAYBILL_MAX))
    copies: Mapped[int]
    missing: Mapped[str | None] = mapped_column(String(MISSING_MAX))
    officer_id: Mapped[UUID]
    officer_name: Mapped[str] = mapped_column(String(NAME))
    registered_at: Mapped[datetime] = mapped_column(INSTANT)
