"""What the audit finds."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import IntEnum


class Invariant(IntEnum):
    """The promises of docs/architecture.md, by number."""

    NOTHING_LOST = 1
    EXACTLY_ONCE = 2
    SEATS = 3
    PRINTS = 4
    DECISIONS = 5


@dataclass(frozen=True, slots=True)
class Violation:
    """One broken promise: where it shows and in which words."""

    invariant: Invariant
    check: str
    subject: str
    message: str

    def line(self) -> str:
        """For people."""
        return f"[{self.invariant.value}] {self.check}: {self.subject}: {self.message}"

    def record(self) -> dict[str, str | int]:
        """For machines."""
        return asdict(self) | {"invariant": self.invariant.value}
