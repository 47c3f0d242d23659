"""The first tables of the notices database."""

from __future__ import annotations

from alembic import op

from services.chassis.schema import create_chassis_tables, drop_chassis_tables

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_CREATE = (
    """
    CREATE TABLE text (
        year INTEGER NOT NULL,
        slug VARCHAR(40) NOT NULL,
        kind VARCHAR(10) NOT NULL,
        ordinal INTEGER NOT NULL,
        may_be_empty BOOLEAN NOT NULL,
        version_in_force INTEGER NOT NULL,
        CONSTRAINT pk_text PRIMARY KEY (year, slug),
        CONSTRAINT ck_text_kind_known CHECK (kind IN ('NOTICE', 'GUIDE', 'PAGE'))
    )
    """,
    "COMMENT ON COLUMN text.ordinal IS 'place in lists'",
    """
    CREATE TABLE text_version (
        year INTEGER NOT NULL,
        slug VARCHAR(40) NOT NULL,
        version INTEGER NOT NULL,
        state VARCHAR(10) NOT NULL,
        title VARCHAR(100) NOT NULL,
        summary VARCHAR(200) NOT NULL,
        body TEXT NOT NULL,
        issued_on DATE,
        issuing_body VARCHAR(100) NOT NULL,
        change_note VARCHAR(200) NOT NULL,
        based_on INTEGER,
        proposed_at timestamptz NOT NULL,
        proposed_by VARCHAR(60) NOT NULL,
        proposed_by_name VARCHAR(100) NOT NULL,
        decided_at timestamptz,
        decided_by VARCHAR(60),
        decided_by_name VARCHAR(100) NOT NULL,
        decision_reason VARCHAR(200) NOT NULL,
        CONSTRAINT pk_text_version PRIMARY KEY (year, slug, version),
        CONSTRAINT fk_text_version_year_slug FOREIGN KEY(year, slug)
            REFERENCES text (year, slug),
        CONSTRAINT ck_text_version_state_known CHECK (state IN ('PROPOSED', 'PUBLISHED',
            'SUPERSEDED', 'REFUSED', 'REPLACED')),
        CONSTRAINT ck_text_version_two_people CHECK (decided_by IS NULL OR
            decided_by <> proposed_by)
    )
    """,
    """
    CREATE UNIQUE INDEX uq_text_version_proposed ON text_version (year, slug)
        WHERE state = 'PROPOSED'
    """,
    """
    CREATE UNIQUE INDEX uq_text_version_published ON text_version (year, slug)
        WHERE state = 'PUBLISHED'
    """,
    """
    COMMENT ON COLUMN text_version.based_on IS
        'version in force at that time; none for the first'
    """,
    "COMMENT ON COLUMN text_version.proposed_by_name IS 'as colleagues see it'",
)


def upgrade() -> None:
    create_chassis_tables(op)
    for statement in _CREATE:
        op.execute(statement)


def downgrade() -> None:
    op.execute("DROP TABLE text_version")
    op.execute("DROP TABLE text")
    drop_chassis_tables(op)
