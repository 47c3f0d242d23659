"""Exactly one current print of each kind, whatever happens in whatever order."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from services.contracts.errors import Permanent, TryAgain
from services.contracts.requests.documents import DocumentState
from services.contracts.vocabulary import DocumentKind
from services.documents.app import DocumentsApp
from services.documents.storage import documents
from services.documents.storage.documents import PrintRow
from tests.integration.documents.story import Story, hear

CURRENT = {DocumentState.PENDING, DocumentState.READY, DocumentState.FAILED}


def prints(app: DocumentsApp, story: Story) -> list[PrintRow]:
    with app.uow() as tx:
        return [
            *documents.of_application(tx.session, story.application_id),
            *documents.of_list(tx.session, story.list_id),
        ]


def current(app: DocumentsApp, story: Story) -> set[tuple[DocumentKind, int]]:
    return {(p.kind, p.version_no) for p in prints(app, story) if p.state in CURRENT}


def jobs(app: DocumentsApp) -> list[str]:
    with app.database.engine.connect() as connection:
        rows = connection.execute(
            text("SELECT routing_key FROM outbox WHERE kind = 'job' ORDER BY id")
        )
        return [row.routing_key for row in rows]


def test_a_submission_asks_for_the_applicants_copy(app: DocumentsApp) -> None:
    story = Story()
    hear(app, story.submitted())
    (asked,) = prints(app, story)
    assert (asked.kind, asked.state) == (DocumentKind.APPLICANT_COPY, DocumentState.PENDING)
    assert asked.verify_code == story.codes[0]
    assert asked.file_name == "TP2019-653201-00017-第1版-申报表（留存）.pdf"
    assert asked.template_version == app.programmes.of(2019).form_version
    assert jobs(app) == ["documents.render-bulk"]


def test_the_same_event_three_times_asks_once(app: DocumentsApp) -> None:
    story = Story()
    event = story.submitted()
    hear(app, event, event, event)
    assert len(prints(app, story)) == 1
    assert len(jobs(app)) == 1


def test_only_the_final_approval_makes_an_official_form(app: DocumentsApp) -> None:
    story = Story()
    hear(app, story.submitted(), story.approved(final=False))
    assert current(app, story) == {(DocumentKind.APPLICANT_COPY, 1)}
    hear(app, story.approved())
    assert current(app, story) == {
        (DocumentKind.APPLICANT_COPY, 1),
        (DocumentKind.OFFICIAL_FORM, 1),
    }
    assert jobs(app)[-1] == "documents.render"


def test_a_new_version_supersedes_every_print_of_the_old_one(app: DocumentsApp) -> None:
    story = Story()
    hear(app, story.submitted(), story.approved(), story.resubmitted())
    assert current(app, story) == {(DocumentKind.APPLICANT_COPY, 2)}


def test_a_second_approval_supersedes_the_first_form(app: DocumentsApp) -> None:
    story = Story()
    first, second = story.approved(), story.approved()
    hear(app, story.submitted(), second, first)
    (form,) = [
        p for p in prints(app, story) if p.kind is DocumentKind.OFFICIAL_FORM and p.state in CURRENT
    ]
    assert form.verify_code == second.event.verify_code


def test_events_in_any_order_end_in_the_same_state(app: DocumentsApp) -> None:
    for order in permutations(range(3)):
        story = Story()
        events = [story.submitted(), story.resubmitted(), story.withdrawn()]
        hear(app, *(events[n] for n in order))
        assert current(app, story) == set()
    for order in permutations(range(2)):
        story = Story()
        events = [story.submitted(), story.resubmitted()]
        hear(app, *(events[n] for n in order))
        assert current(app, story) == {(DocumentKind.APPLICANT_COPY, 2)}


def test_an_approval_before_its_submission_is_tried_again(app: DocumentsApp) -> None:
    story = Story()
    approval = story.approved()
    with pytest.raises(TryAgain):
        hear(app, approval)
    hear(app, story.submitted(), approval)
    assert (DocumentKind.OFFICIAL_FORM, 1) in current(app, story)


def test_a_final_approval_without_a_code_can_never_be_printed(app: DocumentsApp) -> None:
    story = Story()
    approval = story.approved()
    broken = approval.event.model_copy(update={"verify_code": None})
    hear(app, story.submitted())
    with pytest.raises(Permanent):
        hear(app, replace(approval, event=broken))


def test_a_frozen_list_is_printed_twice_and_only_its_newest_version_counts(
    app: DocumentsApp,
) -> None:
    story = Story()
    hear(app, story.submitted(), story.frozen(2), story.frozen(1))
    assert current(app, story) == {
        (DocumentKind.APPLICANT_COPY, 1),
        (DocumentKind.LIST_PDF, 2),
        (DocumentKind.LIST_XLSX, 2),
    }


@pytest.mark.parametrize("voided_first", [True, False])
def test_a_voided_list_version_is_not_valid(app: DocumentsApp, *, voided_first: bool) -> None:
    story, version = Story(), uuid4()
    pair = [story.frozen(1, version), story.voided(version)]
    hear(app, story.submitted(), *(reversed(pair) if voided_first else pair))
    assert current(app, story) == {(DocumentKind.APPLICANT_COPY, 1)}
    assert len(prints(app, story)) == 3


def test_the_database_refuses_a_second_current_print(app: DocumentsApp) -> None:
    story = Story()
    hear(app, story.submitted())
    with pytest.raises(IntegrityError, match="uq_document_current"), app.uow() as tx:
        tx.session.execute(
            text(
                "INSERT INTO document SELECT (jsonb_populate_record(d, jsonb_build_object("
                "'document_id', gen_random_uuid()))).* FROM document d"
            )
        )
