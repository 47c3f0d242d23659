"""What the notices service measures."""

from __future__ import annotations

from services.chassis.metrics import Counter, Gauge
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
