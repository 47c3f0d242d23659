"""Events on the real broker: once, in spite of everything; poison is parked without a restart."""

from __future__ import annotations

import json
import time
import uuid
import zlib
from pathlib import Path

from services.chassis.messaging import names
from services.contracts.routing import events_exchange
from tests.support.probe.contract import HAPPENED, SERVICE, HappenedV1
from tests.support.probe.hostile import BEYOND_ALL_CALENDARS
from tests.support.probe.lab import Lab, eventually


def test_an_event_delivered_three_times_takes_effect_once(lab: Lab) -> None:
    lab.start()
    event_id = uuid.uuid4()
    for _ in range(3):
        lab.tell(HappenedV1(act="ok", note="once"), event_id=event_id)
    eventually(lambda: lab.metric("tepei_inbox_duplicates_total") == 2)
    assert lab.notes() == ["once"]
    assert lab.depth(HAPPENED.queue) == 0


def test_a_permanent_failure_is_parked_at_once_and_leaves_no_effect(lab: Lab) -> None:
    process = lab.start()
    lab.tell(HappenedV1(act="permanent", note="never"))
    lab.tell(HappenedV1(act="ok", note="good"))
    eventually(lambda: lab.parked() == 1)
    eventually(lambda: lab.notes() == ["good"])
    assert process.poll() is None


def test_a_handler_that_always_fails_is_tried_five_times_then_parked(lab: Lab) -> None:
    lab.start()
    lab.tell(HappenedV1(act="fail", note="x"))
    eventually(lambda: lab.parked() == 1, 60)
    retry = f'tepei_events_consumed_total{{event="{HappenedV1.name}",outcome="retry"}}'
    assert lab.metric(retry) == 4
    assert lab.notes() == []
    assert "650000199001010000" not in _parked_headers(lab)


def test_what_waits_for_a_dependency_is_not_counted_and_not_parked(lab: Lab) -> None:
    lab.start()
    lab.tell(HappenedV1(act="down"))
    retry = f'tepei_events_consumed_total{{event="{HappenedV1.name}",outcome="retry"}}'
    eventually(lambda: lab.metric(retry) >= 3, 30)
    assert lab.parked() == 0


def test_poison_of_every_kind_is_parked_and_the_process_lives(lab: Lab) -> None:
    process = lab.start()
    exchange, key = events_exchange(SERVICE), HappenedV1.name
    good = {"event": "happened", "version": 1}
    lab.send(b"{not json", exchange, key)
    lab.send(
        b"cos\nsystem\n(S'true'\ntR.", exchange, key, content_type="application/x-python-serialize"
    )
    lab.send(b"{}", exchange, key, content_type=None)
    lab.send(b"[" * 200_000, exchange, key)
    lab.send(json.dumps(good).encode(), exchange, key)
    lab.send(b"{}", exchange, key, headers={"nameko.call_id_stack": "no list"})
    lab.send(b"{}", exchange, key, headers={"x-when": BEYOND_ALL_CALENDARS})
    lab.send(b"\xff\xfe", exchange, key, content_encoding="utf-16")
    lab.tell(HappenedV1(act="ok", note="after"))
    eventually(lambda: lab.notes() == ["after"])
    eventually(lambda: lab.parked() == 8)
    assert process.poll() is None
    assert lab.depth(HAPPENED.queue) == 0


def test_a_compressed_bomb_is_parked_without_being_inflated(lab: Lab) -> None:
    process = lab.start()
    squeezer = zlib.compressobj(9)
    bomb = b"".join(squeezer.compress(bytes(1_000_000)) for _ in range(300)) + squeezer.flush()
    lab.send(
        bomb,
        events_exchange(SERVICE),
        HappenedV1.name,
        headers={"compression": "application/x-gzip"},
    )
    eventually(lambda: lab.parked() == 1)
    status = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii")
    peak = int(status.split("VmHWM:")[1].split()[0])
    assert peak < 250_000, f"{peak} kB"


def test_a_message_that_kills_the_process_is_parked_and_takes_no_other_along(lab: Lab) -> None:
    process = lab.start()
    for number in range(12):
        act = "kill" if number == 3 else "ok"
        lab.tell(HappenedV1(act=act, note=str(number)))
    restarts = lab.supervise(process, 12)
    eventually(lambda: lab.parked() == 1, 30)
    assert restarts <= names.DELIVERY_LIMIT + 1
    assert sorted(lab.notes(), key=int) == [str(n) for n in range(12) if n != 3]


def test_sigterm_finishes_and_acknowledges_the_handler_in_hand(lab: Lab) -> None:
    process = lab.start()
    lab.tell(HappenedV1(act="ok", note="first"))
    eventually(lambda: lab.notes() == ["first"])
    time.sleep(1)
    for number in range(3):
        lab.tell(HappenedV1(act="sleep", note=f"{2.0 + number / 10}"))
    time.sleep(0.8)
    seconds = lab.stop(process)
    assert seconds < 25
    # Three workers sleep side by side: who ends first is open.
    assert sorted(lab.notes()) == ["2.0", "2.1", "2.2", "first"]
    eventually(lambda: lab.depth(HAPPENED.queue) == 0)
    lab.start()
    time.sleep(2)
    assert lab.metric("tepei_inbox_duplicates_total") == 0


def _parked_headers(lab: Lab) -> str:
    message = lab.channel.basic_get(names.parked_queue(SERVICE))
    lab.channel.basic_reject(message.delivery_info["delivery_tag"], requeue=True)
    return repr(message.properties)
