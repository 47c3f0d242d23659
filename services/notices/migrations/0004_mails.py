"""Mails that repeat messages."""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_CREATE = (
    """
    CREATE TABLE mail (
        message_id UUID NOT NULL,
        state VARCHAR(10) NOT NULL,
        attempts INTEGER NOT NULL,
        next_try_at timestamptz NOT NULL,
        created_at timestamptz NOT NULL,
        CONSTRAINT pk_mail PRIMARY KEY (message_id),
        CONSTRAINT fk_mail_message_id FOREIGN KEY(message_id) REFERENCES message (message_id),
        CONSTRAINT ck_mail_state_known CHECK (state IN ('WAITING', 'SENDING', 'SENT', 'FAILED',
            'GIVEN_UP', 'NO_ADDRESS'))
    )
    """,
    "COMMENT ON COLUMN mail.next_try_at IS 'while SENDING the end of the lease'",
    """
    CREATE INDEX ix_mail_open ON mail (next_try_at)
        WHERE state IN ('WAITING', 'SENDING', 'FAILED')
    """,
)


def upgrade() -> None:
    for statement in _CREATE:
        op.execute(statement)


def downgrade() -> None:
    op.execute("DROP TABLE mail")
