"""Refusals: proposed with facts, answered, decided by another person."""

from __future__ import annotations

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
        CREATE TABLE negative_proposal (
            proposal_id UUID NOT NULL,
            application_id UUID NOT NULL,
            version_no INTEGER NOT NULL,
            from_state VARCHAR(24) NOT NULL,
            from_position INTEGER NOT NULL,
            level VARCHAR(24) NOT NULL,
            organisation_id UUID NOT NULL,
            organisation_name VARCHAR(100) NOT NULL,
            proposer_id UUID NOT NULL,
            proposer_name VARCHAR(100) NOT NULL,
            proposed_at TIMESTAMP WITH TIME ZONE NOT NULL,
            text VARCHAR(500) NOT NULL,
            answer_until TIMESTAMP WITH TIME ZONE NOT NULL,
            answer VARCHAR(1000),
            answered_at TIMESTAMP WITH TIME ZONE,
            outcome VARCHAR(24),
            decider_id UUID,
            decider_name VARCHAR(100),
            decision_text VARCHAR(500),
            decided_at TIMESTAMP WITH TIME ZONE,
            contest_until TIMESTAMP WITH TIME ZONE,
            settled_at TIMESTAMP WITH TIME ZONE,
            CONSTRAINT pk_negative_proposal PRIMARY KEY (proposal_id),
            CONSTRAINT fk_negative_proposal_application_id_review_case
                FOREIGN KEY (application_id)
                REFERENCES review_case (application_id) ON DELETE CASCADE
        )
    """)
    op.execute(
        "CREATE INDEX ix_negative_proposal_application_id ON negative_proposal (application_id)"
    )
    op.execute(
        "CREATE UNIQUE INDEX uq_negative_proposal_open ON negative_proposal (application_id) "
        "WHERE decided_at IS NULL"
    )
    op.execute(
        "CREATE INDEX ix_negative_proposal_unsettled ON negative_proposal (contest_until) "
        "WHERE outcome = 'UPHELD' AND settled_at IS NULL"
    )


def downgrade() -> None:
    op.execute("DROP TABLE negative_proposal")
