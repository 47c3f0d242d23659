"""Tables of how a desk shares its work."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from services.contracts.requests.review_desk import NOTE_MAX, PHRASE_MAX
from services.review.storage.base import INSTANT, Base
from services.review.storage.rows_case import NAME


class DeskClaim(Base):
    """Who of an organisation handles a file; kept while the file is elsewhere and comes back."""

    __tablename__ = "desk_claim"

    application_id: Mapped[UUID] = mapped_column(
        ForeignKey("review_case.application_id", ondelete="CASCADE"), primary_key=True
    )
    organisation_id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID]
    person_name: Mapped[str] = mapped_column(String(NAME))
    since: Mapped[datetime] = mapped_column(INSTANT)

    __table_args__ = (Index("ix_desk_claim_person_id", "person_id", "organisation_id"),)


class DeskDeputy(Base):
    """Who stands in for somebody at a desk, from day to day."""

    __tablename__ = "desk_deputy"

    organisation_id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    person_name: Mapped[str] = mapped_column(String(NAME))
    deputy_id: Mapped[UUID] = mapped_column(index=True)
    deputy_name: Mapped[str] = mapped_column(String(NAME))
    from_day: Mapped[date]
    to_day: Mapped[date]


class DeskNoteRow(Base):
    """A note of an organisation on a file; it goes with the file."""

    __tablename__ = "desk_note"

    note_id: Mapped[UUID] = mapped_column(primary_key=True)
    application_id: Mapped[UUID] = mapped_column(
        ForeignKey("review_case.application_id", ondelete="CASCADE"), index=True
    )
    organisation_id: Mapped[UUID]
    text: Mapped[str] = mapped_column(String(NOTE_MAX))
    author_id: Mapped[UUID]
    author_name: Mapped[str] = mapped_column(String(NAME))
    written_at: Mapped[datetime] = mapped_column(INSTANT)


class DeskPhrases(Base):
    """Somebody's own phrases for ordinary items."""

    __tablename__ = "desk_phrases"

    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    phrases: Mapped[list[str]] = mapped_column(ARRAY(String(PHRASE_MAX)))
