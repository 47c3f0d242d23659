"""Events become messages: each once, to the right person, in the words of that day."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from services.chassis.work import Duplicate
from services.contracts.actors import ANONYMOUS, Actor
from services.contracts.envelope import Event
from services.contracts.errors import NotFoundError, TepeiError, TryAgain, UnauthenticatedError
from services.contracts.requests.notices import ListTexts, PublishText, ReadText
from services.contracts.requests.notices_messages import (
    Inbox,
    MarkMessagesRead,
    MessageView,
    ReadInbox,
    ReadMessage,
)
from services.contracts.vocabulary import ApplicationState as S
from services.notices import handlers
from tests.contract.examples import EXAMPLES
from tests.factories.causes import delivery_of, person
from tests.integration.notices.conftest import LEADER, OFFICER, Office

HANDLERS: dict[str, Any] = {
    "submitted": handlers.on_submission,
    "resubmitted": handlers.on_submission,
    "desk-changed": handlers.on_desk_changed,
}


class File:
    """One application that notices hears of."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.applicant = person()
        self.application_id = uuid4()

    def hear(self, name: str, sequence: int = 1, **changes: Any) -> None:
        """An event of the file, as an example with changes; delivered twice, as may happen."""
        example = next(one for one in EXAMPLES if one.name == name)
        changes["application_id"] = self.application_id
        if hasattr(example, "applicant_id"):
            changes["applicant_id"] = self.applicant.person_id
        event: Event = example.model_copy(update=changes)
        delivery = delivery_of(
            event, aggregate_id=self.application_id, sequence=sequence, service="notices"
        )
        handler = HANDLERS.get(name, handlers.on_fact)
        handler(self.office.app, delivery)
        with pytest.raises(Duplicate):
            handler(self.office.app, delivery)

    def inbox(self, by: Actor | None = None) -> Inbox:
        answer = self.office.ask(ReadInbox(), by or self.applicant)
        assert isinstance(answer, Inbox)
        return answer

    def titles(self) -> list[str]:
        return [one.title for one in self.inbox().messages]

    def read(self, message_id: UUID, by: Actor | None = None) -> MessageView:
        answer = self.office.ask(ReadMessage(message_id=message_id), by or self.applicant)
        assert isinstance(answer, MessageView)
        return answer


@pytest.fixture
def file(office: Office) -> File:
    file = File(office)
    file.hear("submitted")
    return file


def published(office: Office) -> int:
    with office.app.uow() as tx:
        return int(tx.session.execute(text("SELECT count(*) FROM outbox")).scalar_one())


def test_what_happens_is_told_once_and_in_order(office: Office, file: File) -> None:
    file.hear("desk-changed", 1, state=S.UNIT_REVIEW)
    file.hear("returned", 2, to_applicant=True)
    file.hear("desk-changed", 3, state=S.RETURNED)
    file.hear("resubmitted", 2)
    file.hear("approved", 4, final=False)
    file.hear("approved", 5, final=True)
    file.hear("desk-changed", 6, state=S.LISTED)
    file.hear("desk-changed", 7, state=S.LISTED)  # another desk, the same state
    file.hear("desk-changed", 5, state=S.RESERVE)  # late
    told = sorted(file.titles())
    assert told == sorted(
        [
            "申报已提交",
            "申报被退回修改",
            "修改后的申报已提交",
            "意见已签署，申报进入下一级审核",
            "网上审核通过，请打印申报表",
            "申报已列入汇总表",
        ]
    )
    assert published(office) == len(told)


def test_a_message_names_the_end_of_the_number_and_the_due_date(file: File) -> None:
    file.hear("returned", 2, to_applicant=True)
    newest = next(one for one in file.inbox().messages if one.title == "申报被退回修改")
    body = file.read(newest.message_id).body
    assert "编号…17）" in body
    assert "2019年" in body
    assert "{" not in body
    assert "TP2019" not in body


def test_a_fact_that_comes_before_the_submission_waits_for_it(office: Office) -> None:
    early = File(office)
    with pytest.raises(TryAgain):
        early.hear("returned", 2, to_applicant=True)
    assert early.inbox().total == 0


def test_messages_are_the_persons_own(file: File, office: Office) -> None:
    (one,) = file.inbox().messages
    other = person()
    assert file.inbox(other).total == 0
    with pytest.raises(NotFoundError):
        file.read(one.message_id, other)
    office.ask(MarkMessagesRead(message_ids=(one.message_id,)), other)
    assert file.inbox().unread == 1
    refused: type[TepeiError] = UnauthenticatedError
    with pytest.raises(refused):
        file.inbox(ANONYMOUS)


def test_reading_one_and_then_all(file: File, office: Office) -> None:
    file.hear("returned", 2, to_applicant=True)
    file.hear("approved", 3, final=False)
    first = file.inbox().messages[0]
    assert office.ask(MarkMessagesRead(message_ids=(first.message_id,)), file.applicant).unread == 2
    assert file.read(first.message_id).read
    assert office.ask(MarkMessagesRead(), file.applicant).unread == 0


def test_a_message_keeps_its_words_when_the_template_changes(file: File, office: Office) -> None:
    proposed = office.propose(slug="submitted", by=OFFICER, title="申报收到")
    office.ask(PublishText(year=2019, slug="submitted", version=2, replaces=1), LEADER)
    assert proposed.version == 2
    later = File(office)
    later.hear("submitted")
    assert (file.titles(), later.titles()) == (["申报已提交"], ["申报收到"])


def test_templates_are_shown_to_those_who_make_them(office: Office) -> None:
    with pytest.raises(NotFoundError):
        office.ask(ReadText(slug="submitted"))
    everybody = office.ask(ListTexts())
    staff = office.ask(ListTexts(), OFFICER)
    assert "submitted" not in {one.slug for one in everybody.texts}
    assert "submitted" in {one.slug for one in staff.texts}
