"""Tables of the notices database.

`text` has one row per text of a year; `text_version` keeps every wording that was ever proposed.
`addressee` is a read copy of whose an application is, `message` what people were told of it: ids
and the template of that time, no content; `mail` what became of repeating it by mail.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)

from services.chassis.database import metadata
from services.chassis.tables import chassis_tables

METADATA = metadata()
CHASSIS = chassis_tables(METADATA)

_INSTANT = DateTime(timezone=True)
_ACTOR = String(60)

ONE_PROPOSAL = "uq_text_version_proposed"
"""The index that lets one proposal wait per text."""

text_row = Table(
    "text",
    METADATA,
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("slug", String(40), primary_key=True),
    Column("kind", String(10), nullable=False),
    Column("ordinal", Integer, nullable=False, comment="place in lists"),
    Column("may_be_empty", Boolean, nullable=False),
    Column("version_in_force", Integer, nullable=False),
    CheckConstraint("kind IN ('NOTICE', 'GUIDE', 'PAGE', 'MESSAGE')", name="kind_known"),
)

text_version = Table(
    "text_version",
    METADATA,
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("slug", String(40), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("state", String(10), nullable=False),
    Column("title", String(100), nullable=False),
    Column("summary", String(200), nullable=False),
    Column("body", Text, nullable=False),
    Column("issued_on", Date),
    Column("issuing_body", String(100), nullable=False),
    Column("change_note", String(200), nullable=False),
    Column("based_on", Integer, comment="version in force at that time; none for the first"),
    Column("proposed_at", _INSTANT, nullable=False),
    Column("proposed_by", _ACTOR, nullable=False),
    Column("proposed_by_name", String(100), nullable=False, comment="as colleagues see it"),
    Column("decided_at", _INSTANT),
    Column("decided_by", _ACTOR),
    Column("decided_by_name", String(100), nullable=False),
    Column("decision_reason", String(200), nullable=False),
    ForeignKeyConstraint(["year", "slug"], ["text.year", "text.slug"]),
    CheckConstraint(
        "state IN ('PROPOSED', 'PUBLISHED', 'SUPERSEDED', 'REFUSED', 'REPLACED')",
        name="state_known",
    ),
    CheckConstraint("decided_by IS NULL OR decided_by <> proposed_by", name="two_people"),
    Index(ONE_PROPOSAL, "year", "slug", unique=True, postgresql_where=text("state = 'PROPOSED'")),
    Index(
        "uq_text_version_published",
        "year",
        "slug",
        unique=True,
        postgresql_where=text("state = 'PUBLISHED'"),
    ),
)

addressee = Table(
    "addressee",
    METADATA,
    Column("application_id", Uuid, primary_key=True),
    Column("person_id", Uuid, nullable=False),
    Column("application_no", String(24), nullable=False),
    Column("cycle_year", Integer, nullable=False),
    Column("state", String(30), comment="newest state heard of"),
    Column(
        "state_sequence",
        BigInteger,
        nullable=False,
        comment="of the event that told it, 0 before the first",
    ),
    Column("answered_return_id", Uuid),
)

message = Table(
    "message",
    METADATA,
    Column("message_id", Uuid, primary_key=True),
    Column("person_id", Uuid, nullable=False),
    Column("application_id", Uuid, nullable=False),
    Column("application_no", String(24)),
    Column("cause", String(100), nullable=False, comment="what it tells of: never told twice"),
    Column("year", Integer, nullable=False),
    Column("slug", String(40), nullable=False),
    Column("version", Integer, nullable=False, comment="the template as it was then"),
    Column("until", _INSTANT),
    Column("created_at", _INSTANT, nullable=False),
    Column("read_at", _INSTANT),
    UniqueConstraint("person_id", "cause"),
    ForeignKeyConstraint(
        ["year", "slug", "version"],
        ["text_version.year", "text_version.slug", "text_version.version"],
    ),
    Index("ix_message_person_id", "person_id", text("created_at DESC")),
    Index("ix_message_application_id", "application_id"),
    Index("ix_message_unread", "person_id", postgresql_where=text("read_at IS NULL")),
)

mail = Table(
    "mail",
    METADATA,
    Column("message_id", Uuid, ForeignKey("message.message_id"), primary_key=True),
    Column("state", String(10), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_try_at", _INSTANT, nullable=False, comment="while SENDING the end of the lease"),
    Column("created_at", _INSTANT, nullable=False),
    CheckConstraint(
        "state IN ('WAITING', 'SENDING', 'SENT', 'FAILED', 'GIVEN_UP', 'NO_ADDRESS')",
        name="state_known",
    ),
    Index(
        "ix_mail_open",
        "next_try_at",
        postgresql_where=text("state IN ('WAITING', 'SENDING', 'FAILED')"),
    ),
)
