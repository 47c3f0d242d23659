"""Handing mail to an SMTP server.

Under eventlet's patch the sockets of `smtplib` are green: a server that takes its time never stops
the hub. Nothing of a mail, and no address, is ever logged.
"""

from __future__ import annotations

import contextlib
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from email.utils import format_datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from services.notices.domain.delivery import Outcome

SECONDS = 20.0
"""For each step of the conversation; all of them together stay below the lease."""
_FOR_EVER = 5
"""First digit of an answer that will not change."""


class Security(StrEnum):
    """How the line to the server is protected."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


class MailServerAwayError(Exception):
    """The server cannot be used now; no single mail is to blame."""


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail. Its id becomes the Message-ID, so that a repetition can be told as one."""

    message_id: UUID
    to: str
    subject: str
    body: str
    at: datetime


class Line(Protocol):
    """An open line to a mail server."""

    def send(self, mail: Mail) -> Outcome:
        """Hand over one mail.

        Raises:
            MailServerAwayError: the line broke; whether the server has the mail is not known.
        """
        ...


class MailServer(Protocol):
    """Where lines come from."""

    def open(self) -> AbstractContextManager[Line]:
        """Connect, secure the line, sign in.

        Raises:
            MailServerAwayError: it did not work.
        """
        ...


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """The server of the settings."""

    host: str
    port: int
    security: Security
    sender: str
    user: str = ""
    password: str = ""

    @contextmanager
    def open(self) -> Iterator[Line]:
        """Connect, secure the line, sign in; say goodbye at the end."""
        try:
            connection = self._connect()
        except (OSError, smtplib.SMTPException) as error:
            raise MailServerAwayError(type(error).__name__) from error
        try:
            yield _SmtpLine(connection, self.sender)
        finally:
            with contextlib.suppress(OSError, smtplib.SMTPException):
                connection.quit()

    def _connect(self) -> smtplib.SMTP:
        if self.security is Security.TLS:
            context = ssl.create_default_context()
            connection: smtplib.SMTP = smtplib.SMTP_SSL(
                self.host, self.port, timeout=SECONDS, context=context
            )
        else:
            connection = smtplib.SMTP(self.host, self.port, timeout=SECONDS)
        if self.security is Security.STARTTLS:
            connection.starttls(context=ssl.create_default_context())
        if self.user:
            connection.login(self.user, self.password)
        return connection


@dataclass(frozen=True, slots=True)
class _SmtpLine:
    connection: smtplib.SMTP
    sender: str

    def send(self, mail: Mail) -> Outcome:
        try:
            content = message_of(mail, self.sender).as_bytes()
            self.connection.sendmail(self.sender, [mail.to], content)
        except smtplib.SMTPRecipientsRefused as error:
            return _outcome_of(next(iter(error.recipients.values()))[0])
        except smtplib.SMTPDataError as error:
            return _outcome_of(error.smtp_code)
        except (smtplib.SMTPException, OSError) as error:
            raise MailServerAwayError(type(error).__name__) from error
        except ValueError:  # an address no server could understand
            return Outcome.REFUSED
        return Outcome.SENT


def message_of(mail: Mail, sender: str) -> EmailMessage:
    """The mail as it travels.

    Raises:
        ValueError: the address can be none.
    """
    message = EmailMessage(policy=SMTP_POLICY)
    message["From"] = sender
    message["To"] = mail.to
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(mail.at)
    message["Message-ID"] = f"<{mail.message_id}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.body)
    return message


def _outcome_of(code: int) -> Outcome:
    return Outcome.REFUSED if code // 100 == _FOR_EVER else Outcome.TRY_AGAIN
