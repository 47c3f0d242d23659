"""How a desk shares its work: claims, colleagues, deputies, notes and phrases."""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_TABLES = (
    """
    CREATE TABLE desk_claim (
        application_id UUID NOT NULL,
        organisation_id UUID NOT NULL,
        person_id UUID NOT NULL,
        person_name VARCHAR(100) NOT NULL,
        since TIMESTAMP WITH TIME ZONE NOT NULL,
        CONSTRAINT pk_desk_claim PRIMARY KEY (application_id, organisation_id),
        CONSTRAINT fk_desk_claim_application_id
            FOREIGN KEY(application_id) REFERENCES review_case (application_id) ON DELETE CASCADE
    )
    """,
    "CREATE INDEX ix_desk_claim_person_id ON desk_claim (person_id, organisation_id)",
    """
    CREATE TABLE desk_colleague (
        organisation_id UUID NOT NULL,
        person_id UUID NOT NULL,
        name VARCHAR(100) NOT NULL,
        seen_at TIMESTAMP WITH TIME ZONE NOT NULL,
        CONSTRAINT pk_desk_colleague PRIMARY KEY (organisation_id, person_id)
    )
    """,
    """
    CREATE TABLE desk_deputy (
        organisation_id UUID NOT NULL,
        person_id UUID NOT NULL,
        person_name VARCHAR(100) NOT NULL,
        deputy_id UUID NOT NULL,
        deputy_name VARCHAR(100) NOT NULL,
        from_day DATE NOT NULL,
        to_day DATE NOT NULL,
        CONSTRAINT pk_desk_deputy PRIMARY KEY (organisation_id, person_id)
    )
    """,
    "CREATE INDEX ix_desk_deputy_deputy_id ON desk_deputy (deputy_id)",
    """
    CREATE TABLE desk_note (
        note_id UUID NOT NULL,
        application_id UUID NOT NULL,
        organisation_id UUID NOT NULL,
        text VARCHAR(500) NOT NULL,
        author_id UUID NOT NULL,
        author_name VARCHAR(100) NOT NULL,
        written_at TIMESTAMP WITH TIME ZONE NOT NULL,
        CONSTRAINT pk_desk_note PRIMARY KEY (note_id),
        CONSTRAINT fk_desk_note_application_id
            FOREIGN KEY(application_id) REFERENCES review_case (application_id) ON DELETE CASCADE
    )
    """,
    "CREATE INDEX ix_desk_note_application_id ON desk_note (application_id)",
    """
    CREATE TABLE desk_phrases (
        person_id UUID NOT NULL,
        phrases VARCHAR(200)[] NOT NULL,
        CONSTRAINT pk_desk_phrases PRIMARY KEY (person_id)
    )
    """,
)


def upgrade() -> None:
    for statement in _TABLES:
        op.execute(statement)


def downgrade() -> None:
    for table in ("desk_phrases", "desk_note", "desk_deputy", "desk_colleague", "desk_claim"):
        op.execute(f"DROP TABLE {table}")
