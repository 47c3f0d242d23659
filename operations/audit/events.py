"""Invariants 1 and 2: every event went out and took effect once in each of its consumers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from operations.audit.stores import Stores
from operations.audit.violation import Invariant, Violation
from services.contracts.events import EVENTS
from services.contracts.routing import CONSUMERS, SERVICES, Subscription

_UNPUBLISHED = """
SELECT kind, routing_key, count(*) AS rows, max(last_error) AS error
FROM outbox WHERE published_at IS NULL GROUP BY kind, routing_key ORDER BY routing_key
"""
_EVENTS = "SELECT event_id, routing_key FROM outbox WHERE kind = 'event'"
_SEQUENCES = """
SELECT aggregate_id, sequence, count(*) AS rows FROM outbox
WHERE kind = 'event' AND aggregate_id IS NOT NULL
GROUP BY aggregate_id, sequence HAVING count(*) > 1
"""
_INBOX = "SELECT handler, event_id FROM inbox"


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
    log = {
        service: {row.event_id: row.routing_key for row in stores.rows(service, _EVENTS)}
        for service in SERVICES
    }
    inboxes = {service: Counter(stores.rows(service, _INBOX)) for service in SERVICES}
    for (source, name, _), cls in EVENTS.items():
        sent = {event_id for event_id, key in log[source].items() if key == name}
        for service in CONSUMERS.get(cls, ()):
            handler = f"{service}.{Subscription(cls, service).method}"
            taken = {row.event_id for row in inboxes[service] if row.handler == handler}
            subject = f"{source}/{name} → {handler}"
            yield from _differences(subject, sent, taken)


def _differences(subject: str, sent: set[object], taken: set[object]) -> Iterator[Violation]:
    if missing := sent - taken:
        example = next(iter(missing))
        yield Violation(
            Invariant.NOTHING_LOST,
            "events taken",
            subject,
            f"{len(missing)} of {len(sent)} had no effect, e.g. {example}",
        )
    if foreign := taken - sent:
        yield Violation(
            Invariant.EXACTLY_ONCE,
            "effects have events",
            subject,
            f"{len(foreign)} took effect without an event in the log",
        )


def sequences(stores: Stores) -> Iterator[Violation]:
    """No two events of one aggregate bear the same number."""
    for service in SERVICES:
        for row in stores.rows(service, _SEQUENCES):
            yield Violation(
                Invariant.EXACTLY_ONCE,
                "sequences unique",
                f"{service}/{row.aggregate_id}",
                f"sequence {row.sequence} was given {row.rows} times",
            )
