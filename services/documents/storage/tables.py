"""Tables of the documents database.

`document` has one row per print. Two partial unique indexes are the last judge of invariant 4: one
current print of each kind per application or list. `standing` holds what events have said about an
application or list, so that events in any order end in the same state. `export` has one row per
spreadsheet somebody asked for; its file is gone when it has expired.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    Index,
    Integer,
    String,
    Table,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from services.chassis.database import metadata
from services.chassis.tables import chassis_tables

METADATA = metadata()
CHASSIS = chassis_tables(METADATA)

_INSTANT = DateTime(timezone=True)

standing = Table(
    "standing",
    METADATA,
    Column("subject_id", Uuid, primary_key=True, comment="application or list"),
    Column("version_no", Integer, nullable=False, comment="newest version heard of"),
    Column("closed", Boolean, nullable=False, comment="the application was withdrawn"),
    Column("sequence", BigInteger, nullable=False, comment="newest approval heard of"),
)

version = Table(
    "version",
    METADATA,
    Column("version_id", Uuid, primary_key=True),
    Column("application_id", Uuid, nullable=False),
    Column("application_no", String(20), nullable=False),
    Column("version_no", Integer, nullable=False),
)

cycle = Table(
    "cycle",
    METADATA,
    Column("cycle_id", Uuid, primary_key=True),
    Column("year", Integer, nullable=False, comment="whose templates print it"),
)

voided_list_version = Table(
    "voided_list_version",
    METADATA,
    Column("list_version_id", Uuid, primary_key=True),
)

document = Table(
    "document",
    METADATA,
    Column("document_id", Uuid, primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("application_id", Uuid),
    Column("list_id", Uuid),
    Column("version_id", Uuid, nullable=False, comment="application or list version"),
    Column("version_no", Integer, nullable=False),
    Column("opinions_digest", String(64), nullable=False, comment="empty unless official form"),
    Column("template_version", String(60), nullable=False),
    Column("year", Integer, nullable=False),
    Column("verify_code", String(14), nullable=False),
    Column("file_name", String(120), nullable=False, comment="codes only, no person"),
    Column("state", String(12), nullable=False),
    Column("sequence", BigInteger, nullable=False, comment="of the newest event published"),
    Column("requested_at", _INSTANT, nullable=False),
    Column("rendered_at", _INSTANT),
    Column("object_key", String(60)),
    Column("content_type", String(100), nullable=False),
    Column("sha256", String(64)),
    Column("size_bytes", BigInteger),
    Column("pages", Integer),
    Column("failure_code", String(40)),
    Column("failure_field", String(100)),
    Column("failure_codepoint", String(20)),
    CheckConstraint("(application_id IS NULL) <> (list_id IS NULL)", name="one_subject"),
    CheckConstraint(
        "state <> 'READY' OR (object_key IS NOT NULL AND sha256 IS NOT NULL)", name="ready_has_file"
    ),
    Index(
        "uq_document_current_application",
        "kind",
        "application_id",
        unique=True,
        postgresql_where=text("application_id IS NOT NULL AND state <> 'SUPERSEDED'"),
    ),
    Index(
        "uq_document_current_list",
        "kind",
        "list_id",
        unique=True,
        postgresql_where=text("list_id IS NOT NULL AND state <> 'SUPERSEDED'"),
    ),
    Index(
        "uq_document_current_print",
        "kind",
        "version_id",
        "opinions_digest",
        "template_version",
        unique=True,
        postgresql_where=text("state <> 'SUPERSEDED'"),
    ),
    Index("ix_document_application_id", "application_id"),
    Index("ix_document_list_id", "list_id"),
    Index("ix_document_verify_code", "verify_code"),
)

export = Table(
    "export",
    METADATA,
    Column("export_id", Uuid, primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("person_id", Uuid, nullable=False, comment="who asked; nobody else sees it"),
    Column(
        "person_name", String(100), nullable=False, comment="as it stands in the mark on each sheet"
    ),
    Column("organisation_id", Uuid, nullable=False),
    Column("organisation_name", String(100), nullable=False),
    Column("roles", JSONB, nullable=False, comment="by which it was granted"),
    Column("year", Integer, nullable=False),
    Column("cycle_id", Uuid, nullable=False),
    Column("filters", JSONB, nullable=False),
    Column("state", String(12), nullable=False),
    Column("requested_at", _INSTANT, nullable=False),
    Column("expires_at", _INSTANT, nullable=False),
    Column("as_of", _INSTANT),
    Column("row_count", Integer),
    Column("object_key", String(60)),
    Column("sha256", String(64)),
    Column("size_bytes", BigInteger),
    Column("failure_code", String(40)),
    CheckConstraint("(state = 'READY') = (object_key IS NOT NULL)", name="file"),
    Index("ix_export_person", "person_id", "requested_at"),
    Index("ix_export_expires_at", "expires_at", postgresql_where=text("state <> 'EXPIRED'")),
)
