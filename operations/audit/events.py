"""Invariants 1 and 2: every event went out and took effect once in each of its consumers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from operations.audit.stores import Stores
from operations.audit.violation import Invariant, Violation
from services.contracts.events import EVENTS
from services.contracts.routing import CONSUMERS, SERVICES, Subscription

_UNPUBLISHED = """
SELECT kind, routing_key, count(*) AS rows, max(last_error) AS error
FROM outbox WHERE published_at IS NULL GROUP BY kind, routing_key ORDER BY routing_key
"""
_EVENTS = "SELECT routing_key, event_id, aggregate_id, sequence FROM outbox WHERE kind = 'event'"
_INBOX = "SELECT handler, event_id, aggregate_id, sequence FROM inbox"
_SEQUENCES = """
SELECT aggregate_id, count(*) AS rows, count(DISTINCT sequence) AS different,
  min(sequence) AS first, max(sequence) AS last
FROM outbox WHERE kind = 'event' GROUP BY aggregate_id
"""
_COUNTERS: dict[str, tuple[str, ...]] = {
    "accounts": (
        "SELECT organisation_id AS id, sequence FROM organisation",
        "SELECT person_id AS id, sequence FROM person",
    ),
    "applications": ("SELECT id, event_sequence AS sequence FROM application",),
    "review": (
        "SELECT application_id AS id, sequence FROM review_case",
        "SELECT list_id AS id, sequence FROM summary_list",
    ),
    "quotas": (
        "SELECT application_id AS id, sequence FROM reservation",
        "SELECT cycle_id AS id, sequence FROM cycle",
    ),
    "documents": ("SELECT document_id AS id, sequence FROM document",),
    "notices": (),
}
"""Service → queries for the number of the newest event, as the things themselves remember it."""

Event = tuple[UUID, UUID, int]
"""Its id, what it is about, and its number there."""


def unpublished(stores: Stores) -> Iterator[Violation]:
    """Rows of an outbox that still wait."""
    for service in SERVICES:
        for row in stores.rows(service, _UNPUBLISHED):
            error = f"; last error: {row.error}" if row.error else ""
            yield Violation(
                Invariant.NOTHING_LOST,
                "outbox drained",
                f"{service}/{row.routing_key}",
                f"{row.rows} {row.kind}(s) not published{error}",
            )


def effects(stores: Stores) -> Iterator[Violation]:
    """Event log and inboxes against each other, both ways."""
    log = {service: _by_name(stores.rows(service, _EVENTS)) for service in SERVICES}
    inboxes = {service: _by_name(stores.rows(service, _INBOX)) for service in SERVICES}
    for (source, name, _), cls in EVENTS.items():
        for service in CONSUMERS.get(cls, ()):
            handler = f"{service}.{Subscription(cls, service).method}"
            subject = f"{source}/{name} → {handler}"
            yield from _differences(subject, log[source][name], inboxes[service][handler])


def _by_name(rows: list[Any]) -> dict[str, set[Event]]:
    found: dict[str, set[Event]] = defaultdict(set)
    for name, *event in rows:
        found[name].add(tuple(event))
    return found


def _differences(subject: str, sent: set[Event], taken: set[Event]) -> Iterator[Violation]:
    if missing := sent - taken:
        example, about, number = min(missing)
        yield Violation(
            Invariant.NOTHING_LOST,
            "events taken",
            subject,
            f"{len(missing)} of {len(sent)} had no effect, e.g. {example}, {about} no. {number}",
        )
    if foreign := taken - sent:
        example, about, number = min(foreign)
        yield Violation(
            Invariant.EXACTLY_ONCE,
            "effects have events",
            subject,
            f"{len(foreign)} took effect and are not in the log, e.g. {example}, {about}"
            f" no. {number}",
        )


def sequences(stores: Stores) -> Iterator[Violation]:
    """The events about one thing are numbered 1, 2, 3 … up to the number it remembers."""
    for service in SERVICES:
        newest = {}
        for row in stores.rows(service, _SEQUENCES):
            newest[row.aggregate_id] = row.last
            subject = f"{service}/{row.aggregate_id}"
            if row.rows != row.different:
                yield _numbering(subject, f"{row.rows} events share {row.different} numbers")
            if row.different != row.last or row.first != 1:
                yield _numbering(subject, f"{row.different} events, the newest is no. {row.last}")
        for query in _COUNTERS[service]:
            for row in stores.rows(service, query):
                if row.sequence != newest.get(row.id, 0):
                    message = f"remembers no. {row.sequence}, the log ends at {newest.get(row.id)}"
                    yield _numbering(f"{service}/{row.id}", message)


def _numbering(subject: str, message: str) -> Violation:
    return Violation(Invariant.EXACTLY_ONCE, "events numbered", subject, message)
