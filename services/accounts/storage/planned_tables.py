"""The table of changes of organisations that begin on a later day."""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    MetaData,
    String,
    Table,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB


def planned_change_table(metadata: MetaData) -> Table:
    """One row per change; it keeps only the cells that change."""
    return Table(
        "planned_change",
        metadata,
        Column("change_id", Uuid, primary_key=True),
        Column("organisation_id", Uuid, ForeignKey("organisation.organisation_id"), nullable=False),
        Column("effective_on", Date, nullable=False),
        Column("cells", JSONB, nullable=False, comment="columns of the organisations table"),
        Column("state", String(10), nullable=False),
        Column("planned_at", DateTime(timezone=True), nullable=False),
        Column("planned_by", String(60), nullable=False),
        Column("settled_at", DateTime(timezone=True)),
        Column("settled_by", String(60)),
        Column("reason", String(200), comment="why it could not begin"),
        CheckConstraint(
            "state IN ('PLANNED', 'APPLIED', 'CANCELLED', 'FAILED')", name="state_known"
        ),
        Index(None, "organisation_id"),
        Index("ix_planned_change_due", "effective_on", postgresql_where=text("state = 'PLANNED'")),
    )
