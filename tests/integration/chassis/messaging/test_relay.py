"""The outbox relay on the real broker: all arrives, nothing is held up, alarms are raised."""

from __future__ import annotations

import json
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from services.chassis.chassis_metrics import RELAY_ROWS, RelayOutcome
from services.chassis.messaging.connection import Address, open_channel, open_connection
from services.chassis.relay import Relay
from tests.support.probe.contract import HAPPENED, SERVICE, HappenedV1
from tests.support.probe.lab import Lab, eventually

_INSERT = """
INSERT INTO outbox (event_id, exchange, routing_key, kind, payload, created_at, next_try_at,
                    correlation_id)
SELECT gen_random_uuid(), %s, %s, %s, %s::jsonb, now(), now(), 'lab' FROM generate_series(1, %s)
"""


def fill(
    lab: Lab,
    count: int = 1,
    *,
    exchange: str = f"{SERVICE}.events",
    key: str = HappenedV1.name,
    kind: str = "event",
    payload: str | None = None,
) -> None:
    """Put rows into the outbox as a unit of work would."""
    body = payload or json.dumps({"note": str(uuid.uuid4())})
    lab.rows(_INSERT, exchange, key, kind, body, count)


def unpublished(lab: Lab) -> int:
    return int(lab.rows("SELECT count(*) FROM outbox WHERE published_at IS NULL")[0][0])


@contextmanager
def relay(lab: Lab) -> Iterator[Relay]:
    """A relay in threads of this process."""
    running = Relay(lab.scratch.runtime_url, lab.address, SERVICE)
    threads = [
        threading.Thread(target=running.run, daemon=True),
        threading.Thread(target=running.listen, daemon=True),
    ]
    for thread in threads:
        thread.start()
    try:
        yield running
    finally:
        running.stop()


def test_every_row_is_published_once_and_marked(lab: Lab) -> None:
    fill(lab, 1200)
    with relay(lab):
        eventually(lambda: unpublished(lab) == 0)
    assert lab.depth(HAPPENED.queue) == 1200


def test_two_relays_share_the_work_and_send_nothing_twice(lab: Lab) -> None:
    fill(lab, 3000)
    with relay(lab), relay(lab):
        eventually(lambda: unpublished(lab) == 0, 30)
    assert lab.depth(HAPPENED.queue) == 3000


def test_an_unroutable_row_raises_an_alarm_and_holds_up_nobody(lab: Lab) -> None:
    alarms = RELAY_ROWS.value(outcome=RelayOutcome.UNROUTABLE)
    fill(lab, key="nobody-listens", kind="job")
    fill(lab, 10)
    with relay(lab):
        eventually(lambda: unpublished(lab) == 1)
    assert lab.depth(HAPPENED.queue) == 10
    assert RELAY_ROWS.value(outcome=RelayOutcome.UNROUTABLE) > alarms
    attempts, error = lab.rows(
        "SELECT attempts, last_error FROM outbox WHERE published_at IS NULL"
    )[0]
    assert (attempts >= 1, error) == (True, "unroutable")


def test_an_event_nobody_consumes_is_sent_without_an_alarm(lab: Lab) -> None:
    fill(lab, key="unheard")
    with relay(lab):
        eventually(lambda: unpublished(lab) == 0)


def test_a_row_the_broker_refuses_is_found_and_put_off_alone(lab: Lab) -> None:
    fill(lab, 5)
    fill(lab, exchange="no.such.exchange")
    fill(lab, payload=json.dumps({"note": "x" * 5_000_000}))
    fill(lab, 5)
    with relay(lab):
        eventually(lambda: unpublished(lab) == 2, 30)
    assert lab.depth(HAPPENED.queue) >= 10


def test_a_commit_of_another_process_wakes_the_relay_at_once(lab: Lab) -> None:
    with relay(lab):
        time.sleep(0.6)
        began = time.monotonic()
        fill(lab)
        lab.rows("SELECT pg_notify('outbox', '')")
        eventually(lambda: lab.depth(HAPPENED.queue) == 1, 5)
        assert time.monotonic() - began < 0.9


def test_the_relay_comes_back_when_the_database_ends_its_sessions(lab: Lab) -> None:
    with relay(lab):
        fill(lab, 50)
        eventually(lambda: unpublished(lab) == 0)
        lab.rows(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        fill(lab, 50)
        eventually(lambda: unpublished(lab) == 0, 20)
    assert lab.depth(HAPPENED.queue) == 100


def test_messages_carry_id_type_and_time_and_are_persistent(lab: Lab) -> None:
    fill(lab)
    with relay(lab):
        eventually(lambda: lab.depth(HAPPENED.queue) == 1)
    connection = open_connection(Address.parse(lab.stack.broker_admin_url, "reader"))
    message = open_channel(connection).basic_get(HAPPENED.queue, no_ack=True)
    connection.close()
    event_id = lab.rows("SELECT event_id FROM outbox")[0][0]
    properties = message.properties
    assert properties["message_id"] == str(event_id)
    assert properties["delivery_mode"] == 2
    assert properties["type"] == HappenedV1.name
    assert abs(properties["timestamp"] - time.time()) < 60
