"""Events become messages: each once, to the right person, in the words of that day."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from services.contracts.actors import ANONYMOUS
from services.contracts.errors import NotFoundError, TepeiError, TryAgain, UnauthenticatedError
from services.contracts.requests.notices import ListTexts, PublishText, ReadText
from services.contracts.requests.notices_messages import (
    MarkMessagesRead,
    ReadInbox,
)
from services.contracts.vocabulary import ApplicationState as S
from services.contracts.vocabulary import NodeKind
from tests.factories.causes import person
from tests.integration.notices.conftest import LEADER, OFFICER, Office
from tests.integration.notices.files import File


@pytest.fixture
def file(office: Office) -> File:
    """A submitted application."""
    file = File(office)
    file.hear("submitted")
    return file


def published(office: Office) -> int:
    with office.app.uow() as tx:
        return int(tx.session.execute(text("SELECT count(*) FROM outbox")).scalar_one())


@pytest.mark.requirement("F3")
def test_what_happens_is_told_once_and_in_order(office: Office, file: File) -> None:
    file.hear("desk-changed", 1, state=S.UNIT_REVIEW)
    file.hear("returned", 2, to_applicant=True)
    file.hear("desk-changed", 3, state=S.RETURNED)
    file.hear("resubmitted", 2)
    file.hear("opinion-signed", 4)
    file.hear("approved", 4, final=False, node_kind=NodeKind.UNIT)
    file.hear("approved", 4, final=False, node_kind=NodeKind.MID)
    file.hear("approved", 5, final=True, node_kind=NodeKind.FINAL)
    file.hear("desk-changed", 6, state=S.LISTED)
    file.hear("desk-changed", 7, state=S.LISTED)  # another desk, the same state
    file.hear("desk-changed", 5, state=S.RESERVE)  # late
    told = sorted(file.titles())
    assert told == sorted(
        [
            "申报已提交",
            "申报被退回修改",
            "修改后的申报已提交",
            "单位意见已签署",
            "单位审核通过，申报进入下一级审核",
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


def test_the_decision_of_a_re_review_is_told_unless_the_person_ended_it(file: File) -> None:
    file.hear("re-review-asked", 2)
    file.hear("re-review-decided", 3, outcome="ENDED")
    file.hear("re-review-decided", 4, outcome="OVERTURNED")
    assert sorted(file.titles()) == sorted(["申报已提交", "复核申请已收到", "复核已有决定"])


def test_how_many_wait_can_be_asked_alone(file: File, office: Office) -> None:
    answer = office.ask(ReadInbox(limit=0), file.applicant)
    assert (answer.messages, answer.total, answer.unread) == ((), 1, 1)
