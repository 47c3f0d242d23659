"""What every process measures about itself: requests, events, outbox, jobs, database, hub.

The names begin with `tepei_`; Prometheus adds the process as `job`. Restarts are counted by the
supervisor, seats and decisions by the services.
"""

from __future__ import annotations

from enum import StrEnum

from services.chassis.metrics import Counter, Gauge, Histogram, Names, of


class RequestOutcome(StrEnum):
    """How a request ended."""

    OK = "ok"
    REPLAYED = "replayed"
    REFUSED = "refused"
    FAILED = "failed"
    EXPIRED = "expired"


class DeliveryOutcome(StrEnum):
    """How the delivery of one event or job ended."""

    DONE = "done"
    DUPLICATE = "duplicate"
    RETRY = "retry"
    PARKED = "parked"


class RelayOutcome(StrEnum):
    """How an attempt to send an outbox row ended."""

    PUBLISHED = "published"
    UNROUTABLE = "unroutable"
    FAILED = "failed"


METHODS = Names()
EVENT_NAMES = Names()
QUEUES = Names()

RPC_REQUESTS = Counter(
    "tepei_rpc_requests_total",
    "Requests answered, by method and outcome.",
    labels={"method": METHODS, "outcome": of(RequestOutcome)},
)
RPC_SECONDS = Histogram(
    "tepei_rpc_duration_seconds",
    "Seconds from taking a request to its answer.",
    labels={"method": METHODS},
)
RPC_CALL_SECONDS = Histogram(
    "tepei_rpc_call_duration_seconds",
    "Seconds this process waited for the answer of another service.",
    labels={"method": METHODS},
)
EVENTS_CONSUMED = Counter(
    "tepei_events_consumed_total",
    "Deliveries of events to handlers, by outcome.",
    labels={"event": EVENT_NAMES, "outcome": of(DeliveryOutcome)},
)
EVENT_SECONDS = Histogram(
    "tepei_event_handling_seconds",
    "Seconds a handler took for one event.",
    labels={"event": EVENT_NAMES},
)
EVENT_AGE_SECONDS = Histogram(
    "tepei_event_age_seconds",
    "Seconds between the event's transaction and the end of its handling.",
    labels={"event": EVENT_NAMES},
)
INBOX_DUPLICATES = Counter(
    "tepei_inbox_duplicates_total", "Events that were delivered again and had no effect."
)
MESSAGES_PARKED = Counter(
    "tepei_messages_parked_total",
    "Messages moved to a parking queue for people to look at.",
    labels={"queue": QUEUES},
)
RELAY_ROWS = Counter(
    "tepei_relay_rows_total",
    "Outbox rows the relay tried to send, by outcome.",
    labels={"outcome": of(RelayOutcome)},
)
OUTBOX_PENDING = Gauge("tepei_outbox_pending_rows", "Outbox rows that are not published yet.")
OUTBOX_LAG_SECONDS = Gauge(
    "tepei_outbox_lag_seconds", "Age of the oldest outbox row that is not published yet."
)
QUEUE_AGE_SECONDS = Gauge(
    "tepei_queue_age_seconds",
    "Age of the message at the head of a queue of this process, 0 when it is empty.",
    labels={"queue": QUEUES},
)
QUEUE_MESSAGES = Gauge(
    "tepei_queue_messages",
    "Messages waiting in a queue of this process.",
    labels={"queue": QUEUES},
)
PARKED_MESSAGES = Gauge(
    "tepei_parked_messages", "Messages lying in a parking queue.", labels={"queue": QUEUES}
)
JOBS = Counter(
    "tepei_jobs_total",
    "Jobs a worker took, by outcome.",
    labels={"queue": QUEUES, "outcome": of(DeliveryOutcome)},
)
JOB_SECONDS = Histogram(
    "tepei_job_duration_seconds",
    "Seconds a worker took for one job.",
    labels={"queue": QUEUES},
    buckets=(0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 120.0),
)
DB_CONNECTIONS_IN_USE = Gauge(
    "tepei_db_connections_in_use", "Database connections that are checked out of the pool."
)
DB_CONNECTIONS_LIMIT = Gauge("tepei_db_connections_limit", "Size of the database pool.")
HUB_STALL_SECONDS = Gauge(
    "tepei_hub_stall_seconds", "Longest time in the last minute in which nothing else could run."
)
AUDIT_ROWS_SEALED = Counter("tepei_audit_rows_sealed_total", "Audit rows chained by the sealer.")
AUDIT_SEAL_FAILURES = Counter(
    "tepei_audit_seal_failures_total", "Attempts to seal the audit that failed."
)
