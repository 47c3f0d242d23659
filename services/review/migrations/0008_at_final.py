"""Say in the case that it has reached its final unit: what that unit may see is counted there.

It follows from the route and how far the file came; `move` writes it. A file that the previous code
moves while this runs would be missing in its final unit's queue until its next move, so review is
stopped for it.
"""

from __future__ import annotations

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE review_case ADD COLUMN at_final BOOLEAN NOT NULL DEFAULT FALSE")
    op.execute("ALTER TABLE review_case ALTER COLUMN at_final DROP DEFAULT")
    op.execute(
        "UPDATE review_case SET at_final = TRUE FROM case_node "
        "WHERE case_node.application_id = review_case.application_id "
        "AND case_node.kind = 'FINAL' AND case_node.position <= review_case.reached"
    )
    op.execute("DROP INDEX ix_review_case_final_state")
    op.execute(
        "CREATE INDEX ix_review_case_final_state ON review_case "
        "(final_organisation_id, cycle_id, state) INCLUDE (at_final, seat_kind)"
    )


def downgrade() -> None:
    op.execute("DROP INDEX ix_review_case_final_state")
    op.execute(
        "CREATE INDEX ix_review_case_final_state ON review_case "
        "(final_organisation_id, cycle_id, state)"
    )
    op.execute("ALTER TABLE review_case DROP COLUMN at_final")
