"""Tables of the notices database.

`text` has one row per text of a year; `text_version` keeps every wording that was ever proposed.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Table,
    Text,
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
    CheckConstraint("kind IN ('NOTICE', 'GUIDE', 'PAGE')", name="kind_known"),
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
