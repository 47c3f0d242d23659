"""Changes of organisations from a later day on; indexes for whoever reads the audit trail."""

from __future__ import annotations

from alembic import op

from services.chassis.schema import create_audit_indexes, drop_audit_indexes

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_CREATE = (
    """
    CREATE TABLE planned_change (
        change_id UUID NOT NULL,
        organisation_id UUID NOT NULL,
        effective_on DATE NOT NULL,
        cells JSONB NOT NULL,
        state VARCHAR(10) NOT NULL,
        planned_at timestamptz NOT NULL,
        planned_by VARCHAR(60) NOT NULL,
        settled_at timestamptz,
        settled_by VARCHAR(60),
        reason VARCHAR(200),
        CONSTRAINT pk_planned_change PRIMARY KEY (change_id),
        CONSTRAINT fk_planned_change_organisation_id FOREIGN KEY(organisation_id) REFERENCES
            organisation (organisation_id),
        CONSTRAINT ck_planned_change_state_known CHECK (state IN ('PLANNED', 'APPLIED',
            'CANCELLED', 'FAILED'))
    )
    """,
    "COMMENT ON COLUMN planned_change.cells IS 'columns of the organisations table'",
    "COMMENT ON COLUMN planned_change.reason IS 'why it could not begin'",
    "CREATE INDEX ix_planned_change_organisation_id ON planned_change (organisation_id)",
    """
    CREATE INDEX ix_planned_change_due ON planned_change (effective_on)
        WHERE state = 'PLANNED'
    """,
)


def upgrade() -> None:
    create_audit_indexes(op)
    for statement in _CREATE:
        op.execute(statement)


def downgrade() -> None:
    op.execute("DROP TABLE planned_change")
    drop_audit_indexes(op)
