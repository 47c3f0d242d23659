"""Groups of trainees, the people in them, notifications; the region looks after the selected."""

from __future__ import annotations

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
        CREATE TABLE training (
            training_id UUID NOT NULL,
            cycle_id UUID NOT NULL,
            track VARCHAR(24) NOT NULL,
            version INTEGER NOT NULL,
            plan JSONB NOT NULL,
            planned_by UUID NOT NULL,
            planned_at TIMESTAMP WITH TIME ZONE NOT NULL,
            notified_by UUID,
            notified_at TIMESTAMP WITH TIME ZONE,
            CONSTRAINT pk_training PRIMARY KEY (training_id)
        )
    """)
    op.execute("CREATE INDEX ix_training_cycle_track ON training (cycle_id, track)")
    op.execute("""
        CREATE TABLE training_member (
            application_id UUID NOT NULL,
            training_id UUID NOT NULL,
            attended_on DATE,
            enrolled_on DATE,
            completed_on DATE,
            CONSTRAINT pk_training_member PRIMARY KEY (application_id),
            CONSTRAINT fk_training_member_application_id_review_case
                FOREIGN KEY (application_id)
                REFERENCES review_case (application_id) ON DELETE CASCADE,
            CONSTRAINT fk_training_member_training_id_training
                FOREIGN KEY (training_id) REFERENCES training (training_id) ON DELETE CASCADE
        )
    """)
    op.execute("CREATE INDEX ix_training_member_training_id ON training_member (training_id)")
    op.execute("""
        CREATE TABLE notification (
            application_id UUID NOT NULL,
            addressee VARCHAR(24) NOT NULL,
            organisation_id UUID,
            created_at TIMESTAMP WITH TIME ZONE NOT NULL,
            read_at TIMESTAMP WITH TIME ZONE,
            read_by_name VARCHAR(100),
            CONSTRAINT pk_notification PRIMARY KEY (application_id, addressee),
            CONSTRAINT fk_notification_application_id_review_case
                FOREIGN KEY (application_id)
                REFERENCES review_case (application_id) ON DELETE CASCADE
        )
    """)
    op.execute("CREATE INDEX ix_notification_organisation_id ON notification (organisation_id)")
    op.execute("""
        UPDATE review_case SET desk_kind = 'REGION', desk_organisation_id = o.organisation_id
        FROM organisation_copy o
        WHERE o.type = 'REGION_HRSS' AND review_case.state = 'SELECTED'
    """)


def downgrade() -> None:
    for table in ("notification", "training_member", "training"):
        op.execute(f"DROP TABLE {table}")
    op.execute(
        "UPDATE review_case SET desk_kind = NULL, desk_organisation_id = NULL"
        " WHERE state = 'SELECTED'"
    )
