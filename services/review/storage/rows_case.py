"""Tables of one file: the case, its route, the visits at desks and what was said there."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, Uuid
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from services.contracts.requests.review import DecisionKind
from services.contracts.vocabulary import ApplicationState, NodeKind, SeatKind, Term, Track, Verdict
from services.review.storage.base import INSTANT, Base, EnumText

NAME = 100


class ReviewCase(Base):
    """One file under review; every command locks this row."""

    __tablename__ = "review_case"

    application_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    application_no: Mapped[str] = mapped_column(String(24), unique=True)
    cycle_id: Mapped[UUID]
    cycle_year: Mapped[int]
    applicant_id: Mapped[UUID] = mapped_column(index=True)
    unit_id: Mapped[UUID]
    final_organisation_id: Mapped[UUID]
    version_id: Mapped[UUID] = mapped_column(index=True)
    version_no: Mapped[int]
    materials: Mapped[list[str]] = mapped_column(ARRAY(String(10)))
    plan_row_id: Mapped[UUID]
    track: Mapped[Track] = mapped_column(EnumText(Track))
    term: Mapped[Term] = mapped_column(EnumText(Term))
    seat_kind: Mapped[SeatKind] = mapped_column(EnumText(SeatKind))
    state: Mapped[ApplicationState] = mapped_column(EnumText(ApplicationState))
    position: Mapped[int | None]
    reached: Mapped[int]
    desk_organisation_id: Mapped[UUID | None]
    desk_kind: Mapped[NodeKind | None] = mapped_column(EnumText(NodeKind))
    at_final: Mapped[bool] = mapped_column(default=False)
    at_region: Mapped[bool] = mapped_column(default=False)
    since: Mapped[datetime] = mapped_column(INSTANT)
    version: Mapped[int]
    sequence: Mapped[int] = mapped_column(BigInteger)
    submitted_sequence: Mapped[int] = mapped_column(BigInteger)
    visit_id: Mapped[UUID | None]
    return_id: Mapped[UUID | None]
    due_at: Mapped[datetime | None] = mapped_column(INSTANT)
    list_id: Mapped[UUID | None] = mapped_column(index=True)
    nomination_id: Mapped[UUID | None]
    holds_seat: Mapped[bool] = mapped_column(default=False)
    refused_reason: Mapped[str | None] = mapped_column(String(200))
    under_re_review: Mapped[bool] = mapped_column(default=False, server_default=sql("false"))
    """The flag 复核中 beside the state."""
    own_deadline_at: Mapped[datetime | None] = mapped_column(INSTANT)
    """Until when this file alone may go up: later than the cycle's by its re-reviews (D08)."""

    __table_args__ = (
        Index(
            "ix_review_case_final_state",
            "final_organisation_id",
            "cycle_id",
            "state",
            postgresql_include=["at_final", "seat_kind"],
        ),
        Index(
            "ix_review_case_desk",
            "desk_organisation_id",
            "cycle_id",
            "since",
            "application_no",
            postgresql_include=["desk_kind", "application_id"],
        ),
        Index("ix_review_case_due_at", "due_at", postgresql_where=sql("state = 'RETURNED'")),
    )


class CaseNode(Base):
    """One node of the route the file walks, copied when it was submitted."""

    __tablename__ = "case_node"

    application_id: Mapped[UUID] = mapped_column(
        ForeignKey("review_case.application_id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[NodeKind] = mapped_column(EnumText(NodeKind))
    organisation_id: Mapped[UUID] = mapped_column(index=True)
    organisation_name: Mapped[str] = mapped_column(String(NAME))


class DeskVisit(Base):
    """One stay of a file at a reviewing desk; marks and opinions belong to a visit."""

    __tablename__ = "desk_visit"

    visit_id: Mapped[UUID] = mapped_column(primary_key=True)
    application_id: Mapped[UUID] = mapped_column(
        ForeignKey("review_case.application_id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int]
    level: Mapped[NodeKind] = mapped_column(EnumText(NodeKind))
    version_no: Mapped[int]
    opened_at: Mapped[datetime] = mapped_column(INSTANT)
    closed_at: Mapped[datetime | None] = mapped_column(INSTANT)


class ItemVerdict(Base):
    """The verdict on one item of one visit; the last mark of a visit counts (R33)."""

    __tablename__ = "item_verdict"

    visit_id: Mapped[UUID] = mapped_column(
        ForeignKey("desk_visit.visit_id", ondelete="CASCADE"), primary_key=True
    )
    item_code: Mapped[str] = mapped_column(String(40), primary_key=True)
    verdict: Mapped[Verdict] = mapped_column(EnumText(Verdict))
    reason_code: Mapped[str | None] = mapped_column(String(40))
    text: Mapped[str | None] = mapped_column(String(500))
    reviewer_id: Mapped[UUID]
    reviewer_name: Mapped[str] = mapped_column(String(NAME))
    reviewed_at: Mapped[datetime] = mapped_column(INSTANT)


class Opinion(Base):
    """One opinion. Only whole texts, no grades, no parts about conduct (F1)."""

    __tablename__ = "opinion"

    opinion_id: Mapped[UUID] = mapped_column(primary_key=True)
    visit_id: Mapped[UUID] = mapped_column(
        ForeignKey("desk_visit.visit_id", ondelete="CASCADE"), unique=True
    )
    application_id: Mapped[UUID] = mapped_column(index=True)
    position: Mapped[int]
    level: Mapped[NodeKind] = mapped_column(EnumText(NodeKind))
    organisation_id: Mapped[UUID]
    organisation_name: Mapped[str] = mapped_column(String(NAME))
    version_no: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    text_digest: Mapped[str] = mapped_column(String(64))
    decision: Mapped[str] = mapped_column(String(20))
    health_fit: Mapped[bool | None]
    release_agreed: Mapped[bool | None]
    author_id: Mapped[UUID]
    author_name: Mapped[str] = mapped_column(String(NAME))
    author_post: Mapped[str] = mapped_column(String(40))
    written_at: Mapped[datetime] = mapped_column(INSTANT)
    leader_id: Mapped[UUID | None]
    leader_name: Mapped[str | None] = mapped_column(String(NAME))
    signed_at: Mapped[datetime | None] = mapped_column(INSTANT)
    in_force: Mapped[bool] = mapped_column(default=True)

    __table_args__ = (
        Index(
            "uq_opinion_in_force",
            "application_id",
            "position",
            unique=True,
            postgresql_where=sql("in_force AND signed_at IS NOT NULL"),
        ),
        Index("ix_opinion_author_id", "author_id", "text_digest"),
    )


class Decision(Base):
    """One entry of a file's history: who, when, what, why (invariant 5)."""

    __tablename__ = "decision"

    decision_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    application_id: Mapped[UUID] = mapped_column(
        ForeignKey("review_case.application_id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[DecisionKind] = mapped_column(EnumText(DecisionKind))
    position: Mapped[int | None]
    organisation_id: Mapped[UUID | None]
    organisation_name: Mapped[str | None] = mapped_column(String(NAME))
    person_id: Mapped[UUID | None]
    person_name: Mapped[str | None] = mapped_column(String(NAME))
    version_no: Mapped[int]
    at: Mapped[datetime] = mapped_column(INSTANT)
    text: Mapped[str | None] = mapped_column(String(500))
    return_id: Mapped[UUID | None]


class Participation(Base):
    """At which positions a person has marked or decided on a file (nobody at two levels)."""

    __tablename__ = "participation"

    application_id: Mapped[UUID] = mapped_column(
        ForeignKey("review_case.application_id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
