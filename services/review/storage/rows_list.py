"""Tables of summary lists, their rows and frozen versions, and of nominations."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.contracts.requests.review_lists import (
    RETURN_TEXT_MAX,
    ListStatus,
    ListVersionStatus,
)
from services.contracts.vocabulary import SeatKind
from services.review.storage.base import INSTANT, Base, EnumText
from services.review.storage.rows_case import NAME

WENT_UP = (ListVersionStatus.SUBMITTED, ListVersionStatus.RETURNED)
"""Versions that the region has seen."""


class NominationStatus(StrEnum):
    """What became of a question for a seat."""

    PENDING = "PENDING"
    HELD = "HELD"
    REFUSED = "REFUSED"
    RELEASED = "RELEASED"


class SummaryList(Base):
    """One list per cycle, final reviewing unit and seat kind."""

    __tablename__ = "summary_list"

    list_id: Mapped[UUID] = mapped_column(primary_key=True)
    cycle_id: Mapped[UUID]
    cycle_year: Mapped[int]
    organisation_id: Mapped[UUID]
    organisation_name: Mapped[str] = mapped_column(String(NAME))
    seat_kind: Mapped[SeatKind] = mapped_column(EnumText(SeatKind))
    status: Mapped[ListStatus] = mapped_column(EnumText(ListStatus))
    version: Mapped[int]
    sequence: Mapped[int] = mapped_column(BigInteger)
    return_text: Mapped[str | None] = mapped_column(String(RETURN_TEXT_MAX))
    """Why the region returned it as a whole; empty again once it goes up anew."""
    return_due_at: Mapped[datetime | None] = mapped_column(INSTANT)
    returned_at: Mapped[datetime | None] = mapped_column(INSTANT)
    returned_by_name: Mapped[str | None] = mapped_column(String(NAME))

    __table_args__ = (UniqueConstraint("cycle_id", "organisation_id", "seat_kind"),)


class ListRow(Base):
    """One file on a list, with what a person ordered or remarked (R11)."""

    __tablename__ = "list_row"

    application_id: Mapped[UUID] = mapped_column(
        ForeignKey("review_case.application_id", ondelete="CASCADE"), primary_key=True
    )
    list_id: Mapped[UUID] = mapped_column(
        ForeignKey("summary_list.list_id", ondelete="CASCADE"), index=True
    )
    recommend_order: Mapped[int | None]
    recommend_reason: Mapped[str | None] = mapped_column(String(300))
    ordered_by: Mapped[UUID | None]
    remark: Mapped[str | None] = mapped_column(String(40))
    added_at: Mapped[datetime] = mapped_column(INSTANT)


class Nomination(Base):
    """One question for a seat; answers to any but the current one are ignored."""

    __tablename__ = "nomination"

    nomination_id: Mapped[UUID] = mapped_column(primary_key=True)
    application_id: Mapped[UUID] = mapped_column(
        ForeignKey("review_case.application_id", ondelete="CASCADE"), index=True
    )
    list_id: Mapped[UUID] = mapped_column(ForeignKey("summary_list.list_id", ondelete="CASCADE"))
    plan_row_id: Mapped[UUID]
    seat_kind: Mapped[SeatKind] = mapped_column(EnumText(SeatKind))
    status: Mapped[NominationStatus] = mapped_column(EnumText(NominationStatus))
    asked_at: Mapped[datetime] = mapped_column(INSTANT)
    settled_at: Mapped[datetime | None] = mapped_column(INSTANT)


class ListVersion(Base):
    """One frozen version: its rows never change; its code stands for them."""

    __tablename__ = "list_version"

    list_version_id: Mapped[UUID] = mapped_column(primary_key=True)
    list_id: Mapped[UUID] = mapped_column(ForeignKey("summary_list.list_id", ondelete="CASCADE"))
    version_no: Mapped[int]
    status: Mapped[ListVersionStatus] = mapped_column(EnumText(ListVersionStatus))
    rows: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    content_hash: Mapped[str] = mapped_column(String(64))
    verify_code: Mapped[str] = mapped_column(String(14), unique=True)
    frozen_by: Mapped[UUID]
    frozen_by_name: Mapped[str] = mapped_column(String(NAME))
    frozen_at: Mapped[datetime] = mapped_column(INSTANT)
    superseded_at: Mapped[datetime | None] = mapped_column(INSTANT)
    submitted_by: Mapped[UUID | None]
    submitted_by_name: Mapped[str | None] = mapped_column(String(NAME))
    submitted_at: Mapped[datetime | None] = mapped_column(INSTANT)
    receipt_no: Mapped[str | None] = mapped_column(String(60), unique=True)

    __table_args__ = (
        UniqueConstraint("list_id", "version_no"),
        Index(
            "uq_list_version_current",
            "list_id",
            unique=True,
            postgresql_where=sql("status = 'CURRENT'"),
        ),
    )
