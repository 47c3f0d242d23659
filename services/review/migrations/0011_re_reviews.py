"""Re-reviews, the flag beside the state, and a file's own deadline."""

from __future__ import annotations

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "ALTER TABLE review_case ADD COLUMN under_re_review BOOLEAN NOT NULL DEFAULT false, "
        "ADD COLUMN own_deadline_at TIMESTAMP WITH TIME ZONE"
    )
    op.execute("""
        CREATE TABLE re_review (
            re_review_id UUID NOT NULL,
            application_id UUID NOT NULL,
            kind VARCHAR(24) NOT NULL,
            subject_id UUID NOT NULL,
            level VARCHAR(24) NOT NULL,
            position INTEGER NOT NULL,
            organisation_name VARCHAR(100) NOT NULL,
            persons UUID[] NOT NULL,
            contested_at TIMESTAMP WITH TIME ZONE NOT NULL,
            grounds VARCHAR(1000) NOT NULL,
            more_on_paper BOOLEAN NOT NULL,
            asked_at TIMESTAMP WITH TIME ZONE NOT NULL,
            suspended_due_at TIMESTAMP WITH TIME ZONE,
            decider_organisation_id UUID NOT NULL,
            decider_organisation_name VARCHAR(100) NOT NULL,
            decide_until TIMESTAMP WITH TIME ZONE NOT NULL,
            outcome VARCHAR(24),
            reasons VARCHAR(1000),
            decider_id UUID,
            decider_name VARCHAR(100),
            decided_at TIMESTAMP WITH TIME ZONE,
            CONSTRAINT pk_re_review PRIMARY KEY (re_review_id),
            CONSTRAINT fk_re_review_application_id_review_case
                FOREIGN KEY (application_id)
                REFERENCES review_case (application_id) ON DELETE CASCADE,
            CONSTRAINT uq_re_review_kind_subject_id UNIQUE (kind, subject_id)
        )
    """)
    op.execute("CREATE INDEX ix_re_review_application_id ON re_review (application_id)")
    op.execute(
        "CREATE UNIQUE INDEX uq_re_review_open ON re_review (application_id) "
        "WHERE decided_at IS NULL"
    )
    op.execute(
        "CREATE INDEX ix_re_review_decider ON re_review (decider_organisation_id, decide_until)"
    )


def downgrade() -> None:
    op.execute("DROP TABLE re_review")
    op.execute("ALTER TABLE review_case DROP COLUMN under_re_review, DROP COLUMN own_deadline_at")
