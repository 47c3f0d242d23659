"""What the notices service measures."""

from __future__ import annotations

from services.chassis.metrics import Gauge

WAITING_TEXTS = Gauge(
    "notices_waiting_texts",
    "Proposed texts that wait for the region's leader.",
)
