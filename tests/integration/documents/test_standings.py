"""What is known of an application or list after its events, in whatever order they arrive."""

from __future__ import annotations

from itertools import permutations
from threading import Thread
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from services.chassis.work import constraint_name
from services.contracts.requests.documents import DocumentState
from services.contracts.vocabulary import DocumentKind
from services.documents.app import DocumentsApp
from services.documents.domain.prints import Standing
from services.documents.handlers import on_submitted
from services.documents.storage import documents, standings
from services.documents.storage.documents import NewPrint
from services.documents.storage.tables import standing
from tests.integration.documents.story import Story
from tests.support.statements import sent_statements


def test_news_in_any_order_ends_in_the_same_standing(app: DocumentsApp) -> None:
    news = (Standing(1), Standing(3), Standing(2), Standing(closed=True), Standing(sequence=7))
    for order in permutations(news):
        subject = uuid4()
        with app.uow() as tx:
            known = [standings.take_in(tx.session, subject, one) for one in order]
        assert known[-1] == Standing(3, closed=True, sequence=7)


def test_news_waits_for_the_news_before_it(app: DocumentsApp) -> None:
    subject = uuid4()
    seen: list[Standing] = []

    def take_in_later() -> None:
        with app.uow() as tx:
            seen.append(standings.take_in(tx.session, subject, Standing(1)))

    with app.uow() as tx:
        standings.take_in(tx.session, subject, Standing(2))
        later = Thread(target=take_in_later)
        later.start()
        later.join(timeout=0.5)
        assert later.is_alive()
    later.join()
    assert seen == [Standing(2)]


def test_one_kind_of_print_is_superseded_and_the_other_stays(app: DocumentsApp) -> None:
    application_id = uuid4()
    copy, form = DocumentKind.APPLICANT_COPY, DocumentKind.OFFICIAL_FORM
    _add(app, application_id, copy)
    _add(app, application_id, form)
    _add(app, application_id, form, supersedes=(form,))
    with app.uow() as tx:
        rows = documents.of_application(tx.session, application_id)
    found = sorted((row.kind.value, row.state.value) for row in rows)
    assert found == [
        (copy.value, "PENDING"),
        (form.value, "PENDING"),
        (form.value, "SUPERSEDED"),
    ]


def test_a_second_current_print_is_refused_by_the_index(app: DocumentsApp) -> None:
    application_id = uuid4()
    _add(app, application_id, DocumentKind.APPLICANT_COPY)
    with pytest.raises(IntegrityError) as refused:
        _add(app, application_id, DocumentKind.APPLICANT_COPY)
    assert constraint_name(refused.value) == "uq_document_current_application"


def test_a_submission_takes_four_statements(app: DocumentsApp) -> None:
    with sent_statements(app.database.engine) as sent:
        on_submitted(app, Story().submitted())
    assert len(sent) == 4
    with app.uow() as tx:
        assert tx.session.scalar(select(func.count()).select_from(standing)) == 1


def _add(
    app: DocumentsApp,
    application_id: UUID,
    kind: DocumentKind,
    *,
    supersedes: tuple[DocumentKind, ...] = (),
) -> None:
    new = NewPrint(
        kind=kind,
        application_id=application_id,
        version_id=uuid4(),
        version_no=1,
        template_version="2019.1",
        year=2019,
        verify_code="0000-0000-0000",
        file_name="TP2019-652900-00001.pdf",
    )
    with app.uow() as tx:
        documents.add(
            tx.session, new, state=DocumentState.PENDING, now=tx.now, supersedes=supersedes
        )
