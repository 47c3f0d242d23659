"""Tables of applications.

ID numbers lie encrypted in `id_cipher` (bound to the application's id) and findable by the keyed
digest in `id_digest`; the JSON columns never hold them. `*_copy` tables are read copies of what
other services own, fed by events in `sequence` order.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Computed,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Sequence,
    String,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from services.chassis.database import metadata
from services.chassis.tables import chassis_tables
from services.contracts.values.name_tables import ASK_MARKS, DOT

METADATA: MetaData = metadata()
CHASSIS = chassis_tables(METADATA)

_INSTANT = DateTime(timezone=True)
_STATE = String(30)

_DROPPED = "".join(sorted({DOT, " ", *ASK_MARKS}))
NAME_KEY = f"lower(translate(((content -> 'fields'::text) ->> 'name'::text), '{_DROPPED}', ''))"
"""`search_key` of a stored name in SQL: stored names have no other dots, spaces or marks."""

application_no_seq = Sequence("application_no_seq", metadata=METADATA)

application = Table(
    "application",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("cycle_id", Uuid, nullable=False),
    Column("person_id", Uuid, nullable=False),
    Column(
        "live", Boolean, nullable=False, comment="false once withdrawn: a new one may be opened"
    ),
    Column("state", _STATE, nullable=False),
    Column("revision", Integer, nullable=False, comment="optimistic lock of the draft"),
    Column("data", JSONB, nullable=False, comment="field code to value, without the ID number"),
    Column("id_cipher", LargeBinary),
    Column("id_digest", LargeBinary),
    Column("unit_id", Uuid),
    Column("plan_row_id", Uuid),
    Column("application_no", String(24)),
    Column("version_no", Integer, nullable=False, comment="0 = never submitted"),
    Column("version_id", Uuid, comment="the newest frozen version"),
    Column("event_sequence", BigInteger, nullable=False, comment="of the events published"),
    Column("review_sequence", BigInteger, nullable=False, comment="newest state heard of"),
    Column("resume_state", _STATE, comment="where a returned form goes back to"),
    Column("desk_organisation_id", Uuid),
    Column("desk_since", _INSTANT),
    Column("return_id", Uuid),
    Column("return_sequence", BigInteger, nullable=False),
    Column("return_items", JSONB),
    Column("return_due_at", _INSTANT),
    Column("return_organisation_id", Uuid),
    Column("returned_at", _INSTANT),
    Column("re_review_organisation_id", Uuid, comment="whose re-reviewer reads while it runs"),
    Column("re_review_sequence", BigInteger, nullable=False, server_default="0"),
    Column("created_at", _INSTANT, nullable=False),
    Column("updated_at", _INSTANT, nullable=False),
    Column("submitted_at", _INSTANT),
    UniqueConstraint("application_no"),
    CheckConstraint("(id_cipher IS NULL) = (id_digest IS NULL)", name="id_number"),
    # D02: one live application per person and cycle, by number and by account.
    Index(
        "uq_application_live_id_digest",
        "cycle_id",
        "id_digest",
        unique=True,
        postgresql_where=text("live AND id_digest IS NOT NULL"),
    ),
    Index(
        "uq_application_live_person",
        "cycle_id",
        "person_id",
        unique=True,
        postgresql_where=text("live"),
    ),
    Index("ix_application_person_id", "person_id"),
    Index("ix_application_draft", "cycle_id", postgresql_where=text("state = 'DRAFT'")),
)

application_version = Table(
    "application_version",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("application_id", Uuid, ForeignKey("application.id"), nullable=False),
    Column("version_no", Integer, nullable=False),
    Column("content", JSONB, nullable=False, comment="what sha256 is taken over, canonical"),
    Column("sha256", String(64), nullable=False),
    Column("verify_code", String(14), nullable=False, comment="of the applicant's copy"),
    Column("id_cipher", LargeBinary, nullable=False),
    Column("track", String(20), nullable=False),
    Column("changed_fields", JSONB, nullable=False),
    Column("changed_items", JSONB, nullable=False),
    Column("key_fields_changed", Boolean, nullable=False),
    Column("submitted_at", _INSTANT, nullable=False),
    Column("name_key", Text, Computed(NAME_KEY, persisted=True), comment="search_key of the name"),
    UniqueConstraint("application_id", "version_no"),
    UniqueConstraint("verify_code"),
)

application_reader = Table(
    "application_reader",
    METADATA,
    Column("application_id", Uuid, ForeignKey("application.id"), primary_key=True),
    Column("organisation_id", Uuid, primary_key=True),
    Column("since", _INSTANT, nullable=False),
    Index("ix_application_reader_organisation_id", "organisation_id"),
)

reminder = Table(
    "reminder",
    METADATA,
    Column("application_id", Uuid, ForeignKey("application.id"), primary_key=True),
    Column("closes_at", _INSTANT, primary_key=True, comment="a later one is reminded of anew"),
    Column("stage", String(10), primary_key=True),
)

consent = Table(
    "consent",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("application_id", Uuid, ForeignKey("application.id"), nullable=False),
    Column("scope", String(20), nullable=False, comment="PRIVACY, PLEDGE or a material code"),
    Column("text_version", Integer, nullable=False),
    Column("given_at", _INSTANT, nullable=False),
    Column("withdrawn_at", _INSTANT),
    Index("ix_consent_application_id", "application_id"),
)

scan = Table(
    "scan",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("application_id", Uuid, ForeignKey("application.id"), nullable=False),
    Column("slot", String(10), nullable=False),
    Column("state", String(20), nullable=False),
    Column("filename", String(200), nullable=False),
    Column("sent_type", String(100), nullable=False),
    Column("sent_size", Integer, nullable=False),
    Column("sent_sha256", String(64), comment="as announced, then as received"),
    Column("part_bytes", Integer, nullable=False),
    Column("object_key", String(80), comment="accepted/…; null until accepted or once deleted"),
    Column("content_type", String(100)),
    Column("size", Integer),
    Column("sha256", String(64)),
    Column("pages", Integer),
    Column("reason_code", String(40)),
    Column("reason", String(300)),
    Column("frozen", Boolean, nullable=False, comment="part of a frozen version: never deleted"),
    Column("created_at", _INSTANT, nullable=False),
    Column("completed_at", _INSTANT),
    Column("checked_at", _INSTANT),
    Column("parts_deleted", Boolean, nullable=False),
    UniqueConstraint("object_key"),
    Index("ix_scan_application_id", "application_id", "slot"),
    Index(
        "ix_scan_unfinished",
        "created_at",
        postgresql_where=text("state IN ('UPLOADING','CHECKING')"),
    ),
)

scan_preview = Table(
    "scan_preview",
    METADATA,
    Column("scan_id", Uuid, ForeignKey("scan.id"), primary_key=True),
    Column("number", Integer, primary_key=True, comment="page from 1; 0 = small, of the first"),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("size", Integer, nullable=False),
    Column("sha256", String(64), nullable=False),
)

access_event = Table(
    "access_event",
    METADATA,
    Column("id", BigInteger, primary_key=True, autoincrement=True),
    Column("application_id", Uuid, ForeignKey("application.id"), nullable=False),
    Column("person_id", Uuid),
    Column("organisation_id", Uuid),
    Column("role", String(40), nullable=False),
    Column("kind", String(40), nullable=False, comment="file, id_number or a scan's slot"),
    Column("purpose", String(200), nullable=False),
    Column("at", _INSTANT, nullable=False),
    Index("ix_access_event_application_id", "application_id"),
    Index("ix_access_event_person_id", "person_id", "at"),
)

cycle_copy = Table(
    "cycle_copy",
    METADATA,
    Column("cycle_id", Uuid, primary_key=True),
    Column("sequence", BigInteger, nullable=False),
    Column("year", Integer, nullable=False),
    Column("title", String(200), nullable=False),
    Column("open_at", _INSTANT, nullable=False),
    Column("close_at", _INSTANT, nullable=False),
    Column("rules", JSONB, nullable=False),
)

plan_copy = Table(
    "plan_copy",
    METADATA,
    Column("cycle_id", Uuid, primary_key=True),
    Column("sequence", BigInteger, nullable=False),
    Column("plan_version", Integer, nullable=False),
)

plan_row_copy = Table(
    "plan_row_copy",
    METADATA,
    Column("plan_row_id", Uuid, primary_key=True),
    Column("cycle_id", Uuid, nullable=False),
    Column("plan_version", Integer, nullable=False, comment="older than plan_copy's: struck out"),
    Column("facts", JSONB, nullable=False),
)

organisation_copy = Table(
    "organisation_copy",
    METADATA,
    Column("organisation_id", Uuid, primary_key=True),
    Column("sequence", BigInteger, nullable=False),
    Column("name", String(200), nullable=False),
    Column("region_code", String(6), nullable=False),
    Column("final_organisation_id", Uuid),
    Column("facts", JSONB, nullable=False),
)

binding_copy = Table(
    "binding_copy",
    METADATA,
    Column("person_id", Uuid, primary_key=True),
    Column("unit_id", Uuid, primary_key=True),
    Column("sequence", BigInteger, nullable=False),
    Column("confirmed", Boolean, nullable=False),
)
