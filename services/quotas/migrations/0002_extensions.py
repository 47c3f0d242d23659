"""Later dates are proposed before they are published; a draft plan tells who imported it."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_CREATE = """
    CREATE TABLE extension (
        extension_id UUID NOT NULL,
        cycle_id UUID NOT NULL,
        state VARCHAR(10) NOT NULL,
        close_at timestamptz,
        correction_close_at timestamptz,
        review_close_at timestamptz,
        dispatch_deadline_on DATE,
        reason VARCHAR(200) NOT NULL,
        proposed_at timestamptz NOT NULL,
        proposed_by VARCHAR(60) NOT NULL,
        proposed_by_name VARCHAR(100) NOT NULL,
        decided_at timestamptz,
        decided_by VARCHAR(60),
        decided_by_name VARCHAR(100) NOT NULL,
        decision_reason VARCHAR(200) NOT NULL,
        CONSTRAINT pk_extension PRIMARY KEY (extension_id),
        CONSTRAINT fk_extension_cycle_id FOREIGN KEY(cycle_id) REFERENCES cycle (cycle_id),
        CONSTRAINT ck_extension_state_known CHECK (state IN ('PROPOSED', 'PUBLISHED', 'REFUSED',
            'REPLACED')),
        CONSTRAINT ck_extension_two_people CHECK (decided_by IS NULL OR decided_by <> proposed_by)
    )
    """
_ONE_WAITS = """
    CREATE UNIQUE INDEX uq_extension_proposed ON extension (cycle_id) WHERE state = 'PROPOSED'
    """


def upgrade() -> None:
    op.execute(_CREATE)
    op.execute(_ONE_WAITS)
    op.execute("COMMENT ON COLUMN extension.proposed_by_name IS 'as colleagues see it'")
    op.execute(
        "ALTER TABLE plan_version ADD COLUMN imported_by_name VARCHAR(100) DEFAULT '' NOT NULL"
    )
    op.execute("COMMENT ON COLUMN plan_version.imported_by_name IS 'as colleagues see it'")


def downgrade() -> None:
    op.execute("ALTER TABLE plan_version DROP COLUMN imported_by_name")
    op.execute("DROP TABLE extension")
