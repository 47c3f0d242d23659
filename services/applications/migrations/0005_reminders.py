"""Which drafts were reminded of which closing."""

from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
        CREATE TABLE reminder (
            application_id UUID NOT NULL,
            closes_at TIMESTAMP WITH TIME ZONE NOT NULL,
            stage VARCHAR(10) NOT NULL,
            CONSTRAINT pk_reminder PRIMARY KEY (application_id, closes_at, stage),
            CONSTRAINT fk_reminder_application_id FOREIGN KEY(application_id)
                REFERENCES application (id)
        )
    """)
    op.execute("COMMENT ON COLUMN reminder.closes_at IS 'a later one is reminded of anew'")


def downgrade() -> None:
    op.execute("DROP TABLE reminder")
