"""Say in the case at which desk it stands: queues are read from one index.

The desk follows from position and route; `move` writes both. A file that the previous code moves
while this runs keeps an old desk until its next move, so review is stopped for it.
"""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "ALTER TABLE review_case ADD COLUMN desk_organisation_id UUID, "
        "ADD COLUMN desk_kind VARCHAR(24)"
    )
    op.execute(
        "UPDATE review_case SET desk_organisation_id = case_node.organisation_id, "
        "desk_kind = case_node.kind FROM case_node "
        "WHERE case_node.application_id = review_case.application_id "
        "AND case_node.position = review_case.position"
    )
    op.execute(
        "CREATE INDEX ix_review_case_desk ON review_case "
        "(desk_organisation_id, cycle_id, since, application_no) "
        "INCLUDE (desk_kind, application_id)"
    )


def downgrade() -> None:
    op.execute("DROP INDEX ix_review_case_desk")
    op.execute("ALTER TABLE review_case DROP COLUMN desk_organisation_id, DROP COLUMN desk_kind")
