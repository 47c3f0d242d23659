"""The first tables of the quotas database."""

from __future__ import annotations

from alembic import op

from services.chassis.schema import create_chassis_tables, drop_chassis_tables

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_CREATE = (
    """
    CREATE TABLE cycle (
        cycle_id UUID NOT NULL,
        year INTEGER NOT NULL,
        batch_no INTEGER NOT NULL,
        title VARCHAR(200) NOT NULL,
        issued_on DATE NOT NULL,
        open_at timestamptz NOT NULL,
        close_at timestamptz NOT NULL,
        correction_close_at timestamptz NOT NULL,
        review_close_at timestamptz NOT NULL,
        dispatch_deadline_on DATE NOT NULL,
        shift_days INTEGER NOT NULL,
        rules JSONB NOT NULL,
        inland_total INTEGER NOT NULL,
        in_region_total INTEGER NOT NULL,
        differential_ratio NUMERIC(4, 2) NOT NULL,
        helpline JSONB NOT NULL,
        opened_at timestamptz NOT NULL,
        opened_by VARCHAR(60) NOT NULL,
        plan_version INTEGER,
        sequence BIGINT NOT NULL,
        CONSTRAINT pk_cycle PRIMARY KEY (cycle_id),
        CONSTRAINT uq_cycle_year UNIQUE (year),
        CONSTRAINT ck_cycle_window_has_length CHECK (open_at < close_at)
    )
    """,
    "COMMENT ON COLUMN cycle.rules IS 'CycleRules as published'",
    "COMMENT ON COLUMN cycle.plan_version IS 'the version in force'",
    "COMMENT ON COLUMN cycle.sequence IS 'of the newest event of the cycle'",
    """
    CREATE TABLE organisation (
        organisation_id UUID NOT NULL,
        sequence BIGINT NOT NULL,
        plan_unit_code VARCHAR(20),
        organisation_type VARCHAR(30) NOT NULL,
        active_from DATE NOT NULL,
        active_to DATE,
        CONSTRAINT pk_organisation PRIMARY KEY (organisation_id)
    )
    """,
    "CREATE INDEX ix_organisation_plan_unit_code ON organisation (plan_unit_code)",
    "COMMENT ON TABLE organisation IS 'copies fed by accounts'' organisation-changed'",
    "COMMENT ON COLUMN organisation.sequence IS 'of the event this copy comes from'",
    """
    CREATE TABLE reservation (
        application_id UUID NOT NULL,
        cycle_id UUID NOT NULL,
        last_sequence BIGINT NOT NULL,
        state VARCHAR(10) NOT NULL,
        plan_row_id UUID,
        seat_kind VARCHAR(10),
        nomination_id UUID,
        reservation_id UUID,
        sequence BIGINT NOT NULL,
        changed_at timestamptz NOT NULL,
        CONSTRAINT pk_reservation PRIMARY KEY (application_id),
        CONSTRAINT ck_reservation_state_known CHECK (state IN ('NONE', 'RESERVED',
            'REFUSED', 'CONFIRMED')),
        CONSTRAINT ck_reservation_seat_has_cell CHECK (state = 'NONE' OR (plan_row_id IS
            NOT NULL AND seat_kind IS NOT NULL AND nomination_id IS NOT NULL))
    )
    """,
    """
    CREATE INDEX ix_reservation_held ON reservation (plan_row_id, seat_kind) WHERE state IN
        ('RESERVED', 'CONFIRMED')
    """,
    "COMMENT ON COLUMN reservation.last_sequence IS 'newest message of review'",
    "COMMENT ON COLUMN reservation.reservation_id IS 'of the seat that is held or was held last'",
    "COMMENT ON COLUMN reservation.sequence IS 'newest event about the application'",
    """
    CREATE TABLE plan_row (
        plan_row_id UUID NOT NULL,
        cycle_id UUID NOT NULL,
        plan_unit_code VARCHAR(20) NOT NULL,
        specialty VARCHAR(40) NOT NULL,
        CONSTRAINT pk_plan_row PRIMARY KEY (plan_row_id),
        CONSTRAINT uq_plan_row_cycle_id_plan_unit_code_specialty UNIQUE (cycle_id,
            plan_unit_code, specialty),
        CONSTRAINT fk_plan_row_cycle_id FOREIGN KEY(cycle_id) REFERENCES cycle (cycle_id)
    )
    """,
    """
    CREATE TABLE plan_version (
        cycle_id UUID NOT NULL,
        version INTEGER NOT NULL,
        state VARCHAR(12) NOT NULL,
        based_on INTEGER,
        filename VARCHAR(200) NOT NULL,
        sha256 VARCHAR(64) NOT NULL,
        findings JSONB NOT NULL,
        imported_at timestamptz NOT NULL,
        imported_by VARCHAR(60) NOT NULL,
        published_at timestamptz,
        published_by VARCHAR(60),
        reason TEXT,
        CONSTRAINT pk_plan_version PRIMARY KEY (cycle_id, version),
        CONSTRAINT ck_plan_version_state_known CHECK (state IN ('DRAFT', 'PUBLISHED',
            'SUPERSEDED', 'DISCARDED')),
        CONSTRAINT fk_plan_version_cycle_id FOREIGN KEY(cycle_id) REFERENCES cycle (cycle_id)
    )
    """,
    """
    CREATE UNIQUE INDEX uq_plan_version_published ON plan_version (cycle_id) WHERE state =
        'PUBLISHED'
    """,
    "COMMENT ON COLUMN plan_version.state IS 'DRAFT, PUBLISHED, SUPERSEDED, DISCARDED'",
    "COMMENT ON COLUMN plan_version.based_on IS 'version in force when the draft was made'",
    """
    CREATE TABLE plan_row_version (
        cycle_id UUID NOT NULL,
        version INTEGER NOT NULL,
        plan_row_id UUID NOT NULL,
        seq INTEGER NOT NULL,
        plan_unit_name VARCHAR(100) NOT NULL,
        unit_kind VARCHAR(20) NOT NULL,
        region_code VARCHAR(6) NOT NULL,
        southern_four BOOLEAN NOT NULL,
        quota_inland INTEGER NOT NULL,
        quota_long INTEGER NOT NULL,
        quota_short INTEGER NOT NULL,
        shortage BOOLEAN NOT NULL,
        remark VARCHAR(200) NOT NULL,
        CONSTRAINT pk_plan_row_version PRIMARY KEY (cycle_id, version, plan_row_id),
        CONSTRAINT fk_plan_row_version_cycle_id_version FOREIGN KEY(cycle_id, version)
            REFERENCES plan_version (cycle_id, version),
        CONSTRAINT ck_plan_row_version_quotas_not_negative CHECK (quota_inland >= 0 AND
            quota_long >= 0 AND quota_short >= 0),
        CONSTRAINT fk_plan_row_version_plan_row_id FOREIGN KEY(plan_row_id) REFERENCES
            plan_row (plan_row_id)
    )
    """,
    """
    CREATE TABLE seat_cell (
        plan_row_id UUID NOT NULL,
        seat_kind VARCHAR(10) NOT NULL,
        cycle_id UUID NOT NULL,
        quota INTEGER NOT NULL,
        reserved INTEGER DEFAULT 0 NOT NULL,
        confirmed INTEGER DEFAULT 0 NOT NULL,
        CONSTRAINT pk_seat_cell PRIMARY KEY (plan_row_id, seat_kind),
        CONSTRAINT ck_seat_cell_seat_kind_known CHECK (seat_kind IN ('INLAND', 'LONG',
            'SHORT')),
        CONSTRAINT ck_seat_cell_not_oversold CHECK (reserved + confirmed <= quota),
        CONSTRAINT ck_seat_cell_not_negative CHECK (reserved >= 0 AND confirmed >= 0),
        CONSTRAINT fk_seat_cell_plan_row_id FOREIGN KEY(plan_row_id) REFERENCES plan_row
            (plan_row_id),
        CONSTRAINT fk_seat_cell_cycle_id FOREIGN KEY(cycle_id) REFERENCES cycle (cycle_id)
    )
    """,
    "CREATE INDEX ix_seat_cell_cycle_id ON seat_cell (cycle_id)",
    """
    CREATE TABLE seat_ledger (
        entry_no BIGINT GENERATED ALWAYS AS IDENTITY,
        application_id UUID NOT NULL,
        nomination_id UUID NOT NULL,
        message_sequence BIGINT NOT NULL,
        plan_row_id UUID NOT NULL,
        seat_kind VARCHAR(10) NOT NULL,
        action VARCHAR(10) NOT NULL,
        reason VARCHAR(40),
        quota INTEGER NOT NULL,
        reserved_after INTEGER NOT NULL,
        confirmed_after INTEGER NOT NULL,
        at timestamptz NOT NULL,
        CONSTRAINT pk_seat_ledger PRIMARY KEY (entry_no),
        CONSTRAINT fk_seat_ledger_plan_row_id_seat_kind FOREIGN KEY(plan_row_id,
            seat_kind) REFERENCES seat_cell (plan_row_id, seat_kind),
        CONSTRAINT ck_seat_ledger_action_known CHECK (action IN ('RESERVED', 'REFUSED',
            'RELEASED', 'CONFIRMED'))
    )
    """,
    """
    CREATE INDEX ix_seat_ledger_application_id_entry_no ON seat_ledger (application_id,
        entry_no)
    """,
    """
    CREATE INDEX ix_seat_ledger_plan_row_id_seat_kind_entry_no ON seat_ledger (plan_row_id,
        seat_kind, entry_no)
    """,
    "COMMENT ON COLUMN seat_ledger.message_sequence IS 'review event that caused it'",
    "COMMENT ON COLUMN seat_ledger.at IS 'business time'",
    """
    CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'the seat ledger is append-only';
    END $$
    """,
    """
    CREATE TRIGGER seat_ledger_append_only
    BEFORE UPDATE OR DELETE OR TRUNCATE ON seat_ledger
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
    """,
)

_DROP_ORDER = (
    "seat_ledger",
    "seat_cell",
    "plan_row_version",
    "plan_version",
    "plan_row",
    "reservation",
    "organisation",
    "cycle",
)


def upgrade() -> None:
    create_chassis_tables(op)
    for statement in _CREATE:
        op.execute(statement)


def downgrade() -> None:
    for table in _DROP_ORDER:
        op.execute(f"DROP TABLE {table}")
    op.execute("DROP FUNCTION refuse_change")
    drop_chassis_tables(op)
