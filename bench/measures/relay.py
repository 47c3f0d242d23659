"""The outbox relay against bare publishing: messages of one size into one queue."""

from __future__ import annotations

from collections.abc import Mapping

from bench.child import Child
from bench.corner import Corner, corner
from bench.measuring import Samples, in_turn
from bench.programs.wiring import HAPPENED
from deploy.local.client import Stack

ROUNDS = 7
EVENTS = 5000

_FILL = """
INSERT INTO outbox (event_id, exchange, routing_key, kind, payload, created_at, next_try_at,
                    correlation_id, aggregate_id, sequence)
SELECT gen_random_uuid(), 'bench.events', 'happened', 'event',
       jsonb_build_object('event_id', gen_random_uuid(), 'event', 'happened', 'version', 1,
                          'occurred_at', clock_timestamp(), 'correlation_id', md5(n::text),
                          'causation_id', NULL, 'aggregate_id', gen_random_uuid(), 'sequence', 1,
                          'data', jsonb_build_object('note', repeat('invented ', 60))),
       clock_timestamp(), clock_timestamp(), md5(n::text), gen_random_uuid(), 1
FROM generate_series(1, %s) AS n
"""


def measure(stack: Stack) -> Mapping[str, Samples]:
    """Relay and bare publisher in turn."""
    with (
        corner(stack) as here,
        Child("bench.programs.relay", **here.environment) as relay,
        Child("bench.programs.publisher", **here.environment) as publisher,
    ):

        def relayed() -> float:
            _make_ready(here)
            told = relay.ask()
            if told["rows"] != EVENTS:
                raise RuntimeError(f"the relay sent {told['rows']} of {EVENTS} rows")
            return EVENTS / float(told["seconds"])

        def published() -> float:
            here.channel.queue_purge(HAPPENED.queue)
            return EVENTS / float(publisher.ask(count=EVENTS, bare=False)["seconds"])

        relayed()
        published()
        return {"relay": in_turn(ROUNDS, relayed, published)}


def _make_ready(here: Corner) -> None:
    """An empty queue, and an outbox in which exactly the events of one round are due."""
    here.channel.queue_purge(HAPPENED.queue)
    here.scratch.execute("TRUNCATE outbox")
    here.scratch.execute(_FILL, EVENTS)
    here.scratch.execute("VACUUM ANALYZE outbox")
