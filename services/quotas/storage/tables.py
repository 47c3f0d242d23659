"""Tables of the quotas database.

`seat_cell` is where a seat is taken: its CHECK is the last judge of invariant 3. `reservation` has
one row per application, so that its primary key makes a seat unique; `seat_ledger` is append-only
(a trigger refuses changes) and tells the history of each seat.
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
    Identity,
    Index,
    Integer,
    Numeric,
    String,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from services.chassis.database import metadata
from services.chassis.schema import RIGHTS
from services.chassis.tables import chassis_tables

METADATA = metadata()
CHASSIS = chassis_tables(METADATA)

_INSTANT = DateTime(timezone=True)
_ACTOR = String(60)

NOT_OVERSOLD = "ck_seat_cell_not_oversold"
"""The constraint that a lowered quota or an oversold cell breaks."""

cycle = Table(
    "cycle",
    METADATA,
    Column("cycle_id", Uuid, primary_key=True),
    Column("year", Integer, nullable=False),
    Column("batch_no", Integer, nullable=False),
    Column("title", String(200), nullable=False),
    Column("issued_on", Date, nullable=False),
    Column("open_at", _INSTANT, nullable=False),
    Column("close_at", _INSTANT, nullable=False),
    Column("correction_close_at", _INSTANT, nullable=False),
    Column("review_close_at", _INSTANT, nullable=False),
    Column("dispatch_deadline_on", Date, nullable=False),
    Column("shift_days", Integer, nullable=False),
    Column("rules", JSONB, nullable=False, comment="CycleRules as published"),
    Column("inland_total", Integer, nullable=False),
    Column("in_region_total", Integer, nullable=False),
    Column("differential_ratio", Numeric(4, 2), nullable=False),
    Column("helpline", JSONB, nullable=False),
    Column("opened_at", _INSTANT, nullable=False),
    Column("opened_by", _ACTOR, nullable=False),
    Column("plan_version", Integer, comment="the version in force"),
    Column("sequence", BigInteger, nullable=False, comment="of the newest event of the cycle"),
    UniqueConstraint("year"),
    CheckConstraint("open_at < close_at", name="window_has_length"),
)

extension = Table(
    "extension",
    METADATA,
    Column("extension_id", Uuid, primary_key=True),
    Column("cycle_id", Uuid, ForeignKey("cycle.cycle_id"), nullable=False),
    Column("state", String(10), nullable=False),
    Column("close_at", _INSTANT),
    Column("correction_close_at", _INSTANT),
    Column("review_close_at", _INSTANT),
    Column("dispatch_deadline_on", Date),
    Column("reason", String(200), nullable=False),
    Column("proposed_at", _INSTANT, nullable=False),
    Column("proposed_by", _ACTOR, nullable=False),
    Column("proposed_by_name", String(100), nullable=False, comment="as colleagues see it"),
    Column("decided_at", _INSTANT),
    Column("decided_by", _ACTOR),
    Column("decided_by_name", String(100), nullable=False),
    Column("decision_reason", String(200), nullable=False),
    CheckConstraint(
        "state IN ('PROPOSED', 'PUBLISHED', 'REFUSED', 'REPLACED')", name="state_known"
    ),
    CheckConstraint("decided_by IS NULL OR decided_by <> proposed_by", name="two_people"),
    Index(
        "uq_extension_proposed",
        "cycle_id",
        unique=True,
        postgresql_where=text("state = 'PROPOSED'"),
    ),
)

plan_version = Table(
    "plan_version",
    METADATA,
    Column("cycle_id", Uuid, ForeignKey("cycle.cycle_id"), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("state", String(12), nullable=False, comment="DRAFT, PUBLISHED, SUPERSEDED, DISCARDED"),
    Column("based_on", Integer, comment="version in force when the draft was made"),
    Column("filename", String(200), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("findings", JSONB, nullable=False),
    Column("imported_at", _INSTANT, nullable=False),
    Column("imported_by", _ACTOR, nullable=False),
    Column(
        "imported_by_name",
        String(100),
        nullable=False,
        server_default="",
        comment="as colleagues see it",
    ),
    Column("published_at", _INSTANT),
    Column("published_by", _ACTOR),
    Column("reason", Text),
    CheckConstraint(
        "state IN ('DRAFT', 'PUBLISHED', 'SUPERSEDED', 'DISCARDED')", name="state_known"
    ),
    Index(
        "uq_plan_version_published",
        "cycle_id",
        unique=True,
        postgresql_where=text("state = 'PUBLISHED'"),
    ),
)

plan_row = Table(
    "plan_row",
    METADATA,
    Column("plan_row_id", Uuid, primary_key=True),
    Column("cycle_id", Uuid, ForeignKey("cycle.cycle_id"), nullable=False),
    Column("plan_unit_code", String(20), nullable=False),
    Column("specialty", String(40), nullable=False),
    UniqueConstraint("cycle_id", "plan_unit_code", "specialty"),
)

plan_row_version = Table(
    "plan_row_version",
    METADATA,
    Column("cycle_id", Uuid, primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("plan_row_id", Uuid, ForeignKey("plan_row.plan_row_id"), primary_key=True),
    Column("seq", Integer, nullable=False),
    Column("plan_unit_name", String(100), nullable=False),
    Column("unit_kind", String(20), nullable=False),
    Column("region_code", String(6), nullable=False),
    Column("southern_four", Boolean, nullable=False),
    Column("quota_inland", Integer, nullable=False),
    Column("quota_long", Integer, nullable=False),
    Column("quota_short", Integer, nullable=False),
    Column("shortage", Boolean, nullable=False),
    Column("remark", String(200), nullable=False),
    ForeignKeyConstraint(
        ["cycle_id", "version"], ["plan_version.cycle_id", "plan_version.version"]
    ),
    CheckConstraint(
        "quota_inland >= 0 AND quota_long >= 0 AND quota_short >= 0", name="quotas_not_negative"
    ),
)

seat_cell = Table(
    "seat_cell",
    METADATA,
    Column("plan_row_id", Uuid, ForeignKey("plan_row.plan_row_id"), primary_key=True),
    Column("seat_kind", String(10), primary_key=True),
    Column("cycle_id", Uuid, ForeignKey("cycle.cycle_id"), nullable=False),
    Column("quota", Integer, nullable=False),
    Column("reserved", Integer, nullable=False, server_default=text("0")),
    Column("confirmed", Integer, nullable=False, server_default=text("0")),
    CheckConstraint("seat_kind IN ('INLAND', 'LONG', 'SHORT')", name="seat_kind_known"),
    CheckConstraint("reserved + confirmed <= quota", name="not_oversold"),
    CheckConstraint("reserved >= 0 AND confirmed >= 0", name="not_negative"),
    Index(None, "cycle_id"),
)

reservation = Table(
    "reservation",
    METADATA,
    Column("application_id", Uuid, primary_key=True),
    Column("cycle_id", Uuid, nullable=False),
    Column("last_sequence", BigInteger, nullable=False, comment="newest message of review"),
    Column("state", String(10), nullable=False),
    Column("plan_row_id", Uuid),
    Column("seat_kind", String(10)),
    Column("nomination_id", Uuid),
    Column("reservation_id", Uuid, comment="of the seat that is held or was held last"),
    Column("sequence", BigInteger, nullable=False, comment="newest event about the application"),
    Column("changed_at", _INSTANT, nullable=False),
    CheckConstraint("state IN ('NONE', 'RESERVED', 'REFUSED', 'CONFIRMED')", name="state_known"),
    CheckConstraint(
        "state = 'NONE' OR (plan_row_id IS NOT NULL AND seat_kind IS NOT NULL"
        " AND nomination_id IS NOT NULL)",
        name="seat_has_cell",
    ),
    Index(
        "ix_reservation_held",
        "plan_row_id",
        "seat_kind",
        postgresql_where=text("state IN ('RESERVED', 'CONFIRMED')"),
    ),
)

seat_ledger = Table(
    "seat_ledger",
    METADATA,
    Column("entry_no", BigInteger, Identity(always=True), primary_key=True),
    Column("application_id", Uuid, nullable=False),
    Column("nomination_id", Uuid, nullable=False),
    Column("message_sequence", BigInteger, nullable=False, comment="review event that caused it"),
    Column("plan_row_id", Uuid, nullable=False),
    Column("seat_kind", String(10), nullable=False),
    Column("action", String(10), nullable=False),
    Column("reason", String(40)),
    Column("quota", Integer, nullable=False),
    Column("reserved_after", Integer, nullable=False),
    Column("confirmed_after", Integer, nullable=False),
    Column("at", _INSTANT, nullable=False, comment="business time"),
    ForeignKeyConstraint(
        ["plan_row_id", "seat_kind"], ["seat_cell.plan_row_id", "seat_cell.seat_kind"]
    ),
    CheckConstraint(
        "action IN ('RESERVED', 'REFUSED', 'RELEASED', 'CONFIRMED')", name="action_known"
    ),
    Index(None, "plan_row_id", "seat_kind", "entry_no"),
    Index(None, "application_id", "entry_no"),
    info={RIGHTS: "SELECT, INSERT"},
)

organisation = Table(
    "organisation",
    METADATA,
    Column("organisation_id", Uuid, primary_key=True),
    Column("sequence", BigInteger, nullable=False, comment="of the event this copy comes from"),
    Column("plan_unit_code", String(20)),
    Column("organisation_type", String(30), nullable=False),
    Column("active_from", Date, nullable=False),
    Column("active_to", Date),
    Index(None, "plan_unit_code"),
    comment="copies fed by accounts' organisation-changed",
)
