"""Who re-reviews a file reads it while the procedure runs."""

from __future__ import annotations

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "ALTER TABLE application ADD COLUMN re_review_organisation_id UUID, "
        "ADD COLUMN re_review_sequence BIGINT NOT NULL DEFAULT 0"
    )
    op.execute(
        "COMMENT ON COLUMN application.re_review_organisation_id IS "
        "'whose re-reviewer reads while it runs'"
    )


def downgrade() -> None:
    op.execute(
        "ALTER TABLE application DROP COLUMN re_review_organisation_id, "
        "DROP COLUMN re_review_sequence"
    )
