"""How an application's seat follows what review says of it.

Messages of one application carry a strictly increasing sequence, but arrive in any order and more
than once. What an application holds depends on its newest message alone: an older one is ignored,
whenever it comes. Which cell had room when a nomination was decided is not for this module to
know; the storage answers that with one conditional UPDATE.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

from services.contracts.vocabulary import SeatKind


@dataclass(frozen=True, slots=True, order=True)
class Cell:
    """Where seats are counted: one plan row and one kind. The order is the order of locking."""

    plan_row_id: UUID
    seat_kind: SeatKind


class SeatState(StrEnum):
    """What an application has of its cell."""

    NONE = "NONE"
    RESERVED = "RESERVED"
    REFUSED = "REFUSED"
    CONFIRMED = "CONFIRMED"


_HOLDS_A_SEAT = (SeatState.RESERVED, SeatState.CONFIRMED)


@dataclass(frozen=True, slots=True)
class Holding:
    """What one application holds, and the newest message it follows from.

    `cell` and `nomination_id` stay those of the last nomination after a refusal or a release.
    """

    last_sequence: int = 0
    state: SeatState = SeatState.NONE
    cell: Cell | None = None
    nomination_id: UUID | None = None

    @property
    def held_cell(self) -> Cell | None:
        """The cell in which a seat is taken at this moment."""
        return self.cell if self.state in _HOLDS_A_SEAT else None


@dataclass(frozen=True, slots=True)
class Nominated:
    """Review asks for a seat."""

    sequence: int
    nomination_id: UUID
    cell: Cell


@dataclass(frozen=True, slots=True)
class Released:
    """Review gives the seat back: delisted, withdrawn, given up."""

    sequence: int
    reason: str


@dataclass(frozen=True, slots=True)
class Selected:
    """The region, for inland the ministry, has chosen the person."""

    sequence: int
    nomination_id: UUID


Message = Nominated | Released | Selected


class Verdict(StrEnum):
    """What is to be done about a message."""

    STALE = "STALE"
    """A newer message is known: nothing happens."""
    KEEP = "KEEP"
    """What is asked for is held already; a new nomination hears so again."""
    TAKE = "TAKE"
    """Give back what is held, if anything, and try for the new cell."""
    RELEASE = "RELEASE"
    """Give back what is held; there may be nothing."""
    CONFIRM = "CONFIRM"
    """The reserved seat becomes a confirmed one."""
    WAIT = "WAIT"
    """The nomination that was selected is not known yet: it is still on its way."""
    CONTRADICTION = "CONTRADICTION"
    """The nomination that was selected has no seat: a person must look."""


def decide(holding: Holding, message: Message) -> Verdict:
    """Say what a message means for a holding."""
    if message.sequence <= holding.last_sequence:
        return Verdict.STALE
    match message:
        case Nominated():
            reserved_there = holding.state is SeatState.RESERVED and holding.cell == message.cell
            return Verdict.KEEP if reserved_there else Verdict.TAKE
        case Released():
            return Verdict.RELEASE
        case Selected():
            return _decide_selected(holding, message)


def _decide_selected(holding: Holding, message: Selected) -> Verdict:
    if holding.nomination_id != message.nomination_id:
        return Verdict.WAIT
    match holding.state:
        case SeatState.RESERVED:
            return Verdict.CONFIRM
        case SeatState.CONFIRMED:
            return Verdict.KEEP
        case SeatState.REFUSED | SeatState.NONE:
            return Verdict.CONTRADICTION


def follow(holding: Holding, message: Message, *, seat_taken: bool) -> Holding:
    """What the application holds after a message was acted upon.

    Args:
        holding: what it held before.
        message: a message whose verdict is KEEP, TAKE, RELEASE or CONFIRM.
        seat_taken: for TAKE, whether the cell had room.
    """
    match message:
        case Nominated():
            kept = decide(holding, message) is Verdict.KEEP
            state = SeatState.RESERVED if kept or seat_taken else SeatState.REFUSED
            return Holding(message.sequence, state, message.cell, message.nomination_id)
        case Released():
            return replace(holding, last_sequence=message.sequence, state=SeatState.NONE)
        case Selected():
            return replace(holding, last_sequence=message.sequence, state=SeatState.CONFIRMED)
