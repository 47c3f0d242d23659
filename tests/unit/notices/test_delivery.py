"""When a mail is tried again, how it looks, and which settings are refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from pydantic import ValidationError

from services.contracts.requests.notices_messages import MailState
from services.notices.app import NoticesSettings
from services.notices.domain.delivery import LEASE, PAUSES, Outcome, after, is_too_late
from services.notices.smtp import SECONDS, Mail, message_of

NOW = datetime(2019, 3, 1, 4, 30, tzinfo=UTC)
MAIL = Mail(UUID(int=7), "sample@example.cn", "申报已提交", "您的申报（编号…17）已提交。", NOW)


@pytest.mark.parametrize(
    ("outcome", "attempts", "state", "pause"),
    [
        (Outcome.SENT, 1, MailState.SENT, timedelta(0)),
        (Outcome.REFUSED, 1, MailState.GIVEN_UP, timedelta(0)),
        (Outcome.NO_ADDRESS, 1, MailState.NO_ADDRESS, timedelta(0)),
        (Outcome.TOO_LATE, 1, MailState.GIVEN_UP, timedelta(0)),
        (Outcome.TRY_AGAIN, 1, MailState.FAILED, PAUSES[0]),
        (Outcome.TRY_AGAIN, len(PAUSES), MailState.FAILED, PAUSES[-1]),
        (Outcome.TRY_AGAIN, len(PAUSES) + 1, MailState.GIVEN_UP, timedelta(0)),
    ],
)
def test_what_becomes_of_a_mail(
    outcome: Outcome, attempts: int, state: MailState, pause: timedelta
) -> None:
    assert after(outcome, attempts, NOW) == (state, NOW + pause)


def test_a_lease_outlasts_every_step_of_a_try() -> None:
    steps = ("connect", "hello", "tls", "sign in", "from", "to", "data", "the end")
    assert LEASE.total_seconds() > len(steps) * SECONDS


def test_a_limit_that_has_passed_is_too_late() -> None:
    assert is_too_late(NOW, NOW)
    assert not is_too_late(NOW + timedelta(seconds=1), NOW)
    assert not is_too_late(None, NOW)


def test_an_address_cannot_bring_headers_of_its_own() -> None:
    with pytest.raises(ValueError, match="linefeed"):
        message_of(replace(MAIL, to="a@example.cn\r\nBcc: b@example.cn"), "tepei@example.cn")


def test_the_id_is_that_of_the_message_whenever_it_is_sent() -> None:
    first = message_of(MAIL, "tepei@example.cn")
    again = message_of(replace(MAIL, at=NOW + timedelta(hours=1)), "tepei@example.cn")
    assert first["Message-ID"] == again["Message-ID"] == f"<{UUID(int=7)}@example.cn>"


def settings(**given: Any) -> NoticesSettings:
    return NoticesSettings(database_url="postgresql://x", broker_url="amqp://x", **given)


def test_mail_is_off_unless_a_server_is_named() -> None:
    assert settings().mail_server is None
    server = settings(smtp_host="mail.example.cn", mail_from="tepei@example.cn").mail_server
    assert server is not None
    assert (server.port, server.security) == (587, "starttls")


@pytest.mark.parametrize(
    "wrong",
    [
        {"smtp_host": "mail.example.cn"},
        {
            "smtp_host": "mail.example.cn",
            "mail_from": "tepei@example.cn",
            "smtp_security": "none",
        },
    ],
)
def test_half_a_setting_or_an_open_line_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        settings(**wrong)
