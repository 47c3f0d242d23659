"""The first tables of the accounts database."""

from __future__ import annotations

from alembic import op

from services.chassis.schema import create_chassis_tables, drop_chassis_tables

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_CREATE = (
    """
    CREATE TABLE organisation (
        organisation_id UUID NOT NULL,
        code VARCHAR(30) NOT NULL,
        name VARCHAR(100) NOT NULL,
        organisation_type VARCHAR(30) NOT NULL,
        unit_nature VARCHAR(30),
        region_code VARCHAR(6) NOT NULL,
        uscc VARCHAR(18),
        plan_unit_code VARCHAR(20),
        supervising_org_id UUID,
        address VARCHAR(120),
        hr_contact VARCHAR(50),
        hr_phone VARCHAR(20),
        line VARCHAR(2),
        active_from DATE NOT NULL,
        active_to DATE,
        named_from DATE NOT NULL,
        sequence BIGINT NOT NULL,
        CONSTRAINT pk_organisation PRIMARY KEY (organisation_id),
        CONSTRAINT uq_organisation_code UNIQUE (code),
        CONSTRAINT uq_organisation_uscc UNIQUE (uscc),
        CONSTRAINT ck_organisation_dates_in_order CHECK (active_to IS NULL OR active_to >=
            active_from),
        CONSTRAINT fk_organisation_supervising_org_id FOREIGN KEY(supervising_org_id)
            REFERENCES organisation (organisation_id)
    )
    """,
    "CREATE INDEX ix_organisation_plan_unit_code ON organisation (plan_unit_code)",
    "CREATE INDEX ix_organisation_region_code ON organisation (region_code)",
    "COMMENT ON COLUMN organisation.named_from IS 'since when the name is borne'",
    "COMMENT ON COLUMN organisation.sequence IS 'of its newest event'",
    """
    CREATE TABLE person (
        person_id UUID NOT NULL,
        login VARCHAR(64) NOT NULL,
        login_key VARCHAR(64) NOT NULL,
        name VARCHAR(100) NOT NULL,
        mobile VARCHAR(11),
        password_hash VARCHAR(200) NOT NULL,
        earlier_hashes VARCHAR(200)[] DEFAULT '{}' NOT NULL,
        password_changed_at timestamptz NOT NULL,
        failed_sign_ins INTEGER DEFAULT 0 NOT NULL,
        failed_at timestamptz,
        signed_in_at timestamptz,
        active BOOLEAN DEFAULT true NOT NULL,
        created_at timestamptz NOT NULL,
        created_by VARCHAR(60) NOT NULL,
        sequence BIGINT DEFAULT 0 NOT NULL,
        CONSTRAINT pk_person PRIMARY KEY (person_id),
        CONSTRAINT uq_person_login_key UNIQUE (login_key)
    )
    """,
    "COMMENT ON COLUMN person.login_key IS 'login in lower case'",
    "COMMENT ON COLUMN person.failed_at IS 'last failure since the last success'",
    """
    CREATE TABLE binding (
        binding_id UUID NOT NULL,
        person_id UUID NOT NULL,
        organisation_id UUID NOT NULL,
        state VARCHAR(10) NOT NULL,
        requested_at timestamptz NOT NULL,
        decided_at timestamptz,
        decided_by VARCHAR(60),
        reason VARCHAR(200),
        CONSTRAINT pk_binding PRIMARY KEY (binding_id),
        CONSTRAINT ck_binding_state_known CHECK (state IN ('REQUESTED', 'CONFIRMED',
            'REFUSED', 'ENDED')),
        CONSTRAINT fk_binding_person_id FOREIGN KEY(person_id) REFERENCES person (person_id),
        CONSTRAINT fk_binding_organisation_id FOREIGN KEY(organisation_id) REFERENCES
            organisation (organisation_id)
    )
    """,
    "CREATE INDEX ix_binding_organisation_id_state ON binding (organisation_id, state)",
    """
    CREATE UNIQUE INDEX uq_binding_live ON binding (person_id) WHERE state IN ('REQUESTED',
        'CONFIRMED')
    """,
    """
    CREATE TABLE client_token (
        client_id UUID NOT NULL,
        name VARCHAR(100) NOT NULL,
        organisation_id UUID NOT NULL,
        scopes VARCHAR(40)[] NOT NULL,
        token_hash BYTEA NOT NULL,
        issued_at timestamptz NOT NULL,
        issued_by VARCHAR(60) NOT NULL,
        expires_at timestamptz NOT NULL,
        revoked_at timestamptz,
        CONSTRAINT pk_client_token PRIMARY KEY (client_id),
        CONSTRAINT uq_client_token_token_hash UNIQUE (token_hash),
        CONSTRAINT fk_client_token_organisation_id FOREIGN KEY(organisation_id) REFERENCES
            organisation (organisation_id)
    )
    """,
    "COMMENT ON COLUMN client_token.token_hash IS 'SHA-256 of 256 random bits'",
    """
    CREATE TABLE former_name (
        organisation_id UUID NOT NULL,
        valid_to DATE NOT NULL,
        valid_from DATE NOT NULL,
        name VARCHAR(100) NOT NULL,
        CONSTRAINT pk_former_name PRIMARY KEY (organisation_id, valid_to),
        CONSTRAINT fk_former_name_organisation_id FOREIGN KEY(organisation_id) REFERENCES
            organisation (organisation_id)
    )
    """,
    "COMMENT ON COLUMN former_name.valid_to IS 'last day of the name'",
    """
    CREATE TABLE role_grant (
        grant_id UUID NOT NULL,
        person_id UUID NOT NULL,
        role VARCHAR(30) NOT NULL,
        organisation_id UUID NOT NULL,
        valid_from DATE NOT NULL,
        valid_to DATE,
        granted_at timestamptz NOT NULL,
        granted_by VARCHAR(60) NOT NULL,
        revoked_at timestamptz,
        revoked_by VARCHAR(60),
        CONSTRAINT pk_role_grant PRIMARY KEY (grant_id),
        CONSTRAINT ck_role_grant_dates_in_order CHECK (valid_to IS NULL OR valid_to >=
            valid_from),
        CONSTRAINT fk_role_grant_person_id FOREIGN KEY(person_id) REFERENCES person
            (person_id),
        CONSTRAINT fk_role_grant_organisation_id FOREIGN KEY(organisation_id) REFERENCES
            organisation (organisation_id)
    )
    """,
    "CREATE INDEX ix_role_grant_organisation_id ON role_grant (organisation_id)",
    """
    CREATE UNIQUE INDEX uq_role_grant_standing ON role_grant (person_id, role,
        organisation_id) WHERE revoked_at IS NULL AND valid_to IS NULL
    """,
    "COMMENT ON COLUMN role_grant.valid_to IS 'last day'",
    """
    CREATE TABLE route_node (
        unit_id UUID NOT NULL,
        valid_from DATE NOT NULL,
        position INTEGER NOT NULL,
        valid_to DATE,
        kind VARCHAR(10) NOT NULL,
        organisation_id UUID NOT NULL,
        CONSTRAINT pk_route_node PRIMARY KEY (unit_id, valid_from, position),
        CONSTRAINT ck_route_node_kind_known CHECK (kind IN ('UNIT', 'MID', 'FINAL',
            'REGION')),
        CONSTRAINT fk_route_node_unit_id FOREIGN KEY(unit_id) REFERENCES organisation
            (organisation_id),
        CONSTRAINT fk_route_node_organisation_id FOREIGN KEY(organisation_id) REFERENCES
            organisation (organisation_id)
    )
    """,
    "CREATE INDEX ix_route_node_organisation_id ON route_node (organisation_id)",
    """
    CREATE UNIQUE INDEX uq_route_node_in_force ON route_node (unit_id, position) WHERE
        valid_to IS NULL
    """,
    "COMMENT ON COLUMN route_node.unit_id IS 'whose route it is'",
    "COMMENT ON COLUMN route_node.valid_to IS 'last day of the route'",
    "COMMENT ON COLUMN route_node.organisation_id IS 'who acts'",
)

_DROP_ORDER = (
    "route_node",
    "role_grant",
    "former_name",
    "client_token",
    "binding",
    "person",
    "organisation",
)


def upgrade() -> None:
    create_chassis_tables(op)
    for statement in _CREATE:
        op.execute(statement)


def downgrade() -> None:
    for table in _DROP_ORDER:
        op.execute(f"DROP TABLE {table}")
    drop_chassis_tables(op)
