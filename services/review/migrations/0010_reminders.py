"""Which due dates of returns were reminded of."""

from __future__ import annotations

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
        CREATE TABLE return_reminder (
            return_id UUID NOT NULL,
            due_at TIMESTAMP WITH TIME ZONE NOT NULL,
            stage VARCHAR(24) NOT NULL,
            CONSTRAINT pk_return_reminder PRIMARY KEY (return_id, due_at, stage),
            CONSTRAINT fk_return_reminder_return_id FOREIGN KEY(return_id)
                REFERENCES case_return (return_id) ON DELETE CASCADE
        )
    """)


def downgrade() -> None:
    op.execute("DROP TABLE return_reminder")
