"""Messages are repeated by mail over a real SMTP server: tried again, given up, never doubled."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from services.contracts.requests.applications_addresses import (
    MailAddresses,
    MailAddressesAnswer,
)
from services.contracts.requests.notices_messages import MailState
from services.notices import handlers
from services.notices.domain.delivery import LEASE, PAUSES
from services.notices.metrics import MAIL_AGE, OPEN_MAILS
from tests.integration.notices.conftest import ADDRESS, NOW, Office, addresses_for, mail_server
from tests.integration.notices.files import File
from tests.support.mail_server import MailServer
from tests.support.scratch_database import ScratchDatabase


@pytest.fixture
def server() -> Iterator[MailServer]:
    with MailServer() as server:
        yield server


@pytest.fixture
def post(office: Office, server: MailServer) -> Office:
    """The service with mail turned on."""
    office.rpc.answers[MailAddresses] = addresses_for
    return replace(office, app=replace(office.app, mail=mail_server(server.port)))


@pytest.fixture
def file(post: Office) -> File:
    """A submitted application: one mail waits."""
    file = File(post)
    file.hear("submitted")
    return file


def send(office: Office) -> int:
    return handlers.send_mails(office.app)


def state_of(file: File, index: int = 0) -> MailState | None:
    return file.read(file.inbox().messages[index].message_id).mail


def test_a_message_goes_out_once_and_says_no_more_than_the_inbox(
    post: Office, file: File, server: MailServer
) -> None:
    assert send(post) == 1
    assert send(post) == 0
    (mail,) = server.mails
    (shown,) = file.inbox().messages
    assert server.recipients == [[ADDRESS]]
    assert mail["Subject"] == shown.title == "申报已提交"
    assert mail["Message-ID"] == f"<{shown.message_id}@example.cn>"
    assert mail["Auto-Submitted"] == "auto-generated"
    words = mail.get_content().replace("\r\n", "\n")
    assert file.read(shown.message_id).body in words
    assert "TP2019" not in words
    assert state_of(file) is MailState.SENT
    with post.app.uow() as tx:
        told = tx.session.execute(
            text("SELECT payload -> 'data' ->> 'channel', sequence FROM outbox ORDER BY sequence")
        )
        assert [tuple(row) for row in told] == [("INBOX", 1), ("MAIL", 2)]


def test_without_a_mail_server_nothing_is_queued(office: Office) -> None:
    file = File(office)
    file.hear("submitted")
    assert send(office) == 0
    assert state_of(file) is None


def test_whoever_gave_no_address_is_told_in_the_inbox_alone(
    post: Office, file: File, server: MailServer
) -> None:
    post.rpc.answers[MailAddresses] = MailAddressesAnswer(addresses=())
    assert send(post) == 0
    assert state_of(file) is MailState.NO_ADDRESS
    assert server.mails == []


def test_a_passing_refusal_is_tried_again_and_a_lasting_one_is_not(
    post: Office, file: File, server: MailServer
) -> None:
    server.answers.extend(["451 later", "250 taken"])
    assert send(post) == 0
    assert state_of(file) is MailState.FAILED
    assert send(post) == 0, "not before its time"
    post.clock.advance(PAUSES[0])
    assert send(post) == 1
    file.hear("resubmitted", 2)
    server.answers.append("550 no such mailbox")
    assert send(post) == 0
    assert state_of(file) is MailState.GIVEN_UP
    post.clock.advance(timedelta(days=2))
    assert send(post) == 0


def test_a_mail_that_fails_each_time_is_given_up(
    post: Office, file: File, server: MailServer
) -> None:
    for pause in (*PAUSES, timedelta(0)):
        assert state_of(file) is not MailState.GIVEN_UP
        server.answers.append("451 later")
        send(post)
        post.clock.advance(pause)
    assert state_of(file) is MailState.GIVEN_UP


def test_no_mail_is_to_blame_for_a_server_that_is_away(
    post: Office, file: File, server: MailServer
) -> None:
    away = replace(post, app=replace(post.app, mail=mail_server(1)))
    assert send(away) == 0
    assert state_of(file) is MailState.WAITING
    post.rpc.answers.clear()
    assert send(post) == 0, "applications is away"
    assert state_of(file) is MailState.WAITING
    handlers.measure_mails(post.app)
    post.clock.advance(timedelta(minutes=2))
    handlers.measure_mails(post.app)
    assert (OPEN_MAILS.value(state="waiting"), MAIL_AGE.value()) == (1, 120)
    post.rpc.answers[MailAddresses] = addresses_for
    assert send(post) == 1


def test_what_can_no_longer_be_done_is_not_asked_for(
    post: Office, file: File, server: MailServer
) -> None:
    send(post)
    file.hear("returned", 2, to_applicant=True, due_at=NOW + timedelta(hours=1))
    post.clock.advance(timedelta(hours=1))
    assert send(post) == 0
    assert sorted(str(state_of(file, i)) for i in (0, 1)) == ["GIVEN_UP", "SENT"]


def test_who_dies_after_the_servers_yes_sends_again_under_the_same_id(
    post: Office, file: File, server: MailServer, scratch: ScratchDatabase
) -> None:
    """At least once: SMTP has no way to ask whether a mail came. The lease bounds the wait."""
    words = ["-m", "tests.integration.notices.mail_child", scratch.runtime_url, str(server.port)]
    child = subprocess.Popen([sys.executable, *words])
    server.before_answer = lambda: os.kill(child.pid, signal.SIGKILL)
    assert child.wait(30) == -signal.SIGKILL
    server.before_answer = lambda: None
    assert len(server.mails) == 1
    assert state_of(file) is MailState.SENDING
    assert send(post) == 0, "it belongs to the dead one until the lease ends"
    post.clock.advance(LEASE)
    assert send(post) == 1
    assert len(server.mails) == 2
    assert len(set(server.ids)) == 1
    assert state_of(file) is MailState.SENT
    assert send(post) == 0


def test_two_senders_share_the_work(post: Office, server: MailServer) -> None:
    """What one has claimed the other leaves alone, though both saw it due."""
    for _ in range(6):
        File(post).hear("submitted")
    other = replace(post, app=replace(post.app, mail=mail_server(server.port)))
    inner: list[int] = []

    def meanwhile() -> None:
        server.before_answer = lambda: None
        inner.append(send(other))

    server.before_answer = meanwhile
    outer = send(post)
    assert (outer, sum(inner)) == (1, 5)
    assert len(set(server.ids)) == len(server.ids) == 6
