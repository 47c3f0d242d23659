"""What the region returned: lists as a whole, packages with a last day of their own."""

from __future__ import annotations

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "ALTER TABLE summary_list "
        "ADD COLUMN return_text VARCHAR(500), "
        "ADD COLUMN return_due_at TIMESTAMP WITH TIME ZONE, "
        "ADD COLUMN returned_at TIMESTAMP WITH TIME ZONE, "
        "ADD COLUMN returned_by_name VARCHAR(100)"
    )
    op.execute("ALTER TABLE package ADD COLUMN own_deadline_on DATE")


def downgrade() -> None:
    op.execute("ALTER TABLE package DROP COLUMN own_deadline_on")
    op.execute(
        "ALTER TABLE summary_list DROP COLUMN return_text, DROP COLUMN return_due_at, "
        "DROP COLUMN returned_at, DROP COLUMN returned_by_name"
    )
