"""The first tables of the applications database."""

from __future__ import annotations

from alembic import op

from services.chassis.schema import create_chassis_tables, drop_chassis_tables

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_CREATE = (
    "CREATE SEQUENCE application_no_seq",
    """
    CREATE TABLE application (
        id UUID NOT NULL,
        cycle_id UUID NOT NULL,
        person_id UUID NOT NULL,
        live BOOLEAN NOT NULL,
        state VARCHAR(30) NOT NULL,
        revision INTEGER NOT NULL,
        data JSONB NOT NULL,
        id_cipher BYTEA,
        id_digest BYTEA,
        unit_id UUID,
        plan_row_id UUID,
        application_no VARCHAR(24),
        version_no INTEGER NOT NULL,
        version_id UUID,
        event_sequence BIGINT NOT NULL,
        review_sequence BIGINT NOT NULL,
        resume_state VARCHAR(30),
        desk_organisation_id UUID,
        desk_since timestamptz,
        return_id UUID,
        return_sequence BIGINT NOT NULL,
        return_items JSONB,
        return_due_at timestamptz,
        return_organisation_id UUID,
        returned_at timestamptz,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        submitted_at timestamptz,
        CONSTRAINT pk_application PRIMARY KEY (id),
        CONSTRAINT uq_application_application_no UNIQUE (application_no),
        CONSTRAINT ck_application_id_number CHECK ((id_cipher IS NULL) = (id_digest IS NULL))
    )
    """,
    "COMMENT ON COLUMN application.live IS 'false once withdrawn: a new one may be opened'",
    "COMMENT ON COLUMN application.revision IS 'optimistic lock of the draft'",
    "COMMENT ON COLUMN application.data IS 'field code to value, without the ID number'",
    "COMMENT ON COLUMN application.version_no IS '0 = never submitted'",
    "COMMENT ON COLUMN application.version_id IS 'the newest frozen version'",
    "COMMENT ON COLUMN application.event_sequence IS 'of the events published'",
    "COMMENT ON COLUMN application.review_sequence IS 'newest state heard of'",
    "COMMENT ON COLUMN application.resume_state IS 'where a returned form goes back to'",
    "CREATE INDEX ix_application_draft ON application (cycle_id) WHERE state = 'DRAFT'",
    "CREATE INDEX ix_application_person_id ON application (person_id)",
    (
        "CREATE UNIQUE INDEX uq_application_live_id_digest ON application (cycle_id, "
        "id_digest) WHERE live AND id_digest IS NOT NULL"
    ),
    (
        "CREATE UNIQUE INDEX uq_application_live_person ON application (cycle_id, "
        "person_id) WHERE live"
    ),
    """
    CREATE TABLE binding_copy (
        person_id UUID NOT NULL,
        unit_id UUID NOT NULL,
        sequence BIGINT NOT NULL,
        confirmed BOOLEAN NOT NULL,
        CONSTRAINT pk_binding_copy PRIMARY KEY (person_id, unit_id)
    )
    """,
    """
    CREATE TABLE cycle_copy (
        cycle_id UUID NOT NULL,
        sequence BIGINT NOT NULL,
        year INTEGER NOT NULL,
        title VARCHAR(200) NOT NULL,
        open_at timestamptz NOT NULL,
        close_at timestamptz NOT NULL,
        rules JSONB NOT NULL,
        CONSTRAINT pk_cycle_copy PRIMARY KEY (cycle_id)
    )
    """,
    """
    CREATE TABLE organisation_copy (
        organisation_id UUID NOT NULL,
        sequence BIGINT NOT NULL,
        name VARCHAR(200) NOT NULL,
        region_code VARCHAR(6) NOT NULL,
        final_organisation_id UUID,
        facts JSONB NOT NULL,
        CONSTRAINT pk_organisation_copy PRIMARY KEY (organisation_id)
    )
    """,
    """
    CREATE TABLE plan_copy (
        cycle_id UUID NOT NULL,
        sequence BIGINT NOT NULL,
        plan_version INTEGER NOT NULL,
        CONSTRAINT pk_plan_copy PRIMARY KEY (cycle_id)
    )
    """,
    """
    CREATE TABLE plan_row_copy (
        plan_row_id UUID NOT NULL,
        cycle_id UUID NOT NULL,
        plan_version INTEGER NOT NULL,
        facts JSONB NOT NULL,
        CONSTRAINT pk_plan_row_copy PRIMARY KEY (plan_row_id)
    )
    """,
    "COMMENT ON COLUMN plan_row_copy.plan_version IS 'older than plan_copy''s: struck out'",
    """
    CREATE TABLE access_event (
        id BIGSERIAL NOT NULL,
        application_id UUID NOT NULL,
        person_id UUID,
        organisation_id UUID,
        role VARCHAR(40) NOT NULL,
        kind VARCHAR(40) NOT NULL,
        purpose VARCHAR(200) NOT NULL,
        at timestamptz NOT NULL,
        CONSTRAINT pk_access_event PRIMARY KEY (id),
        CONSTRAINT fk_access_event_application_id
                FOREIGN KEY (application_id) REFERENCES application (id)
    )
    """,
    "COMMENT ON COLUMN access_event.kind IS 'file, id_number or a scan''s slot'",
    "CREATE INDEX ix_access_event_application_id ON access_event (application_id)",
    "CREATE INDEX ix_access_event_person_id ON access_event (person_id, at)",
    """
    CREATE TABLE application_reader (
        application_id UUID NOT NULL,
        organisation_id UUID NOT NULL,
        since timestamptz NOT NULL,
        CONSTRAINT pk_application_reader PRIMARY KEY (application_id, organisation_id),
        CONSTRAINT fk_application_reader_application_id
                FOREIGN KEY (application_id) REFERENCES application (id)
    )
    """,
    """
    CREATE TABLE application_version (
        id UUID NOT NULL,
        application_id UUID NOT NULL,
        version_no INTEGER NOT NULL,
        content JSONB NOT NULL,
        sha256 VARCHAR(64) NOT NULL,
        verify_code VARCHAR(14) NOT NULL,
        id_cipher BYTEA NOT NULL,
        track VARCHAR(20) NOT NULL,
        changed_fields JSONB NOT NULL,
        changed_items JSONB NOT NULL,
        key_fields_changed BOOLEAN NOT NULL,
        submitted_at timestamptz NOT NULL,
        CONSTRAINT pk_application_version PRIMARY KEY (id),
        CONSTRAINT uq_application_version_application_id_version_no
                UNIQUE (application_id, version_no),
        CONSTRAINT uq_application_version_verify_code UNIQUE (verify_code),
        CONSTRAINT fk_application_version_application_id
                FOREIGN KEY (application_id) REFERENCES application (id)
    )
    """,
    "COMMENT ON COLUMN application_version.content IS 'what sha256 is taken over, canonical'",
    "COMMENT ON COLUMN application_version.verify_code IS 'of the applicant''s copy'",
    """
    CREATE TABLE consent (
        id UUID NOT NULL,
        application_id UUID NOT NULL,
        scope VARCHAR(20) NOT NULL,
        text_version INTEGER NOT NULL,
        given_at timestamptz NOT NULL,
        withdrawn_at timestamptz,
        CONSTRAINT pk_consent PRIMARY KEY (id),
        CONSTRAINT fk_consent_application_id
                FOREIGN KEY (application_id) REFERENCES application (id)
    )
    """,
    "COMMENT ON COLUMN consent.scope IS 'PRIVACY, PLEDGE or a material code'",
    "CREATE INDEX ix_consent_application_id ON consent (application_id)",
    """
    CREATE TABLE scan (
        id UUID NOT NULL,
        application_id UUID NOT NULL,
        slot VARCHAR(10) NOT NULL,
        state VARCHAR(20) NOT NULL,
        filename VARCHAR(200) NOT NULL,
        sent_type VARCHAR(100) NOT NULL,
        sent_size INTEGER NOT NULL,
        sent_sha256 VARCHAR(64),
        part_bytes INTEGER NOT NULL,
        object_key VARCHAR(80),
        content_type VARCHAR(100),
        size INTEGER,
        sha256 VARCHAR(64),
        pages INTEGER,
        reason_code VARCHAR(40),
        reason VARCHAR(300),
        frozen BOOLEAN NOT NULL,
        created_at timestamptz NOT NULL,
        completed_at timestamptz,
        checked_at timestamptz,
        parts_deleted BOOLEAN NOT NULL,
        CONSTRAINT pk_scan PRIMARY KEY (id),
        CONSTRAINT uq_scan_object_key UNIQUE (object_key),
        CONSTRAINT fk_scan_application_id
                FOREIGN KEY (application_id) REFERENCES application (id)
    )
    """,
    "COMMENT ON COLUMN scan.sent_sha256 IS 'as announced, then as received'",
    "COMMENT ON COLUMN scan.object_key IS 'accepted/…; null until accepted or once deleted'",
    "COMMENT ON COLUMN scan.frozen IS 'part of a frozen version: never deleted'",
    "CREATE INDEX ix_scan_application_id ON scan (application_id, slot)",
    (
        "CREATE INDEX ix_scan_unfinished ON scan (created_at) WHERE state IN "
        "('UPLOADING','CHECKING')"
    ),
)

_DROP = (
    "DROP TABLE scan",
    "DROP TABLE consent",
    "DROP TABLE application_version",
    "DROP TABLE application_reader",
    "DROP TABLE access_event",
    "DROP TABLE plan_row_copy",
    "DROP TABLE plan_copy",
    "DROP TABLE organisation_copy",
    "DROP TABLE cycle_copy",
    "DROP TABLE binding_copy",
    "DROP TABLE application",
    "DROP SEQUENCE application_no_seq",
)


def upgrade() -> None:
    """Create everything."""
    create_chassis_tables(op)
    for statement in _CREATE:
        op.execute(statement)


def downgrade() -> None:
    """Drop everything."""
    for statement in _DROP:
        op.execute(statement)
    drop_chassis_tables(op)
