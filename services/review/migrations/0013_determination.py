"""Determinations, the total of each track, withdrawals from the region; the region is a desk."""

from __future__ import annotations

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _determinations()
    _totals()
    _withdrawals()
    # The region's desk is said in the case, like every other desk.
    op.execute("""
        UPDATE review_case SET desk_kind = 'REGION', desk_organisation_id = o.organisation_id
        FROM organisation_copy o
        WHERE o.type = 'REGION_HRSS' AND review_case.state = 'REGION_REVIEW'
    """)


def _determinations() -> None:
    op.execute("""
        CREATE TABLE determination (
            determination_id UUID NOT NULL,
            cycle_id UUID NOT NULL,
            track VARCHAR(24) NOT NULL,
            stage VARCHAR(24) NOT NULL,
            status VARCHAR(24) NOT NULL,
            version INTEGER NOT NULL,
            organisation_id UUID NOT NULL,
            document_no VARCHAR(60),
            document_on DATE,
            scan_ref VARCHAR(100),
            proposer_id UUID NOT NULL,
            proposer_name VARCHAR(100) NOT NULL,
            proposed_at TIMESTAMP WITH TIME ZONE NOT NULL,
            decider_id UUID,
            decider_name VARCHAR(100),
            decided_at TIMESTAMP WITH TIME ZONE,
            reason VARCHAR(400),
            CONSTRAINT pk_determination PRIMARY KEY (determination_id)
        )
    """)
    op.execute(
        "CREATE INDEX ix_determination_cycle_track ON determination (cycle_id, track, status)"
    )
    op.execute("""
        CREATE TABLE determination_row (
            determination_id UUID NOT NULL,
            application_id UUID NOT NULL,
            case_version INTEGER NOT NULL,
            selected BOOLEAN NOT NULL,
            reason VARCHAR(400),
            open BOOLEAN NOT NULL,
            holds_place BOOLEAN NOT NULL,
            CONSTRAINT pk_determination_row PRIMARY KEY (determination_id, application_id),
            CONSTRAINT fk_determination_row_determination_id_determination
                FOREIGN KEY (determination_id)
                REFERENCES determination (determination_id) ON DELETE CASCADE,
            CONSTRAINT fk_determination_row_application_id_review_case
                FOREIGN KEY (application_id)
                REFERENCES review_case (application_id) ON DELETE CASCADE
        )
    """)
    op.execute(
        "CREATE UNIQUE INDEX uq_determination_row_open ON determination_row (application_id)"
        " WHERE open"
    )
    op.execute(
        "CREATE UNIQUE INDEX uq_determination_row_place ON determination_row (application_id)"
        " WHERE holds_place"
    )


def _totals() -> None:
    op.execute("""
        CREATE TABLE determination_total (
            cycle_id UUID NOT NULL,
            track VARCHAR(24) NOT NULL,
            most INTEGER NOT NULL,
            taken INTEGER NOT NULL,
            CONSTRAINT pk_determination_total PRIMARY KEY (cycle_id, track),
            CONSTRAINT ck_determination_total_within CHECK (taken BETWEEN 0 AND most)
        )
    """)


def _withdrawals() -> None:
    op.execute("""
        CREATE TABLE region_withdrawal (
            application_id UUID NOT NULL,
            cycle_id UUID NOT NULL,
            track VARCHAR(24) NOT NULL,
            withdrawn_at TIMESTAMP WITH TIME ZONE NOT NULL,
            received_at TIMESTAMP WITH TIME ZONE,
            received_by UUID,
            received_by_name VARCHAR(100),
            CONSTRAINT pk_region_withdrawal PRIMARY KEY (application_id),
            CONSTRAINT fk_region_withdrawal_application_id_review_case
                FOREIGN KEY (application_id)
                REFERENCES review_case (application_id) ON DELETE CASCADE
        )
    """)
    op.execute(
        "CREATE INDEX ix_region_withdrawal_open ON region_withdrawal (cycle_id, track)"
        " WHERE received_at IS NULL"
    )


def downgrade() -> None:
    for table in ("region_withdrawal", "determination_total", "determination_row", "determination"):
        op.execute(f"DROP TABLE {table}")
    op.execute(
        "UPDATE review_case SET desk_kind = NULL, desk_organisation_id = NULL"
        " WHERE desk_kind = 'REGION'"
    )
