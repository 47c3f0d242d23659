"""A real SMTP server for tests: keeps what it is given, and answers as it is told."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from ipaddress import ip_address
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

TAKEN = "250 taken"


class MailServer:
    """Listens on this machine between `with` and its end.

    Attributes:
        port: Where it listens.
        mails: What it took, in order.
        answers: What it says to the next mails; afterwards it takes each.
        seconds: How long it thinks before each answer.
        before_answer: Called once it has a mail and has not said so yet.
    """

    def __init__(self, *, tls: ssl.SSLContext | None = None) -> None:
        self.mails: list[EmailMessage] = []
        self.recipients: list[list[str]] = []
        self.answers: deque[str] = deque()
        self.seconds = 0.0
        self.before_answer: Callable[[], None] = lambda: None
        options: dict[str, Any] = {"tls_context": tls, "require_starttls": tls is not None}
        with socket.socket() as free:  # the controller calls its own port to be woken
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port, **options)

    def __enter__(self) -> Self:
        self._controller.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: object, at: TracebackType | None
    ) -> None:
        self._controller.stop()

    @property
    def ids(self) -> list[str]:
        """The Message-ID of each mail."""
        return [str(mail["Message-ID"]) for mail in self.mails]

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: ARG002, N802 -- aiosmtpd's name and arguments
        """Take a mail, or refuse it."""
        await asyncio.sleep(self.seconds)
        answer = self.answers.popleft() if self.answers else TAKEN
        if answer == TAKEN:
            content = envelope.original_content or b""
            self.mails.append(message_from_bytes(content, policy=default))
            self.recipients.append(list(envelope.rcpt_tos))
        await asyncio.to_thread(self.before_answer)
        return answer


def own_certificate(folder: Path) -> tuple[ssl.SSLContext, Path]:
    """A certificate for this machine, and the file that makes others trust it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    here = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(here, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    trusted, secret = folder / "trusted.pem", folder / "secret.pem"
    trusted.write_bytes(made.public_bytes(Encoding.PEM))
    secret.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(trusted, secret)
    return context, trusted
