"""First tables of the sample service."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from services.chassis.schema import create_audit_indexes, drop_audit_indexes
from services.chassis.tables import create_chassis_tables, drop_chassis_tables

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_chassis_tables(op)
    create_audit_indexes(op)
    op.create_table(
        "thing",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("label", sa.String(20), nullable=False),
        sa.UniqueConstraint("label", name="uq_thing_label"),
    )
    op.create_table("thing_history", sa.Column("id", sa.Uuid, primary_key=True))


def downgrade() -> None:
    op.drop_table("thing_history")
    op.drop_table("thing")
    drop_audit_indexes(op)
    drop_chassis_tables(op)
