"""The ledger's replay: every lawful history passes, every hole and every wrong number is told."""

from __future__ import annotations

from types import SimpleNamespace
from uuid import UUID

import pytest

from operations.audit.ledger import Replay

A, B = UUID(int=1), UUID(int=2)
QUOTA = 2

Entry = tuple[UUID, str, str, tuple[int, int]]
"""Who, cell, action, and reserved and confirmed seats after it."""

LAWFUL: dict[str, list[Entry]] = {
    "taken and given back": [(A, "x", "RESERVED", (1, 0)), (A, "x", "RELEASED", (0, 0))],
    "confirmed and given up": [
        (A, "x", "RESERVED", (1, 0)),
        (A, "x", "CONFIRMED", (0, 1)),
        (A, "x", "RELEASED", (0, 0)),
    ],
    "full, refused, free again, taken": [
        (A, "x", "RESERVED", (1, 0)),
        (B, "x", "RESERVED", (2, 0)),
        (UUID(int=3), "x", "REFUSED", (2, 0)),
        (B, "x", "RELEASED", (1, 0)),
        (UUID(int=3), "x", "RESERVED", (2, 0)),
    ],
    "moved to another cell": [
        (A, "x", "RESERVED", (1, 0)),
        (A, "x", "RELEASED", (0, 0)),
        (A, "y", "RESERVED", (1, 0)),
    ],
    "moved, and refused there": [
        (A, "x", "RESERVED", (1, 0)),
        (A, "x", "RELEASED", (0, 0)),
        (A, "y", "REFUSED", (0, 0)),
    ],
}

UNLAWFUL: dict[str, tuple[list[Entry], list[str]]] = {
    "released without a seat": ([(A, "x", "RELEASED", (0, 0))], ["holds None"]),
    "confirmed without a seat": (
        [(A, "x", "CONFIRMED", (0, 1))],
        ["holds None", "(0, 1) after (0, 0)"],
    ),
    "two seats for one person": (
        [(A, "x", "RESERVED", (1, 0)), (A, "x", "RESERVED", (2, 0))],
        ["holds RESERVED", "(2, 0) after (1, 0)"],
    ),
    "released in another cell": (
        [(A, "x", "RESERVED", (1, 0)), (A, "y", "RELEASED", (0, 0))],
        ["holds RESERVED in x"],
    ),
    "a number too high": ([(A, "x", "RESERVED", (2, 0))], ["(2, 0) after (0, 0)"]),
    "a refusal that took a seat": ([(A, "x", "REFUSED", (1, 0))], ["(1, 0) after (0, 0)"]),
    "beyond the quota": (
        [
            (A, "x", "RESERVED", (1, 0)),
            (B, "x", "RESERVED", (2, 0)),
            (UUID(int=3), "x", "RESERVED", (3, 0)),
        ],
        ["3 of 2 seats are taken"],
    ),
}


def replayed(entries: list[Entry]) -> tuple[Replay, list[str]]:
    replay = Replay()
    told: list[str] = []
    for number, (who, cell, action, after) in enumerate(entries, start=1):
        entry = SimpleNamespace(
            entry_no=number,
            application_id=who,
            cell=cell,
            action=action,
            quota=QUOTA,
            reserved_after=after[0],
            confirmed_after=after[1],
        )
        told.extend(replay.follow(entry))
    return replay, told


@pytest.mark.parametrize("history", LAWFUL)
def test_a_lawful_history_is_silent(history: str) -> None:
    replay, told = replayed(LAWFUL[history])
    assert told == []
    held = [cell for cell, _ in replay.holdings.values()]
    for cell, counts in replay.counts.items():
        assert sum(counts) == held.count(cell)


@pytest.mark.parametrize("history", UNLAWFUL)
def test_an_unlawful_history_is_told(history: str) -> None:
    entries, parts = UNLAWFUL[history]
    _, told = replayed(entries)
    assert len(told) == len(parts), told
    for message, part in zip(told, parts, strict=True):
        assert part in message


def test_one_wrong_number_is_told_once_and_not_again_with_every_later_entry() -> None:
    _, told = replayed(
        [(A, "x", "RESERVED", (2, 0)), (A, "x", "RELEASED", (1, 0)), (B, "x", "RESERVED", (2, 0))]
    )
    assert len(told) == 1
