"""Tables of the accounts database."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY

from services.accounts.storage.planned_tables import planned_change_table
from services.chassis.database import metadata
from services.chassis.tables import chassis_tables

METADATA = metadata()
CHASSIS = chassis_tables(METADATA)

_INSTANT = DateTime(timezone=True)
_ACTOR = String(60)

organisation = Table(
    "organisation",
    METADATA,
    Column("organisation_id", Uuid, primary_key=True),
    Column("code", String(30), nullable=False),
    Column("name", String(100), nullable=False),
    Column("organisation_type", String(30), nullable=False),
    Column("unit_nature", String(30)),
    Column("region_code", String(6), nullable=False),
    Column("uscc", String(18)),
    Column("plan_unit_code", String(20)),
    Column("supervising_org_id", Uuid, ForeignKey("organisation.organisation_id")),
    Column("address", String(120)),
    Column("hr_contact", String(50)),
    Column("hr_phone", String(20)),
    Column("line", String(2)),
    Column("active_from", Date, nullable=False),
    Column("active_to", Date),
    Column("named_from", Date, nullable=False, comment="since when the name is borne"),
    Column("sequence", BigInteger, nullable=False, comment="of its newest event"),
    UniqueConstraint("code"),
    UniqueConstraint("uscc"),
    CheckConstraint("active_to IS NULL OR active_to >= active_from", name="dates_in_order"),
    Index(None, "plan_unit_code"),
    Index(None, "region_code"),
)

planned_change = planned_change_table(METADATA)

former_name = Table(
    "former_name",
    METADATA,
    Column("organisation_id", Uuid, ForeignKey("organisation.organisation_id"), primary_key=True),
    Column("valid_to", Date, primary_key=True, comment="last day of the name"),
    Column("valid_from", Date, nullable=False),
    Column("name", String(100), nullable=False),
)

route_node = Table(
    "route_node",
    METADATA,
    Column(
        "unit_id",
        Uuid,
        ForeignKey("organisation.organisation_id"),
        primary_key=True,
        comment="whose route it is",
    ),
    Column("valid_from", Date, primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("valid_to", Date, comment="last day of the route"),
    Column("kind", String(10), nullable=False),
    Column(
        "organisation_id",
        Uuid,
        ForeignKey("organisation.organisation_id"),
        nullable=False,
        comment="who acts",
    ),
    CheckConstraint("kind IN ('UNIT', 'MID', 'FINAL', 'REGION')", name="kind_known"),
    Index(None, "organisation_id"),
    Index(
        "uq_route_node_in_force",
        "unit_id",
        "position",
        unique=True,
        postgresql_where=text("valid_to IS NULL"),
    ),
)

person = Table(
    "person",
    METADATA,
    Column("person_id", Uuid, primary_key=True),
    Column("login", String(64), nullable=False),
    Column("login_key", String(64), nullable=False, comment="login in lower case"),
    Column("name", String(100), nullable=False),
    Column("mobile", String(11)),
    Column("password_hash", String(200), nullable=False),
    Column("earlier_hashes", ARRAY(String(200)), nullable=False, server_default=text("'{}'")),
    Column("password_changed_at", _INSTANT, nullable=False),
    Column("failed_sign_ins", Integer, nullable=False, server_default=text("0")),
    Column("failed_at", _INSTANT, comment="last failure since the last success"),
    Column("signed_in_at", _INSTANT),
    Column("active", Boolean, nullable=False, server_default=text("true")),
    Column("created_at", _INSTANT, nullable=False),
    Column("created_by", _ACTOR, nullable=False),
    Column("sequence", BigInteger, nullable=False, server_default=text("0")),
    Column(
        "first_password_until",
        _INSTANT,
        comment="while set, the password is not the person's own: no roles, of no use afterwards",
    ),
    Column("id_digest", LargeBinary, comment="HMAC of the ID number; the number is not kept"),
    UniqueConstraint("login_key"),
    UniqueConstraint("id_digest"),
)

role_grant = Table(
    "role_grant",
    METADATA,
    Column("grant_id", Uuid, primary_key=True),
    Column("person_id", Uuid, ForeignKey("person.person_id"), nullable=False),
    Column("role", String(30), nullable=False),
    Column("organisation_id", Uuid, ForeignKey("organisation.organisation_id"), nullable=False),
    Column("valid_from", Date, nullable=False),
    Column("valid_to", Date, comment="last day"),
    Column("granted_at", _INSTANT, nullable=False),
    Column("granted_by", _ACTOR, nullable=False),
    Column("revoked_at", _INSTANT),
    Column("revoked_by", _ACTOR),
    CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="dates_in_order"),
    Index(
        "uq_role_grant_standing",
        "person_id",
        "role",
        "organisation_id",
        unique=True,
        postgresql_where=text("revoked_at IS NULL AND valid_to IS NULL"),
    ),
    Index(None, "organisation_id"),
)

binding = Table(
    "binding",
    METADATA,
    Column("binding_id", Uuid, primary_key=True),
    Column("person_id", Uuid, ForeignKey("person.person_id"), nullable=False),
    Column("organisation_id", Uuid, ForeignKey("organisation.organisation_id"), nullable=False),
    Column("state", String(10), nullable=False),
    Column("requested_at", _INSTANT, nullable=False),
    Column("decided_at", _INSTANT),
    Column("decided_by", _ACTOR),
    Column("reason", String(200)),
    CheckConstraint("state IN ('REQUESTED', 'CONFIRMED', 'REFUSED', 'ENDED')", name="state_known"),
    Index(
        "uq_binding_live",
        "person_id",
        unique=True,
        postgresql_where=text("state IN ('REQUESTED', 'CONFIRMED')"),
    ),
    Index(None, "organisation_id", "state"),
)

client_token = Table(
    "client_token",
    METADATA,
    Column("client_id", Uuid, primary_key=True),
    Column("name", String(100), nullable=False),
    Column("organisation_id", Uuid, ForeignKey("organisation.organisation_id"), nullable=False),
    Column("scopes", ARRAY(String(40)), nullable=False),
    Column("token_hash", LargeBinary, nullable=False, comment="SHA-256 of 256 random bits"),
    Column("issued_at", _INSTANT, nullable=False),
    Column("issued_by", _ACTOR, nullable=False),
    Column("expires_at", _INSTANT, nullable=False),
    Column("revoked_at", _INSTANT),
    UniqueConstraint("token_hash"),
)

unit_registration = Table(
    "unit_registration",
    METADATA,
    Column("registration_id", Uuid, primary_key=True),
    Column("person_id", Uuid, ForeignKey("person.person_id"), nullable=False),
    Column(
        "bureau_id",
        Uuid,
        ForeignKey("organisation.organisation_id"),
        nullable=False,
        comment="who confirms it",
    ),
    Column("name", String(100), nullable=False),
    Column("uscc", String(18), nullable=False),
    Column("region_code", String(6), nullable=False),
    Column("unit_nature", String(30), nullable=False),
    Column("address", String(120), nullable=False),
    Column("hr_contact", String(50), nullable=False),
    Column("hr_phone", String(20), nullable=False),
    Column("state", String(10), nullable=False),
    Column("requested_at", _INSTANT, nullable=False),
    Column("decided_at", _INSTANT),
    Column("decided_by", _ACTOR),
    Column("reason", String(200)),
    Column(
        "organisation_id",
        Uuid,
        ForeignKey("organisation.organisation_id"),
        comment="what it became",
    ),
    CheckConstraint("state IN ('PENDING', 'CONFIRMED', 'REFUSED')", name="state_known"),
    Index(
        "uq_unit_registration_pending_uscc",
        "uscc",
        unique=True,
        postgresql_where=text("state = 'PENDING'"),
    ),
    Index(
        "uq_unit_registration_pending_person",
        "person_id",
        unique=True,
        postgresql_where=text("state = 'PENDING'"),
    ),
    Index(None, "bureau_id", "state"),
)

password_reset = Table(
    "password_reset",
    METADATA,
    Column("reset_id", Uuid, primary_key=True),
    Column("person_id", Uuid, ForeignKey("person.person_id"), nullable=False),
    Column("office", String(30), nullable=False, comment="the role that checks who asks"),
    Column(
        "organisation_id",
        Uuid,
        ForeignKey("organisation.organisation_id"),
        comment="the unit whose clerk does",
    ),
    Column("state", String(10), nullable=False),
    Column("asked_at", _INSTANT, nullable=False),
    Column("issued_at", _INSTANT),
    Column("issued_by", _ACTOR),
    Column("code_hash", LargeBinary, comment="HMAC of the code"),
    Column("code_until", _INSTANT),
    Column(
        "failures",
        Integer,
        nullable=False,
        server_default=text("0"),
        comment="wrong ID numbers, then wrong codes",
    ),
    CheckConstraint("state IN ('ASKED', 'ISSUED', 'USED', 'VOID')", name="state_known"),
    Index(
        "uq_password_reset_open",
        "person_id",
        unique=True,
        postgresql_where=text("state IN ('ASKED', 'ISSUED')"),
    ),
    Index(None, "organisation_id", "state"),
)

sign_in = Table(
    "sign_in",
    METADATA,
    Column("sign_in_id", Uuid, primary_key=True),
    Column("person_id", Uuid, ForeignKey("person.person_id"), nullable=False),
    Column("at", _INSTANT, nullable=False),
    Column("succeeded", Boolean, nullable=False),
    Column("device", String(40), comment="browser and system in words, no address"),
    Index(None, "person_id", "at"),
)
