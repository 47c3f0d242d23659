"""What the quotas service measures."""

from __future__ import annotations

from enum import StrEnum

from services.chassis.metrics import Counter, Gauge, Names, of


class SeatStep(StrEnum):
    """Steps of the ledger."""

    RESERVED = "reserved"
    REFUSED = "refused"
    RELEASED = "released"
    CONFIRMED = "confirmed"


class SeatFigure(StrEnum):
    """The numbers of the plan that are shown side by side."""

    QUOTA = "quota"
    RESERVED = "reserved"
    CONFIRMED = "confirmed"


YEARS = Names(limit=30)

SEAT_STEPS = Counter(
    "quotas_seat_steps_total",
    "Steps written into the seat ledger, refusals included.",
    labels={"step": of(SeatStep)},
)
SEATS = Gauge(
    "quotas_seats",
    "Seats of the plan in force: the quota, and how many of it are reserved and confirmed.",
    labels={"year": YEARS, "figure": of(SeatFigure)},
)
OVERSOLD_CELLS = Gauge(
    "quotas_oversold_cells",
    "Seat cells with more reserved and confirmed seats than quota; anything but 0 is an alarm.",
    labels={"year": YEARS},
)
UNBALANCED_CELLS = Gauge(
    "quotas_unbalanced_cells",
    "Seat cells whose counters differ from their reservations; anything but 0 is an alarm.",
    labels={"year": YEARS},
)
