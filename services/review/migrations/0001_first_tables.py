"""The first tables of the review database."""

from __future__ import annotations

from alembic import op

from services.chassis.schema import create_chassis_tables, drop_chassis_tables

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_CREATE = (
    """
    CREATE TABLE cycle_copy (
        cycle_id UUID NOT NULL,
        year INTEGER NOT NULL,
        correction_close_at timestamptz NOT NULL,
        review_close_at timestamptz NOT NULL,
        dispatch_deadline_on DATE NOT NULL,
        sequence BIGINT NOT NULL,
        plan_version INTEGER NOT NULL,
        CONSTRAINT pk_cycle_copy PRIMARY KEY (cycle_id)
    )
    """,
    """
    CREATE TABLE organisation_copy (
        organisation_id UUID NOT NULL,
        code VARCHAR(40) NOT NULL,
        name VARCHAR(100) NOT NULL,
        type VARCHAR(24) NOT NULL,
        plan_unit_code VARCHAR(40),
        route JSONB NOT NULL,
        sequence BIGINT NOT NULL,
        CONSTRAINT pk_organisation_copy PRIMARY KEY (organisation_id)
    )
    """,
    "CREATE INDEX ix_organisation_copy_code ON organisation_copy (code)",
    """
    CREATE TABLE plan_row_copy (
        plan_row_id UUID NOT NULL,
        cycle_id UUID NOT NULL,
        plan_version INTEGER NOT NULL,
        seq INTEGER NOT NULL,
        plan_unit_code VARCHAR(40) NOT NULL,
        plan_unit_name VARCHAR(100) NOT NULL,
        specialty VARCHAR(60) NOT NULL,
        quota_inland INTEGER NOT NULL,
        quota_long INTEGER NOT NULL,
        quota_short INTEGER NOT NULL,
        CONSTRAINT pk_plan_row_copy PRIMARY KEY (plan_row_id)
    )
    """,
    "CREATE INDEX ix_plan_row_copy_cycle_unit ON plan_row_copy (cycle_id, plan_unit_code)",
    """
    CREATE TABLE review_case (
        application_id UUID NOT NULL,
        application_no VARCHAR(24) NOT NULL,
        cycle_id UUID NOT NULL,
        cycle_year INTEGER NOT NULL,
        applicant_id UUID NOT NULL,
        unit_id UUID NOT NULL,
        final_organisation_id UUID NOT NULL,
        version_id UUID NOT NULL,
        version_no INTEGER NOT NULL,
        materials VARCHAR(10)[] NOT NULL,
        plan_row_id UUID NOT NULL,
        track VARCHAR(24) NOT NULL,
        term VARCHAR(24) NOT NULL,
        seat_kind VARCHAR(24) NOT NULL,
        state VARCHAR(24) NOT NULL,
        position INTEGER,
        reached INTEGER NOT NULL,
        at_region BOOLEAN NOT NULL,
        since timestamptz NOT NULL,
        version INTEGER NOT NULL,
        sequence BIGINT NOT NULL,
        submitted_sequence BIGINT NOT NULL,
        visit_id UUID,
        return_id UUID,
        due_at timestamptz,
        list_id UUID,
        nomination_id UUID,
        holds_seat BOOLEAN NOT NULL,
        refused_reason VARCHAR(200),
        CONSTRAINT pk_review_case PRIMARY KEY (application_id),
        CONSTRAINT uq_review_case_application_no UNIQUE (application_no)
    )
    """,
    "CREATE INDEX ix_review_case_applicant_id ON review_case (applicant_id)",
    "CREATE INDEX ix_review_case_due_at ON review_case (due_at) WHERE state = 'RETURNED'",
    """
    CREATE INDEX ix_review_case_final_state
        ON review_case (final_organisation_id, cycle_id, state)
    """,
    "CREATE INDEX ix_review_case_list_id ON review_case (list_id)",
    "CREATE INDEX ix_review_case_version_id ON review_case (version_id)",
    """
    CREATE TABLE summary_list (
        list_id UUID NOT NULL,
        cycle_id UUID NOT NULL,
        cycle_year INTEGER NOT NULL,
        organisation_id UUID NOT NULL,
        organisation_name VARCHAR(100) NOT NULL,
        seat_kind VARCHAR(24) NOT NULL,
        status VARCHAR(24) NOT NULL,
        version INTEGER NOT NULL,
        sequence BIGINT NOT NULL,
        CONSTRAINT pk_summary_list PRIMARY KEY (list_id),
        CONSTRAINT uq_summary_list_cycle_id_organisation_id_seat_kind
            UNIQUE (cycle_id, organisation_id, seat_kind)
    )
    """,
    """
    CREATE TABLE case_node (
        application_id UUID NOT NULL,
        position INTEGER NOT NULL,
        kind VARCHAR(24) NOT NULL,
        organisation_id UUID NOT NULL,
        organisation_name VARCHAR(100) NOT NULL,
        CONSTRAINT pk_case_node PRIMARY KEY (application_id, position),
        CONSTRAINT fk_case_node_application_id
            FOREIGN KEY(application_id) REFERENCES review_case (application_id) ON DELETE CASCADE
    )
    """,
    "CREATE INDEX ix_case_node_organisation_id ON case_node (organisation_id)",
    """
    CREATE TABLE case_return (
        return_id UUID NOT NULL,
        application_id UUID NOT NULL,
        from_state VARCHAR(24) NOT NULL,
        from_position INTEGER NOT NULL,
        to_position INTEGER,
        organisation_name VARCHAR(100) NOT NULL,
        returned_at timestamptz NOT NULL,
        due_at timestamptz NOT NULL,
        closed_at timestamptz,
        CONSTRAINT pk_case_return PRIMARY KEY (return_id),
        CONSTRAINT fk_case_return_application_id
            FOREIGN KEY(application_id) REFERENCES review_case (application_id) ON DELETE CASCADE
    )
    """,
    "CREATE INDEX ix_case_return_application_id ON case_return (application_id)",
    """
    CREATE TABLE decision (
        decision_id BIGSERIAL NOT NULL,
        application_id UUID NOT NULL,
        kind VARCHAR(24) NOT NULL,
        position INTEGER,
        organisation_id UUID,
        organisation_name VARCHAR(100),
        person_id UUID,
        person_name VARCHAR(100),
        version_no INTEGER NOT NULL,
        at timestamptz NOT NULL,
        text VARCHAR(500),
        return_id UUID,
        CONSTRAINT pk_decision PRIMARY KEY (decision_id),
        CONSTRAINT fk_decision_application_id
            FOREIGN KEY(application_id) REFERENCES review_case (application_id) ON DELETE CASCADE
    )
    """,
    "CREATE INDEX ix_decision_application_id ON decision (application_id)",
    """
    CREATE TABLE desk_visit (
        visit_id UUID NOT NULL,
        application_id UUID NOT NULL,
        position INTEGER NOT NULL,
        level VARCHAR(24) NOT NULL,
        version_no INTEGER NOT NULL,
        opened_at timestamptz NOT NULL,
        closed_at timestamptz,
        CONSTRAINT pk_desk_visit PRIMARY KEY (visit_id),
        CONSTRAINT fk_desk_visit_application_id
            FOREIGN KEY(application_id) REFERENCES review_case (application_id) ON DELETE CASCADE
    )
    """,
    "CREATE INDEX ix_desk_visit_application_id ON desk_visit (application_id)",
    """
    CREATE TABLE list_row (
        application_id UUID NOT NULL,
        list_id UUID NOT NULL,
        recommend_order INTEGER,
        recommend_reason VARCHAR(300),
        ordered_by UUID,
        remark VARCHAR(40),
        added_at timestamptz NOT NULL,
        CONSTRAINT pk_list_row PRIMARY KEY (application_id),
        CONSTRAINT fk_list_row_application_id
            FOREIGN KEY(application_id) REFERENCES review_case (application_id) ON DELETE CASCADE,
        CONSTRAINT fk_list_row_list_id
            FOREIGN KEY(list_id) REFERENCES summary_list (list_id) ON DELETE CASCADE
    )
    """,
    "CREATE INDEX ix_list_row_list_id ON list_row (list_id)",
    """
    CREATE TABLE list_version (
        list_version_id UUID NOT NULL,
        list_id UUID NOT NULL,
        version_no INTEGER NOT NULL,
        status VARCHAR(24) NOT NULL,
        rows JSONB NOT NULL,
        content_hash VARCHAR(64) NOT NULL,
        verify_code VARCHAR(14) NOT NULL,
        frozen_by UUID NOT NULL,
        frozen_by_name VARCHAR(100) NOT NULL,
        frozen_at timestamptz NOT NULL,
        superseded_at timestamptz,
        submitted_by UUID,
        submitted_by_name VARCHAR(100),
        submitted_at timestamptz,
        receipt_no VARCHAR(60),
        CONSTRAINT pk_list_version PRIMARY KEY (list_version_id),
        CONSTRAINT uq_list_version_list_id_version_no UNIQUE (list_id, version_no),
        CONSTRAINT fk_list_version_list_id
            FOREIGN KEY(list_id) REFERENCES summary_list (list_id) ON DELETE CASCADE,
        CONSTRAINT uq_list_version_verify_code UNIQUE (verify_code),
        CONSTRAINT uq_list_version_receipt_no UNIQUE (receipt_no)
    )
    """,
    """
    CREATE UNIQUE INDEX uq_list_version_current
        ON list_version (list_id)
        WHERE status = 'CURRENT'
    """,
    """
    CREATE TABLE nomination (
        nomination_id UUID NOT NULL,
        application_id UUID NOT NULL,
        list_id UUID NOT NULL,
        plan_row_id UUID NOT NULL,
        seat_kind VARCHAR(24) NOT NULL,
        status VARCHAR(24) NOT NULL,
        asked_at timestamptz NOT NULL,
        settled_at timestamptz,
        CONSTRAINT pk_nomination PRIMARY KEY (nomination_id),
        CONSTRAINT fk_nomination_application_id
            FOREIGN KEY(application_id) REFERENCES review_case (application_id) ON DELETE CASCADE,
        CONSTRAINT fk_nomination_list_id
            FOREIGN KEY(list_id) REFERENCES summary_list (list_id) ON DELETE CASCADE
    )
    """,
    "CREATE INDEX ix_nomination_application_id ON nomination (application_id)",
    """
    CREATE TABLE official_form (
        form_id UUID NOT NULL,
        application_id UUID NOT NULL,
        version_id UUID NOT NULL,
        version_no INTEGER NOT NULL,
        verify_code VARCHAR(14) NOT NULL,
        opinions_digest VARCHAR(64) NOT NULL,
        opinion_ids UUID[] NOT NULL,
        issued_at timestamptz NOT NULL,
        superseded_at timestamptz,
        CONSTRAINT pk_official_form PRIMARY KEY (form_id),
        CONSTRAINT fk_official_form_application_id
            FOREIGN KEY(application_id) REFERENCES review_case (application_id) ON DELETE CASCADE,
        CONSTRAINT uq_official_form_verify_code UNIQUE (verify_code)
    )
    """,
    "CREATE INDEX ix_official_form_application_id ON official_form (application_id)",
    "CREATE INDEX ix_official_form_version_id ON official_form (version_id)",
    """
    CREATE UNIQUE INDEX uq_official_form_current
        ON official_form (application_id)
        WHERE superseded_at IS NULL
    """,
    """
    CREATE TABLE participation (
        application_id UUID NOT NULL,
        person_id UUID NOT NULL,
        position INTEGER NOT NULL,
        CONSTRAINT pk_participation PRIMARY KEY (application_id, person_id, position),
        CONSTRAINT fk_participation_application_id
            FOREIGN KEY(application_id) REFERENCES review_case (application_id) ON DELETE CASCADE
    )
    """,
    """
    CREATE TABLE item_verdict (
        visit_id UUID NOT NULL,
        item_code VARCHAR(40) NOT NULL,
        verdict VARCHAR(24) NOT NULL,
        reason_code VARCHAR(40),
        text VARCHAR(500),
        reviewer_id UUID NOT NULL,
        reviewer_name VARCHAR(100) NOT NULL,
        reviewed_at timestamptz NOT NULL,
        CONSTRAINT pk_item_verdict PRIMARY KEY (visit_id, item_code),
        CONSTRAINT fk_item_verdict_visit_id
            FOREIGN KEY(visit_id) REFERENCES desk_visit (visit_id) ON DELETE CASCADE
    )
    """,
    """
    CREATE TABLE opinion (
        opinion_id UUID NOT NULL,
        visit_id UUID NOT NULL,
        application_id UUID NOT NULL,
        position INTEGER NOT NULL,
        level VARCHAR(24) NOT NULL,
        organisation_id UUID NOT NULL,
        organisation_name VARCHAR(100) NOT NULL,
        version_no INTEGER NOT NULL,
        text TEXT NOT NULL,
        text_digest VARCHAR(64) NOT NULL,
        decision VARCHAR(20) NOT NULL,
        health_fit BOOLEAN,
        release_agreed BOOLEAN,
        author_id UUID NOT NULL,
        author_name VARCHAR(100) NOT NULL,
        author_post VARCHAR(40) NOT NULL,
        written_at timestamptz NOT NULL,
        leader_id UUID,
        leader_name VARCHAR(100),
        signed_at timestamptz,
        in_force BOOLEAN NOT NULL,
        CONSTRAINT pk_opinion PRIMARY KEY (opinion_id),
        CONSTRAINT uq_opinion_visit_id UNIQUE (visit_id),
        CONSTRAINT fk_opinion_visit_id
            FOREIGN KEY(visit_id) REFERENCES desk_visit (visit_id) ON DELETE CASCADE
    )
    """,
    "CREATE INDEX ix_opinion_application_id ON opinion (application_id)",
    "CREATE INDEX ix_opinion_author_id ON opinion (author_id, text_digest)",
    """
    CREATE UNIQUE INDEX uq_opinion_in_force
        ON opinion (application_id, position)
        WHERE in_force AND signed_at IS NOT NULL
    """,
    """
    CREATE TABLE paper_receipt (
        receipt_id UUID NOT NULL,
        application_id UUID NOT NULL,
        form_id UUID NOT NULL,
        copies INTEGER NOT NULL,
        originals VARCHAR(40)[] NOT NULL,
        officer_id UUID NOT NULL,
        officer_name VARCHAR(100) NOT NULL,
        checked_at timestamptz NOT NULL,
        CONSTRAINT pk_paper_receipt PRIMARY KEY (receipt_id),
        CONSTRAINT fk_paper_receipt_application_id
            FOREIGN KEY(application_id) REFERENCES review_case (application_id) ON DELETE CASCADE,
        CONSTRAINT fk_paper_receipt_form_id
            FOREIGN KEY(form_id) REFERENCES official_form (form_id) ON DELETE CASCADE
    )
    """,
    "CREATE INDEX ix_paper_receipt_application_id ON paper_receipt (application_id)",
    """
    CREATE TABLE return_reason (
        return_id UUID NOT NULL,
        number INTEGER NOT NULL,
        item_code VARCHAR(40) NOT NULL,
        reason_code VARCHAR(40) NOT NULL,
        text VARCHAR(500) NOT NULL,
        CONSTRAINT pk_return_reason PRIMARY KEY (return_id, number),
        CONSTRAINT fk_return_reason_return_id
            FOREIGN KEY(return_id) REFERENCES case_return (return_id) ON DELETE CASCADE
    )
    """,
)

_TABLES = (
    "cycle_copy",
    "organisation_copy",
    "plan_row_copy",
    "review_case",
    "summary_list",
    "case_node",
    "case_return",
    "decision",
    "desk_visit",
    "list_row",
    "list_version",
    "nomination",
    "official_form",
    "participation",
    "item_verdict",
    "opinion",
    "paper_receipt",
    "return_reason",
)
"""In the order of their creation."""


def upgrade() -> None:
    create_chassis_tables(op)
    for statement in _CREATE:
        op.execute(statement)


def downgrade() -> None:
    for table in reversed(_TABLES):
        op.execute(f"DROP TABLE {table}")
    drop_chassis_tables(op)
