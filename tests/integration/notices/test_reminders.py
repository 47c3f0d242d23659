"""A reminder reaches who still has to do something, in the inbox and by mail, once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from services.contracts.requests.applications_addresses import MailAddresses
from services.contracts.vocabulary import ApplicationState as S
from services.contracts.vocabulary import ReminderStage
from services.notices import handlers
from tests.integration.notices.conftest import NOW, Office, addresses_for, mail_server
from tests.integration.notices.files import File
from tests.support.mail_server import MailServer

CLOSES_AT = NOW + timedelta(days=3)
TITLE = "申报即将截止，草稿还没有提交"
DUE_TITLE = "修改即将截止，请尽快提交"


@pytest.fixture
def server() -> Iterator[MailServer]:
    with MailServer() as server:
        yield server


@pytest.fixture
def file(office: Office, server: MailServer) -> File:
    """An application of which nothing was heard yet; mail is on."""
    office.rpc.answers[MailAddresses] = addresses_for
    return File(replace(office, app=replace(office.app, mail=mail_server(server.port))))


def closing(file: File, stage: ReminderStage = ReminderStage.DAYS_3, **changes: Any) -> None:
    file.hear("closing-soon", stage=stage, **{"closes_at": CLOSES_AT} | changes)


def test_a_draft_is_reminded_once_a_stage_and_anew_after_an_extension(
    file: File, server: MailServer
) -> None:
    closing(file)
    closing(file)  # told again by another event
    closing(file, ReminderStage.DAY_1)
    closing(file, closes_at=CLOSES_AT + timedelta(days=2))
    assert file.titles() == [TITLE] * 3
    body = file.read(file.inbox().messages[0].message_id).body
    assert "2019年2月1" in body
    assert handlers.send_mails(file.office.app) == 3


def test_who_has_submitted_hears_nothing(file: File, server: MailServer) -> None:
    file.hear("submitted")
    closing(file)
    assert file.titles() == ["申报已提交"]


def test_a_reminder_on_its_way_is_not_sent_once_the_form_is_in(
    file: File, server: MailServer
) -> None:
    closing(file)
    file.hear("submitted")
    assert handlers.send_mails(file.office.app) == 1
    assert [str(mail["Subject"]) for mail in server.mails] == ["申报已提交"]


def test_who_has_answered_the_return_hears_nothing(file: File, server: MailServer) -> None:
    file.hear("submitted")
    first, second = uuid4(), uuid4()
    file.hear("desk-changed", 2, state=S.RETURNED)
    file.hear("due-soon", 3, return_id=first, due_at=CLOSES_AT)
    assert file.titles().count(DUE_TITLE) == 1
    file.hear("resubmitted", 2, return_id=first)
    file.hear("due-soon", 4, return_id=first, due_at=CLOSES_AT, stage=ReminderStage.DAY_1)
    assert file.titles().count(DUE_TITLE) == 1
    file.hear("due-soon", 9, return_id=second, due_at=CLOSES_AT)
    assert file.titles().count(DUE_TITLE) == 2
    file.hear("desk-changed", 12, state=S.WITHDRAWN)
    file.hear("due-soon", 11, return_id=second, due_at=CLOSES_AT, stage=ReminderStage.DAY_1)
    assert file.titles().count(DUE_TITLE) == 2
