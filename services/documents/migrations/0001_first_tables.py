"""The first tables of the documents database."""

from __future__ import annotations

from alembic import op

from services.chassis.schema import create_chassis_tables, drop_chassis_tables

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_CREATE = (
    """
    CREATE TABLE standing (
        subject_id UUID NOT NULL,
        version_no INTEGER NOT NULL,
        closed BOOLEAN NOT NULL,
        sequence BIGINT NOT NULL,
        CONSTRAINT pk_standing PRIMARY KEY (subject_id)
    )
    """,
    "COMMENT ON COLUMN standing.subject_id IS 'application or list'",
    "COMMENT ON COLUMN standing.version_no IS 'newest version heard of'",
    "COMMENT ON COLUMN standing.closed IS 'the application was withdrawn'",
    "COMMENT ON COLUMN standing.sequence IS 'newest approval heard of'",
    """
    CREATE TABLE version (
        version_id UUID NOT NULL,
        application_id UUID NOT NULL,
        application_no VARCHAR(20) NOT NULL,
        version_no INTEGER NOT NULL,
        CONSTRAINT pk_version PRIMARY KEY (version_id)
    )
    """,
    """
    CREATE TABLE cycle (
        cycle_id UUID NOT NULL,
        year INTEGER NOT NULL,
        CONSTRAINT pk_cycle PRIMARY KEY (cycle_id)
    )
    """,
    "COMMENT ON COLUMN cycle.year IS 'whose templates print it'",
    """
    CREATE TABLE voided_list_version (
        list_version_id UUID NOT NULL,
        CONSTRAINT pk_voided_list_version PRIMARY KEY (list_version_id)
    )
    """,
    """
    CREATE TABLE document (
        document_id UUID NOT NULL,
        kind VARCHAR(20) NOT NULL,
        application_id UUID,
        list_id UUID,
        version_id UUID NOT NULL,
        version_no INTEGER NOT NULL,
        opinions_digest VARCHAR(64) NOT NULL,
        template_version VARCHAR(60) NOT NULL,
        year INTEGER NOT NULL,
        verify_code VARCHAR(14) NOT NULL,
        file_name VARCHAR(120) NOT NULL,
        state VARCHAR(12) NOT NULL,
        sequence BIGINT NOT NULL,
        requested_at timestamptz NOT NULL,
        rendered_at timestamptz,
        object_key VARCHAR(60),
        content_type VARCHAR(100) NOT NULL,
        sha256 VARCHAR(64),
        size_bytes BIGINT,
        pages INTEGER,
        failure_code VARCHAR(40),
        failure_field VARCHAR(100),
        failure_codepoint VARCHAR(20),
        CONSTRAINT pk_document PRIMARY KEY (document_id),
        CONSTRAINT ck_document_one_subject CHECK ((application_id IS NULL) <> (list_id IS NULL)),
        CONSTRAINT ck_document_ready_has_file CHECK (state <> 'READY'
            OR (object_key IS NOT NULL AND sha256 IS NOT NULL))
    )
    """,
    "CREATE INDEX ix_document_application_id ON document (application_id)",
    "CREATE INDEX ix_document_list_id ON document (list_id)",
    "CREATE INDEX ix_document_verify_code ON document (verify_code)",
    """
    CREATE UNIQUE INDEX uq_document_current_application ON document (kind, application_id)
    WHERE application_id IS NOT NULL AND state <> 'SUPERSEDED'
    """,
    """
    CREATE UNIQUE INDEX uq_document_current_list ON document (kind, list_id) WHERE list_id IS
    NOT NULL AND state <> 'SUPERSEDED'
    """,
    """
    CREATE UNIQUE INDEX uq_document_current_print ON document (kind, version_id,
    opinions_digest, template_version) WHERE state <> 'SUPERSEDED'
    """,
    "COMMENT ON COLUMN document.version_id IS 'application or list version'",
    "COMMENT ON COLUMN document.opinions_digest IS 'empty unless official form'",
    "COMMENT ON COLUMN document.file_name IS 'codes only, no person'",
    "COMMENT ON COLUMN document.sequence IS 'of the newest event published'",
)

_DROP_ORDER = ("document", "voided_list_version", "cycle", "version", "standing")


def upgrade() -> None:
    create_chassis_tables(op)
    for statement in _CREATE:
        op.execute(statement)


def downgrade() -> None:
    for table in _DROP_ORDER:
        op.execute(f"DROP TABLE {table}")
    drop_chassis_tables(op)
