"""A password somebody else chose serves for a while only: until its owner has chosen one."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_COMMENT = "while set, the password is not the person''s own: no roles, of no use afterwards"


def upgrade() -> None:
    op.execute("ALTER TABLE person ADD COLUMN first_password_until timestamptz")
    op.execute(f"COMMENT ON COLUMN person.first_password_until IS '{_COMMENT}'")


def downgrade() -> None:
    op.execute("ALTER TABLE person DROP COLUMN first_password_until")
