"""Which return an applicant answered last: a reminder of that one is no longer wanted."""

from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE addressee ADD COLUMN answered_return_id UUID")
    op.execute("CREATE INDEX ix_message_application_id ON message (application_id)")


def downgrade() -> None:
    op.execute("DROP INDEX ix_message_application_id")
    op.execute("ALTER TABLE addressee DROP COLUMN answered_return_id")
