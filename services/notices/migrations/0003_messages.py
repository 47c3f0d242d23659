"""Messages to applicants, and whom an application's messages go to."""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_KINDS = "kind IN ('NOTICE', 'GUIDE', 'PAGE'{more})"

_CREATE = (
    """
    CREATE TABLE addressee (
        application_id UUID NOT NULL,
        person_id UUID NOT NULL,
        application_no VARCHAR(24) NOT NULL,
        cycle_year INTEGER NOT NULL,
        state VARCHAR(30),
        state_sequence BIGINT NOT NULL,
        CONSTRAINT pk_addressee PRIMARY KEY (application_id)
    )
    """,
    "COMMENT ON COLUMN addressee.state IS 'newest state heard of'",
    "COMMENT ON COLUMN addressee.state_sequence IS 'of the event that told it, 0 before the first'",
    """
    CREATE TABLE message (
        message_id UUID NOT NULL,
        person_id UUID NOT NULL,
        application_id UUID NOT NULL,
        application_no VARCHAR(24),
        cause VARCHAR(100) NOT NULL,
        year INTEGER NOT NULL,
        slug VARCHAR(40) NOT NULL,
        version INTEGER NOT NULL,
        until timestamptz,
        created_at timestamptz NOT NULL,
        read_at timestamptz,
        CONSTRAINT pk_message PRIMARY KEY (message_id),
        CONSTRAINT uq_message_person_id_cause UNIQUE (person_id, cause),
        CONSTRAINT fk_message_year_slug_version FOREIGN KEY(year, slug, version)
            REFERENCES text_version (year, slug, version)
    )
    """,
    "COMMENT ON COLUMN message.cause IS 'what it tells of: never told twice'",
    "COMMENT ON COLUMN message.version IS 'the template as it was then'",
    "CREATE INDEX ix_message_person_id ON message (person_id, created_at DESC)",
    "CREATE INDEX ix_message_unread ON message (person_id) WHERE read_at IS NULL",
)


def upgrade() -> None:
    _allow(", 'MESSAGE'")
    for statement in _CREATE:
        op.execute(statement)


def downgrade() -> None:
    op.execute("DROP TABLE message")
    op.execute("DROP TABLE addressee")
    op.execute(
        "DELETE FROM text_version v USING text t WHERE (t.year, t.slug) = (v.year, v.slug)"
        " AND t.kind = 'MESSAGE'"
    )
    op.execute("DELETE FROM text WHERE kind = 'MESSAGE'")
    _allow("")


def _allow(more: str) -> None:
    op.execute("ALTER TABLE text DROP CONSTRAINT ck_text_kind_known")
    op.execute(
        f"ALTER TABLE text ADD CONSTRAINT ck_text_kind_known CHECK ({_KINDS.format(more=more)})"
    )
