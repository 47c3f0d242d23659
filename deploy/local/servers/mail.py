"""A mail server for trials: takes every mail of the instance into a folder and sends none on.

Only where it is asked for (``TEPEI_MAIL=on make up``): without it the notices service has no mail
server and messages stay in the inbox.
"""

from __future__ import annotations

import os
from pathlib import Path

from deploy.local.part import Part, Ready, Stage
from deploy.local.runas import make_folder
from deploy.local.setting import LOOPBACK, Setting

SENDER = "tepei@example.cn"


def is_wanted() -> bool:
    """Whether whoever starts the instance wants mail."""
    return os.environ.get("TEPEI_MAIL") == "on"


def mailbox(setting: Setting) -> Path:
    """The Maildir that fills; any mail reader shows it."""
    return setting.instance.state / "mail" / "box"


def prepare(setting: Setting) -> None:
    """Make the folder the server writes to."""
    make_folder(setting.instance.state / "mail", setting.services)


def part(setting: Setting) -> Part:
    """The server as the supervisor runs it."""
    port = setting.ports["smtp"]
    flags = ("--nosetuid", "--listen", f"{LOOPBACK}:{port}", "--class", "aiosmtpd.handlers.Mailbox")
    return Part(
        name="mail",
        argv=(
            str(setting.instance.checkout.python),
            "-m",
            "aiosmtpd",
            *flags,
            str(mailbox(setting)),
        ),
        stage=Stage.SERVERS,
        ready=Ready("tcp", port),
        folder=setting.instance.state / "mail",
        log=setting.log("mail"),
        environment={"PYTHONDONTWRITEBYTECODE": "1"},
        user=setting.services,
    )


def settings_of_sender(setting: Setting) -> dict[str, str]:
    """What the notices service reads to send there."""
    return {
        "NOTICES_SMTP_HOST": LOOPBACK,
        "NOTICES_SMTP_PORT": str(setting.ports["smtp"]),
        "NOTICES_SMTP_SECURITY": "none",
        "NOTICES_MAIL_FROM": SENDER,
    }
