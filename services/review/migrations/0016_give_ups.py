"""Requests to give up the training."""

from __future__ import annotations

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
        CREATE TABLE give_up (
            give_up_id UUID NOT NULL,
            application_id UUID NOT NULL,
            from_state VARCHAR(24) NOT NULL,
            by_unit BOOLEAN NOT NULL,
            asker_id UUID NOT NULL,
            asker_name VARCHAR(100) NOT NULL,
            reason VARCHAR(24) NOT NULL,
            text VARCHAR(500) NOT NULL,
            evidence VARCHAR(200) NOT NULL,
            asked_at TIMESTAMP WITH TIME ZONE NOT NULL,
            hear_until TIMESTAMP WITH TIME ZONE,
            statement VARCHAR(1000),
            stated_at TIMESTAMP WITH TIME ZONE,
            proposed VARCHAR(24),
            proposal_text VARCHAR(500),
            document_no VARCHAR(60),
            document_on DATE,
            scan_ref VARCHAR(100),
            proposer_id UUID,
            proposer_name VARCHAR(100),
            proposed_at TIMESTAMP WITH TIME ZONE,
            sent_back VARCHAR(500),
            outcome VARCHAR(24),
            decider_id UUID,
            decider_name VARCHAR(100),
            decided_at TIMESTAMP WITH TIME ZONE,
            CONSTRAINT pk_give_up PRIMARY KEY (give_up_id),
            CONSTRAINT fk_give_up_application_id_review_case
                FOREIGN KEY (application_id)
                REFERENCES review_case (application_id) ON DELETE CASCADE
        )
    """)
    op.execute("CREATE INDEX ix_give_up_application_id ON give_up (application_id)")
    op.execute(
        "CREATE UNIQUE INDEX uq_give_up_open ON give_up (application_id) WHERE decided_at IS NULL"
    )


def downgrade() -> None:
    op.execute("DROP TABLE give_up")
