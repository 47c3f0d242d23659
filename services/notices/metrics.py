"""What the notices service measures."""

from __future__ import annotations

from services.chassis.metrics import Counter, Gauge, of
from services.notices.domain.delivery import Outcome
from services.notices.domain.occasions import OCCASIONS

WAITING_TEXTS = Gauge(
    "notices_waiting_texts",
    "Proposed texts that wait for the region's leader.",
)

MESSAGES = Counter(
    "notices_messages_total",
    "Messages put into inboxes, by template.",
    labels={"template": frozenset(one.template for one in OCCASIONS)},
)
MAILS = Counter(
    "notices_mails_total",
    "Tries to send a mail, by how they ended.",
    labels={"outcome": of(Outcome)},
)
MAIL_SERVER_FAILURES = Counter(
    "notices_mail_server_failures_total",
    "Times the mail server could not be used.",
)
OPEN_MAILS = Gauge(
    "notices_open_mails",
    "Mails that are still to be sent, not tried yet or tried in vain.",
    labels={"state": frozenset({"waiting", "failed"})},
)
MAIL_AGE = Gauge(
    "notices_mail_age_seconds",
    "Age of the oldest mail that is still to be sent.",
)
