"""Packages, the list versions in them, and files that a deadline ended."""

from __future__ import annotations

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
        CREATE TABLE package (
            package_id UUID NOT NULL,
            package_no VARCHAR(60) NOT NULL,
            cycle_id UUID NOT NULL,
            organisation_id UUID NOT NULL,
            organisation_name VARCHAR(100) NOT NULL,
            track VARCHAR(24) NOT NULL,
            status VARCHAR(24) NOT NULL,
            version INTEGER NOT NULL,
            sequence BIGINT NOT NULL,
            application_ids UUID[] NOT NULL,
            list_copies INTEGER NOT NULL,
            closed_by UUID NOT NULL,
            closed_by_name VARCHAR(100) NOT NULL,
            closed_at TIMESTAMP WITH TIME ZONE NOT NULL,
            dispatched_on DATE,
            carrier VARCHAR(40),
            waybill VARCHAR(40),
            dispatched_by UUID,
            dispatched_by_name VARCHAR(100),
            dispatched_at TIMESTAMP WITH TIME ZONE,
            received_on DATE,
            postmarked_on DATE,
            forms_received INTEGER,
            lists_received INTEGER,
            differences VARCHAR(300),
            deadline_on DATE,
            received_by UUID,
            received_by_name VARCHAR(100),
            received_at TIMESTAMP WITH TIME ZONE,
            CONSTRAINT pk_package PRIMARY KEY (package_id),
            CONSTRAINT uq_package_package_no UNIQUE (package_no)
        )
    """)
    op.execute("CREATE INDEX ix_package_cycle_organisation ON package (cycle_id, organisation_id)")
    op.execute("CREATE INDEX ix_package_cycle_track ON package (cycle_id, track, status)")
    op.execute("""
        CREATE TABLE package_list (
            list_version_id UUID NOT NULL,
            package_id UUID NOT NULL,
            CONSTRAINT pk_package_list PRIMARY KEY (list_version_id),
            CONSTRAINT fk_package_list_list_version_id_list_version
                FOREIGN KEY (list_version_id)
                REFERENCES list_version (list_version_id) ON DELETE CASCADE,
            CONSTRAINT fk_package_list_package_id_package
                FOREIGN KEY (package_id) REFERENCES package (package_id) ON DELETE CASCADE
        )
    """)
    op.execute("CREATE INDEX ix_package_list_package_id ON package_list (package_id)")
    op.execute("""
        CREATE TABLE case_closure (
            closure_id UUID NOT NULL,
            application_id UUID NOT NULL,
            reason VARCHAR(24) NOT NULL,
            text VARCHAR(500) NOT NULL,
            from_state VARCHAR(24) NOT NULL,
            from_position INTEGER,
            organisation_id UUID,
            organisation_name VARCHAR(100) NOT NULL,
            person_name VARCHAR(100),
            closed_at TIMESTAMP WITH TIME ZONE NOT NULL,
            contest_until TIMESTAMP WITH TIME ZONE NOT NULL,
            settled_at TIMESTAMP WITH TIME ZONE,
            CONSTRAINT pk_case_closure PRIMARY KEY (closure_id),
            CONSTRAINT fk_case_closure_application_id_review_case
                FOREIGN KEY (application_id)
                REFERENCES review_case (application_id) ON DELETE CASCADE
        )
    """)
    op.execute("CREATE INDEX ix_case_closure_application_id ON case_closure (application_id)")
    op.execute(
        "CREATE INDEX ix_case_closure_unsettled ON case_closure (contest_until) "
        "WHERE settled_at IS NULL"
    )


def downgrade() -> None:
    for table in ("case_closure", "package_list", "package"):
        op.execute(f"DROP TABLE {table}")
