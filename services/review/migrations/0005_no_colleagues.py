"""Drop what was noted of who opened a desk: colleagues are asked of accounts at that moment.

The table was kept while releases that read and wrote it could still serve.
"""

from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("DROP TABLE desk_colleague")


def downgrade() -> None:
    op.execute(
        """
        CREATE TABLE desk_colleague (
            organisation_id UUID NOT NULL,
            person_id UUID NOT NULL,
            name VARCHAR(100) NOT NULL,
            seen_at TIMESTAMP WITH TIME ZONE NOT NULL,
            CONSTRAINT pk_desk_colleague PRIMARY KEY (organisation_id, person_id)
        )
        """
    )
