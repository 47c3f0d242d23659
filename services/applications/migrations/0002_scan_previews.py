"""Pictures of the pages of accepted scans, for whoever reads the file."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        CREATE TABLE scan_preview (
            scan_id UUID NOT NULL,
            number INTEGER NOT NULL,
            width INTEGER NOT NULL,
            height INTEGER NOT NULL,
            size INTEGER NOT NULL,
            sha256 VARCHAR(64) NOT NULL,
            CONSTRAINT pk_scan_preview PRIMARY KEY (scan_id, number),
            CONSTRAINT fk_scan_preview_scan_id FOREIGN KEY (scan_id) REFERENCES scan (id)
        )
        """
    )
    op.execute("COMMENT ON COLUMN scan_preview.number IS 'page from 1; 0 = small, of the first'")


def downgrade() -> None:
    op.execute("DROP TABLE scan_preview")
