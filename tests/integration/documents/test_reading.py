"""Who may have which print, and what a code on paper tells."""

from __future__ import annotations

from uuid import uuid4

import pytest
from sqlalchemy import text

from services.chassis.testing.messaging import FakeRpc
from services.chassis.testing.objects import FakeObjectStore
from services.contracts.errors import (
    MissingGlyphError,
    NotFoundError,
    NotRenderedYetError,
    ServiceUnavailableError,
)
from services.contracts.requests.applications_prints import MayRead, ReadingRight
from services.contracts.requests.base import Acknowledged
from services.contracts.requests.documents import (
    CodeStanding,
    CodeSubject,
    DocumentState,
    FetchDocument,
    LookUpCode,
    ReadDocuments,
)
from services.contracts.requests.review_lists import MayReadList
from services.contracts.requests.review_prints import PrintStatus, ReadPrintStatus
from services.contracts.vocabulary import DocumentKind
from services.documents import handlers
from services.documents.app import DocumentsApp
from services.documents.storage import documents
from services.documents.storage.documents import PrintRow
from tests.factories.causes import call_of, person
from tests.integration.documents.story import Story, a_code, hear

READER = person()
FOREIGN = ReadingRight(allowed=False)
OWNER = ReadingRight(allowed=True, relation="owner")


@pytest.fixture
def story(app: DocumentsApp) -> Story:
    story = Story()
    hear(app, story.submitted())
    return story


def the_print(app: DocumentsApp, story: Story) -> PrintRow:
    with app.uow() as tx:
        return documents.of_application(tx.session, story.application_id)[0]


def store_file(app: DocumentsApp, row: PrintRow) -> None:
    key = f"documents/{row.document_id}"
    app.objects.put(key, b"%PDF-sample", content_type="application/pdf")
    with app.uow() as tx:
        documents.mark_ready(
            tx.session,
            row.document_id,
            object_key=key,
            sha256="ab" * 32,
            size_bytes=11,
            pages=4,
            now=tx.now,
        )


def audited(app: DocumentsApp) -> list[tuple[str, str, str]]:
    with app.database.engine.connect() as connection:
        rows = connection.execute(
            text("SELECT actor, action, object_id FROM audit_event ORDER BY id")
        )
        return [(row.actor, row.action, row.object_id) for row in rows]


def test_the_owner_sees_the_prints_in_the_name_of_the_own_token(
    app: DocumentsApp, rpc: FakeRpc, story: Story
) -> None:
    rpc.answers[MayRead] = OWNER
    request = ReadDocuments(application_id=story.application_id)
    (shown,) = handlers.read_documents(app, call_of(request, READER)).documents
    assert (shown.kind, shown.state) == (DocumentKind.APPLICANT_COPY, DocumentState.PENDING)
    assert rpc.calls[0].actor_token == "token"


def test_a_file_is_fetched_as_an_attachment_and_the_fetch_is_audited(
    app: DocumentsApp, rpc: FakeRpc, objects: FakeObjectStore, story: Story
) -> None:
    rpc.answers[MayRead] = OWNER
    row = the_print(app, story)
    store_file(app, row)
    result = handlers.fetch_document(
        app, call_of(FetchDocument(document_id=row.document_id), READER)
    )
    got = objects.download(result.url)
    assert (got.status, got.body, got.content_type) == (200, b"%PDF-sample", "application/pdf")
    assert got.content_disposition.startswith("attachment;")
    assert audited(app) == [(READER.reference, "fetch_document", str(row.document_id))]


def test_a_foreign_and_an_unknown_document_look_alike_and_leave_no_link(
    app: DocumentsApp, rpc: FakeRpc, story: Story
) -> None:
    rpc.answers[MayRead] = FOREIGN
    row = the_print(app, story)
    store_file(app, row)
    messages = []
    for document_id in (row.document_id, uuid4()):
        with pytest.raises(NotFoundError) as caught:
            handlers.fetch_document(app, call_of(FetchDocument(document_id=document_id), READER))
        messages.append(caught.value.message)
    assert messages[0] == messages[1]
    assert audited(app) == []


def test_a_list_is_authorised_by_review(app: DocumentsApp, rpc: FakeRpc, story: Story) -> None:
    hear(app, story.frozen(1))
    request = ReadDocuments(list_id=story.list_id)
    rpc.answers[MayReadList] = NotFoundError()
    with pytest.raises(NotFoundError):
        handlers.read_documents(app, call_of(request, READER))
    rpc.answers[MayReadList] = Acknowledged()
    assert len(handlers.read_documents(app, call_of(request, READER)).documents) == 2


def test_a_print_that_is_not_made_yet_says_so(
    app: DocumentsApp, rpc: FakeRpc, story: Story
) -> None:
    rpc.answers[MayRead] = OWNER
    request = FetchDocument(document_id=the_print(app, story).document_id)
    with pytest.raises(NotRenderedYetError):
        handlers.fetch_document(app, call_of(request, READER))


def test_a_print_that_cannot_be_made_names_field_and_character(
    app: DocumentsApp, rpc: FakeRpc, story: Story
) -> None:
    rpc.answers[MayRead] = OWNER
    row = the_print(app, story)
    with app.uow() as tx:
        documents.mark_failed(
            tx.session, row.document_id, code="missing_glyph", field="姓名", codepoint="U+E863"
        )
    with pytest.raises(MissingGlyphError, match=r"姓名.*E863"):
        handlers.fetch_document(app, call_of(FetchDocument(document_id=row.document_id), READER))
    request = ReadDocuments(application_id=story.application_id)
    (shown,) = handlers.read_documents(app, call_of(request, READER)).documents
    assert shown.failure == ("“姓名”中的字符（U+E863）没有可用字形，文件未生成，请联系管理员补字。")


def test_nobody_is_served_while_the_owner_cannot_be_asked(app: DocumentsApp, story: Story) -> None:
    row = the_print(app, story)
    store_file(app, row)
    with pytest.raises(ServiceUnavailableError):
        handlers.fetch_document(app, call_of(FetchDocument(document_id=row.document_id), READER))


def test_a_code_tells_kind_version_and_standing_and_nothing_else(
    app: DocumentsApp, story: Story
) -> None:
    def look_up() -> dict[str, object]:
        request = LookUpCode(verify_code=story.codes[0])
        return handlers.look_up_code(app, call_of(request)).model_dump()

    expected = {"subject": CodeSubject.APPLICANT_COPY, "version_no": 1}
    assert look_up() == {**expected, "standing": CodeStanding.CURRENT}
    hear(app, story.resubmitted())
    assert look_up() == {**expected, "standing": CodeStanding.SUPERSEDED}


def test_an_official_form_is_current_only_if_review_agrees(
    app: DocumentsApp, rpc: FakeRpc, story: Story
) -> None:
    approval = story.approved()
    hear(app, approval)
    code = str(approval.event.verify_code)

    def standing() -> CodeStanding:
        return handlers.look_up_code(app, call_of(LookUpCode(verify_code=code))).standing

    rpc.answers[ReadPrintStatus] = PrintStatus(kind="OFFICIAL_FORM", version_no=1, current=True)
    assert standing() is CodeStanding.CURRENT
    rpc.answers[ReadPrintStatus] = PrintStatus(kind="OFFICIAL_FORM", version_no=1, current=False)
    assert standing() is CodeStanding.SUPERSEDED
    rpc.answers[ReadPrintStatus] = NotFoundError()
    assert standing() is CodeStanding.SUPERSEDED


def test_an_unknown_code_is_not_found(app: DocumentsApp) -> None:
    with pytest.raises(NotFoundError, match="核验码"):
        handlers.look_up_code(app, call_of(LookUpCode(verify_code=a_code())))
