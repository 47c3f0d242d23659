"""Exports: spreadsheets somebody asked for, kept for some days."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_CREATE = (
    """
    CREATE TABLE export (
        export_id UUID NOT NULL,
        kind VARCHAR(20) NOT NULL,
        person_id UUID NOT NULL,
        person_name VARCHAR(100) NOT NULL,
        organisation_id UUID NOT NULL,
        organisation_name VARCHAR(100) NOT NULL,
        roles JSONB NOT NULL,
        year INTEGER NOT NULL,
        cycle_id UUID NOT NULL,
        filters JSONB NOT NULL,
        state VARCHAR(12) NOT NULL,
        requested_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        as_of timestamptz,
        row_count INTEGER,
        object_key VARCHAR(60),
        sha256 VARCHAR(64),
        size_bytes BIGINT,
        failure_code VARCHAR(40),
        CONSTRAINT pk_export PRIMARY KEY (export_id),
        CONSTRAINT ck_export_file CHECK ((state = 'READY') = (object_key IS NOT NULL))
    )
    """,
    "COMMENT ON COLUMN export.person_id IS 'who asked; nobody else sees it'",
    "COMMENT ON COLUMN export.person_name IS 'as it stands in the mark on each sheet'",
    "COMMENT ON COLUMN export.roles IS 'by which it was granted'",
    "CREATE INDEX ix_export_person ON export (person_id, requested_at)",
    "CREATE INDEX ix_export_expires_at ON export (expires_at) WHERE state <> 'EXPIRED'",
)


def upgrade() -> None:
    for statement in _CREATE:
        op.execute(statement)


def downgrade() -> None:
    op.execute("DROP TABLE export")
