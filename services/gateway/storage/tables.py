"""The only table of the gateway: web sessions. Neither the session id nor a password lies in it."""

from __future__ import annotations

from sqlalchemy import Column, DateTime, Index, Integer, LargeBinary, Table, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from services.chassis.database import metadata

METADATA = metadata()

WEB_SESSION = Table(
    "web_session",
    METADATA,
    Column("session_hash", LargeBinary, primary_key=True),
    Column("person_id", Uuid, nullable=False),
    Column("identity", JSONB, nullable=False),
    Column("identity_read_at", DateTime(timezone=True), nullable=False),
    Column("idle_seconds", Integer, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("last_seen_at", DateTime(timezone=True), nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    Index("ix_web_session_person_id", "person_id"),
    Index("ix_web_session_expires_at", "expires_at"),
)
"""`session_hash` = HMAC-SHA256 of the session id under the gateway's session key. All instants are
real time: a session is a matter of transport, not of the business clock."""
