"""Let desks find a file by part of the name, whatever dot or space was typed."""

from __future__ import annotations

from alembic import op

from services.applications.storage.tables import NAME_KEY

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "ALTER TABLE application_version"
        f" ADD COLUMN name_key TEXT GENERATED ALWAYS AS ({NAME_KEY}) STORED"
    )
    op.execute("COMMENT ON COLUMN application_version.name_key IS 'search_key of the name'")
    op.execute(
        "CREATE INDEX ix_application_reader_organisation_id ON application_reader (organisation_id)"
    )


def downgrade() -> None:
    op.execute("DROP INDEX ix_application_reader_organisation_id")
    op.execute("ALTER TABLE application_version DROP COLUMN name_key")
