"""Paper that came in, before it is checked."""

from __future__ import annotations

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
        CREATE TABLE paper_arrival (
            arrival_id UUID NOT NULL,
            application_id UUID NOT NULL,
            form_id UUID NOT NULL,
            version_no INTEGER NOT NULL,
            is_current BOOLEAN NOT NULL,
            received_on DATE NOT NULL,
            way VARCHAR(24) NOT NULL,
            posted_on DATE,
            carrier VARCHAR(40),
            waybill VARCHAR(40),
            copies INTEGER NOT NULL,
            missing VARCHAR(200),
            officer_id UUID NOT NULL,
            officer_name VARCHAR(100) NOT NULL,
            registered_at TIMESTAMP WITH TIME ZONE NOT NULL,
            CONSTRAINT pk_paper_arrival PRIMARY KEY (arrival_id),
            CONSTRAINT fk_paper_arrival_application_id_review_case
                FOREIGN KEY (application_id)
                REFERENCES review_case (application_id) ON DELETE CASCADE,
            CONSTRAINT fk_paper_arrival_form_id_official_form
                FOREIGN KEY (form_id) REFERENCES official_form (form_id) ON DELETE CASCADE
        )
    """)
    op.execute("CREATE INDEX ix_paper_arrival_application_id ON paper_arrival (application_id)")


def downgrade() -> None:
    op.execute("DROP TABLE paper_arrival")
