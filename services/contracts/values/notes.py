"""What a rule says about one value: stored with a remark, or refused with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from services.contracts.requests.applications_views import NoteKind

__all__ = ["Note", "NoteKind", "Parsed", "Problem", "at", "changed", "refused"]


@dataclass(frozen=True, slots=True)
class Note:
    """A remark about a stored value, in Chinese."""

    kind: NoteKind
    message: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a value is refused: a code for machines and a sentence that says what to do."""

    code: str
    message: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class Parsed:
    """The outcome of reading one value: either `problem`, or `value` with its notes."""

    value: Any = None
    notes: tuple[Note, ...] = ()
    problem: Problem | None = None
    trace: tuple[str, ...] = ()
    """What was replaced, as code points, for the audit log (never the value itself)."""


def refused(code: str, message: str) -> Parsed:
    """A value that cannot be stored."""
    return Parsed(problem=Problem(code, message))


def changed(message: str) -> Note:
    """The value is stored in another writing."""
    return Note(NoteKind.CHANGED, message)


def at(path: str, parsed: Parsed) -> Parsed:
    """The same outcome, its notes and problem placed at a field path such as `ach.0.title`."""
    return Parsed(
        value=parsed.value,
        notes=tuple(Note(n.kind, n.message, _join(path, n.field)) for n in parsed.notes),
        problem=parsed.problem
        and Problem(parsed.problem.code, parsed.problem.message, _join(path, parsed.problem.field)),
        trace=parsed.trace,
    )


def _join(path: str, rest: str) -> str:
    return f"{path}.{rest}" if rest else path
