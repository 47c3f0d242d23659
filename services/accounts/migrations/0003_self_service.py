"""One account per ID number; units that register themselves; forgotten passwords; own sign-ins."""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_CREATE = (
    "ALTER TABLE person ADD COLUMN id_digest BYTEA",
    "COMMENT ON COLUMN person.id_digest IS 'HMAC of the ID number; the number is not kept'",
    "ALTER TABLE person ADD CONSTRAINT uq_person_id_digest UNIQUE (id_digest)",
    """
    CREATE TABLE unit_registration (
        registration_id UUID NOT NULL,
        person_id UUID NOT NULL,
        bureau_id UUID NOT NULL,
        name VARCHAR(100) NOT NULL,
        uscc VARCHAR(18) NOT NULL,
        region_code VARCHAR(6) NOT NULL,
        unit_nature VARCHAR(30) NOT NULL,
        address VARCHAR(120) NOT NULL,
        hr_contact VARCHAR(50) NOT NULL,
        hr_phone VARCHAR(20) NOT NULL,
        state VARCHAR(10) NOT NULL,
        requested_at timestamptz NOT NULL,
        decided_at timestamptz,
        decided_by VARCHAR(60),
        reason VARCHAR(200),
        organisation_id UUID,
        CONSTRAINT pk_unit_registration PRIMARY KEY (registration_id),
        CONSTRAINT ck_unit_registration_state_known CHECK (state IN ('PENDING', 'CONFIRMED',
            'REFUSED')),
        CONSTRAINT fk_unit_registration_person_id FOREIGN KEY(person_id) REFERENCES person
            (person_id),
        CONSTRAINT fk_unit_registration_bureau_id FOREIGN KEY(bureau_id) REFERENCES
            organisation (organisation_id),
        CONSTRAINT fk_unit_registration_organisation_id FOREIGN KEY(organisation_id)
            REFERENCES organisation (organisation_id)
    )
    """,
    "CREATE INDEX ix_unit_registration_bureau_id_state ON unit_registration (bureau_id, state)",
    """
    CREATE UNIQUE INDEX uq_unit_registration_pending_uscc ON unit_registration (uscc) WHERE
        state = 'PENDING'
    """,
    """
    CREATE UNIQUE INDEX uq_unit_registration_pending_person ON unit_registration (person_id)
        WHERE state = 'PENDING'
    """,
    "COMMENT ON COLUMN unit_registration.bureau_id IS 'who confirms it'",
    "COMMENT ON COLUMN unit_registration.organisation_id IS 'what it became'",
    """
    CREATE TABLE password_reset (
        reset_id UUID NOT NULL,
        person_id UUID NOT NULL,
        office VARCHAR(30) NOT NULL,
        organisation_id UUID,
        state VARCHAR(10) NOT NULL,
        asked_at timestamptz NOT NULL,
        issued_at timestamptz,
        issued_by VARCHAR(60),
        code_hash BYTEA,
        code_until timestamptz,
        failures INTEGER DEFAULT 0 NOT NULL,
        CONSTRAINT pk_password_reset PRIMARY KEY (reset_id),
        CONSTRAINT ck_password_reset_state_known CHECK (state IN ('ASKED', 'ISSUED', 'USED',
            'VOID')),
        CONSTRAINT fk_password_reset_person_id FOREIGN KEY(person_id) REFERENCES person
            (person_id),
        CONSTRAINT fk_password_reset_organisation_id FOREIGN KEY(organisation_id) REFERENCES
            organisation (organisation_id)
    )
    """,
    """
    CREATE INDEX ix_password_reset_organisation_id_state ON password_reset (organisation_id,
        state)
    """,
    """
    CREATE UNIQUE INDEX uq_password_reset_open ON password_reset (person_id) WHERE state IN
        ('ASKED', 'ISSUED')
    """,
    "COMMENT ON COLUMN password_reset.office IS 'the role that checks who asks'",
    "COMMENT ON COLUMN password_reset.organisation_id IS 'the unit whose clerk does'",
    "COMMENT ON COLUMN password_reset.code_hash IS 'HMAC of the code'",
    "COMMENT ON COLUMN password_reset.failures IS 'wrong ID numbers, then wrong codes'",
    """
    CREATE TABLE sign_in (
        sign_in_id UUID NOT NULL,
        person_id UUID NOT NULL,
        at timestamptz NOT NULL,
        succeeded BOOLEAN NOT NULL,
        device VARCHAR(40),
        CONSTRAINT pk_sign_in PRIMARY KEY (sign_in_id),
        CONSTRAINT fk_sign_in_person_id FOREIGN KEY(person_id) REFERENCES person (person_id)
    )
    """,
    "CREATE INDEX ix_sign_in_person_id_at ON sign_in (person_id, at)",
    "COMMENT ON COLUMN sign_in.device IS 'browser and system in words, no address'",
)


def upgrade() -> None:
    for statement in _CREATE:
        op.execute(statement)


def downgrade() -> None:
    for table in ("sign_in", "password_reset", "unit_registration"):
        op.execute(f"DROP TABLE {table}")
    op.execute("ALTER TABLE person DROP COLUMN id_digest")
