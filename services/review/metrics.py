"""Metrics of review: decisions, seats asked for, lists; never anything about a person."""

from __future__ import annotations

from services.chassis.metrics import Counter, of
from services.contracts.requests.review import DecisionKind
from services.contracts.vocabulary import ReminderStage

DECISIONS = Counter(
    "review_decisions_total",
    "Entries written to files' histories.",
    labels={"kind": of(DecisionKind)},
)
STALE_ANSWERS = Counter(
    "review_stale_answers_total", "Seat answers for a nomination that is no longer current."
)
RETURNS_REMINDED = Counter(
    "review_returns_reminded_total",
    "Reminders of returned forms before their due date.",
    labels={"stage": of(ReminderStage)},
)
OVERDUE_RETURNS = Counter(
    "review_overdue_returns_total", "Returns whose due date passed without a resubmission."
)
