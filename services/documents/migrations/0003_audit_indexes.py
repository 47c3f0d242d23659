"""Let auditors page through the trail."""

from __future__ import annotations

from alembic import op

from services.chassis.schema import create_audit_indexes, drop_audit_indexes

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_audit_indexes(op)


def downgrade() -> None:
    drop_audit_indexes(op)
