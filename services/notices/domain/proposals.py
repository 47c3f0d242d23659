"""What a proposal must be, and which version may come into force."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from services.contracts.requests.notices import (
    FACTS,
    MESSAGE_FACTS,
    FindingCode,
    TextKind,
    TextState,
)

SHORTEST_NOTE = 5
SHORTEST_REASON = 5

_FACT = re.compile(r"\{([^{}\n#]{1,20})\}")


@dataclass(frozen=True, slots=True)
class Wording:
    """What people read of a version."""

    title: str
    summary: str
    body: str
    issued_on: date | None
    issuing_body: str


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing to correct; `detail` fills the sentence."""

    field: str
    code: FindingCode
    detail: str = ""


def flaws(
    kind: TextKind, before: Wording, after: Wording, note: str, *, may_be_empty: bool
) -> list[Flaw]:
    """Everything that keeps a wording from being proposed, in the order of the form."""
    return [
        *_missing(kind, after, may_be_empty=may_be_empty),
        *(
            Flaw("body", FindingCode.UNKNOWN_FACT, name)
            for name in unknown_facts(kind, f"{after.title}\n{after.summary}\n{after.body}")
        ),
        *([Flaw("body", FindingCode.NOTHING_CHANGED)] if after == before else []),
        *([Flaw("change_note", FindingCode.TOO_SHORT)] if len(note) < SHORTEST_NOTE else []),
    ]


def _missing(kind: TextKind, wording: Wording, *, may_be_empty: bool) -> Iterator[Flaw]:
    if not wording.title:
        yield Flaw("title", FindingCode.MISSING)
    if not wording.body and not may_be_empty:
        yield Flaw("body", FindingCode.MISSING)
    if kind is TextKind.NOTICE and wording.issued_on is None:
        yield Flaw("issued_on", FindingCode.MISSING)
    if kind is TextKind.NOTICE and not wording.issuing_body:
        yield Flaw("issuing_body", FindingCode.MISSING)


def unknown_facts(kind: TextKind, text: str) -> list[str]:
    """Names in braces that no page or message could fill in, each once."""
    filled = MESSAGE_FACTS if kind is TextKind.MESSAGE else FACTS
    return list(dict.fromkeys(name for name in _FACT.findall(text) if name not in filled))


def tidy(text: str) -> str:
    """A body as it is stored: no spaces at line ends, no empty lines around it."""
    return "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").split("\n")).strip("\n")


def may_come_into_force(state: TextState) -> bool:
    """A waiting proposal, or what was in force before."""
    return state in (TextState.PROPOSED, TextState.SUPERSEDED)
