"""Requests on the real broker: deadlines, identities, keys, and nothing that ends the process."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from services.chassis.clock import SystemClock, real_now
from services.chassis.crypto import decode_key, derived_key
from services.chassis.request_hash import request_hash
from services.chassis.rpc import wire
from services.chassis.rpc.client import KombuRpcClient, Signer
from services.chassis.rpc.threaded import ThreadedRpcClient
from services.contracts.actors import Actor, ActorKind
from services.contracts.errors import (
    DeadlineExceededError,
    IdempotencyConflictError,
    IllegalTransitionError,
    InternalError,
    InvalidRequestError,
    ServiceUnavailableError,
    TooLargeError,
    UnauthenticatedError,
)
from services.contracts.routing import RPC_EXCHANGE, rpc_queue
from tests.support.probe.contract import SERVICE, Act, Echo, Relayed, Write
from tests.support.probe.lab import PERSON, Lab, eventually, raw_keys


@pytest.fixture
def client(lab: Lab) -> Iterator[KombuRpcClient]:
    signer = Signer(SERVICE, lab.probe_private, SystemClock())
    client = KombuRpcClient(lab.stack.broker_admin_url, SERVICE, signer)
    yield client
    client.close()


def test_the_answer_comes_back_and_the_service_knows_who_asks(
    lab: Lab, client: KombuRpcClient
) -> None:
    lab.start()
    assert client.call(Echo(text="你好")).text == "service:probe 你好"
    answer = client.call(Echo(text="甲"), actor_token=lab.token())
    assert answer.text == f"{PERSON.reference} 甲"


def test_a_forwarded_token_speaks_for_the_person_two_services_on(
    lab: Lab, client: KombuRpcClient
) -> None:
    lab.start()
    answer = client.call(Relayed(text="甲"), actor_token=lab.token())
    assert answer.text == f"{PERSON.reference} 甲"


def test_errors_survive_with_class_sentence_and_parameters(
    lab: Lab, client: KombuRpcClient
) -> None:
    lab.start()
    with pytest.raises(IllegalTransitionError) as raised:
        client.call(Act(act="refuse"))
    assert raised.value.params == {"state_label": "样例"}
    with pytest.raises(InternalError) as hidden:
        client.call(Act(act="fail"))
    assert "650000" not in str(hidden.value)
    with pytest.raises(ServiceUnavailableError):
        client.call(Act(act="down"))
    with pytest.raises(InternalError):
        client.call(Act(act="wrong"))
    with pytest.raises(TooLargeError):
        client.call(Act(act="large"))
    assert client.call(Act(act="ok", note="still there")).text == "done"


def test_a_service_may_not_speak_for_a_person(lab: Lab, client: KombuRpcClient) -> None:
    lab.start()
    with pytest.raises(UnauthenticatedError):
        client.call(Echo(text="甲"), actor_token=lab.token(PERSON, issuer=SERVICE))
    stranger = Actor(kind=ActorKind.SERVICE, service="review")
    with pytest.raises(UnauthenticatedError):
        client.call(Echo(text="甲"), actor_token=lab.token(stranger, issuer=SERVICE))


def test_a_request_whose_caller_gave_up_is_not_executed(lab: Lab, client: KombuRpcClient) -> None:
    began = time.monotonic()
    with pytest.raises(DeadlineExceededError):
        client.call(Act(act="ok", note="late"), timeout=1.0)
    assert time.monotonic() - began < 1.5
    _send_expired(lab)
    lab.start()
    client.call(Echo(text="now"), timeout=5.0)
    assert lab.notes() == []


def test_eight_threads_with_one_key_do_it_once(lab: Lab) -> None:
    lab.start()
    signer = Signer(SERVICE, lab.probe_private, SystemClock())
    client = ThreadedRpcClient(lab.stack.broker_admin_url, SERVICE, signer)
    with ThreadPoolExecutor(8) as pool:
        asked = [
            pool.submit(client.call, Write(note="one"), idempotency_key="key-1") for _ in range(8)
        ]
        answers = {future.result().text for future in asked}
    with pytest.raises(IdempotencyConflictError):
        client.call(Write(note="two"), idempotency_key="key-1")
    client.close()
    assert answers == {"one"}
    eventually(lambda: sorted(lab.notes()) == ["one", "one-0"])


def test_wrong_data_names_the_field_and_unknown_methods_are_refused(
    lab: Lab, client: KombuRpcClient
) -> None:
    lab.start()

    class Odd(Echo):
        extra: int = 1

    class Nothing(Echo):
        method = "nothing"

    with pytest.raises(InvalidRequestError) as raised:
        client.call(Odd(text="甲"))
    assert [finding.field for finding in raised.value.findings] == ["extra"]
    with pytest.raises(InvalidRequestError):
        client.call(Nothing(text="甲"))


def test_poisoned_requests_are_parked_and_the_process_lives(
    lab: Lab, client: KombuRpcClient
) -> None:
    process = lab.start()
    good = wire.encode_request(
        Echo(text="x"), token=lab.token(), deadline=real_now() + timedelta(seconds=30)
    )
    to_me = {"reply_to": str(uuid.uuid4()), "correlation_id": "c"}
    key = f"{SERVICE}.echo"
    lab.send(good, RPC_EXCHANGE, key)
    lab.send(b"{not json", RPC_EXCHANGE, key, **to_me)
    lab.send(good, RPC_EXCHANGE, key, content_type="application/x-python-serialize", **to_me)
    lab.send(good, RPC_EXCHANGE, key, headers={"compression": "application/x-gzip"}, **to_me)
    lab.send(b"[" * 200_000, RPC_EXCHANGE, key, **to_me)
    lab.send(json.dumps({"args": [1], "kwargs": {}}).encode(), RPC_EXCHANGE, key, **to_me)
    eventually(lambda: lab.parked() == 6)
    lab.send(good, RPC_EXCHANGE, key, headers={"nameko.call_id_stack": "no list"}, **to_me)
    assert client.call(Echo(text="after")).text.endswith("after")
    assert lab.parked() == 6
    assert process.poll() is None


def test_sigterm_answers_the_request_in_hand(lab: Lab, client: KombuRpcClient) -> None:
    process = lab.start()
    client.call(Echo(text="connects"))
    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(client.call, Act(act="sleep", note="2"), timeout=10)
        time.sleep(0.5)
        seconds = lab.stop(process)
        assert slow.result().text == "done"
    assert seconds < 25
    assert lab.notes() == ["2"]


def test_a_busy_database_does_not_stop_the_hub(lab: Lab, client: KombuRpcClient) -> None:
    lab.start()
    with ThreadPoolExecutor(4) as pool:
        clients = [
            ThreadedRpcClient(
                lab.stack.broker_admin_url,
                SERVICE,
                Signer(SERVICE, lab.probe_private, SystemClock()),
            )
            for _ in range(4)
        ]
        began = time.monotonic()
        waits = [pool.submit(one.call, Act(act="sleep", note="1.5"), timeout=10) for one in clients]
        assert client.call(Echo(text="meanwhile")).text.endswith("meanwhile")
        assert time.monotonic() - began < 1.0
        for wait in waits:
            wait.result()
    for one in clients:
        one.close()


def test_a_failing_timer_is_tried_again_and_kills_nothing(lab: Lab) -> None:
    process = lab.start(PROBE_TIMER_FAILS="1")
    eventually(lambda: lab.log().count("timer_failed") >= 3)
    assert process.poll() is None


def _send_expired(lab: Lab) -> None:
    """A request without a message expiry, as a foreign client might send it."""
    body = wire.encode_request(
        Act(act="ok", note="late"),
        token=lab.token(),
        deadline=real_now() - timedelta(seconds=1),
    )
    lab.send(body, RPC_EXCHANGE, f"{SERVICE}.act", reply_to=str(uuid.uuid4()), correlation_id="c")
    eventually(lambda: lab.depth(rpc_queue(SERVICE)) == 1)  # the first one has expired


def test_a_running_service_remembers_commands_under_the_key_of_its_own(
    lab: Lab, client: KombuRpcClient
) -> None:
    audit_key, _ = raw_keys()
    lab.start(PROBE_AUDIT_KEY=audit_key)
    request, key = Write(note="keyed"), str(uuid.uuid4())
    client.call(request, idempotency_key=key)
    kept = lab.rows("SELECT request_hash FROM idempotency WHERE key = %s", key)[0][0]
    expected = derived_key(decode_key(audit_key), "request hash")
    assert bytes(kept) == request_hash(request, expected)
