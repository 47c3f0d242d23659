"""Invariant 3: the seat ledger, replayed from its first entry, leads to what is held today."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from operations.audit.stores import Stores
from operations.audit.violation import Invariant, Violation

_ENTRIES = """
SELECT entry_no, application_id, plan_row_id || '/' || seat_kind AS cell, action, quota,
  reserved_after, confirmed_after
FROM seat_ledger ORDER BY entry_no
"""
_CELLS = "SELECT plan_row_id || '/' || seat_kind AS cell, reserved, confirmed FROM seat_cell"
_HOLDINGS = """
SELECT application_id, plan_row_id || '/' || seat_kind AS cell, state FROM reservation
WHERE state IN ('RESERVED', 'CONFIRMED')
"""

Holding = tuple[str, str]
"""Cell, and RESERVED or CONFIRMED."""

Counts = tuple[int, int]
"""Reserved and confirmed seats of a cell."""

_HELD_BEFORE: dict[str, tuple[str | None, ...]] = {
    "RESERVED": (None,),
    "REFUSED": (None,),
    "CONFIRMED": ("RESERVED",),
    "RELEASED": ("RESERVED", "CONFIRMED"),
}
"""Action → what the application may hold before it."""

_DELTAS: dict[tuple[str | None, str | None], Counts] = {
    (None, "RESERVED"): (1, 0),
    (None, None): (0, 0),
    ("RESERVED", "CONFIRMED"): (-1, 1),
    ("RESERVED", None): (-1, 0),
    ("CONFIRMED", None): (0, -1),
}
"""(held before, held after) → what it changes in the cell."""


@dataclass(slots=True)
class Replay:
    """What the entries so far say is held, and what each cell counts."""

    holdings: dict[UUID, Holding] = field(default_factory=dict)
    counts: dict[str, Counts] = field(default_factory=lambda: defaultdict(lambda: (0, 0)))

    def follow(self, entry: Any) -> Iterator[str]:
        """Apply one entry; say what does not fit, then go on from what the entry says."""
        before = self._held(entry)
        after = entry.action if entry.action in {"RESERVED", "CONFIRMED"} else None
        if before not in _HELD_BEFORE[entry.action]:
            yield f"entry {entry.entry_no}: {entry.action} of somebody who holds {before}"
        reserved, confirmed = self.counts[entry.cell]
        change = _DELTAS.get((before, after), (0, 0))
        said = (entry.reserved_after, entry.confirmed_after)
        if said != (reserved + change[0], confirmed + change[1]):
            yield f"entry {entry.entry_no}: {said} after {(reserved, confirmed)} and {entry.action}"
        if sum(said) > entry.quota:
            yield f"entry {entry.entry_no}: {sum(said)} of {entry.quota} seats are taken"
        self.counts[entry.cell] = said
        self._hold(entry, after)

    def _held(self, entry: Any) -> str | None:
        cell, state = self.holdings.get(entry.application_id, (None, None))
        return state if cell in {entry.cell, None} else f"{state} in {cell}"

    def _hold(self, entry: Any, after: str | None) -> None:
        if after is not None:
            self.holdings[entry.application_id] = (entry.cell, after)
        elif entry.action == "RELEASED":
            self.holdings.pop(entry.application_id, None)


def history(stores: Stores) -> Iterator[Violation]:
    """Each entry follows from those before; the last ones are today's cells and reservations."""
    replay = Replay()
    for entry in stores.rows("quotas", _ENTRIES):
        for message in replay.follow(entry):
            yield _ledger("ledger follows", entry.cell, message)
    for row in stores.rows("quotas", _CELLS):
        if (row.reserved, row.confirmed) != replay.counts[row.cell]:
            message = f"{replay.counts[row.cell]}, the cell counts {(row.reserved, row.confirmed)}"
            yield _ledger("ledger ends at the cell", row.cell, message)
    held = {row.application_id: (row.cell, row.state) for row in stores.rows("quotas", _HOLDINGS)}
    for application_id in held.keys() | replay.holdings.keys():
        said, found = replay.holdings.get(application_id), held.get(application_id)
        if said != found:
            message = f"ledger: {said}, reservation: {found}"
            yield _ledger("ledger ends at the holder", str(application_id), message)


def _ledger(check: str, subject: str, message: str) -> Violation:
    return Violation(Invariant.SEATS, check, subject, message)
