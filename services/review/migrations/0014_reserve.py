"""The reserve of the seat cells."""

from __future__ import annotations

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
        CREATE TABLE reserve_place (
            application_id UUID NOT NULL,
            plan_row_id UUID NOT NULL,
            seat_kind VARCHAR(24) NOT NULL,
            place INTEGER NOT NULL,
            reason VARCHAR(300) NOT NULL,
            placed_by UUID NOT NULL,
            placed_by_name VARCHAR(100) NOT NULL,
            placed_at TIMESTAMP WITH TIME ZONE NOT NULL,
            CONSTRAINT pk_reserve_place PRIMARY KEY (application_id),
            CONSTRAINT uq_reserve_place_plan_row_id_seat_kind_place
                UNIQUE (plan_row_id, seat_kind, place),
            CONSTRAINT fk_reserve_place_application_id_review_case
                FOREIGN KEY (application_id)
                REFERENCES review_case (application_id) ON DELETE CASCADE
        )
    """)


def downgrade() -> None:
    op.execute("DROP TABLE reserve_place")
