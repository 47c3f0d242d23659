"""How a question is put: who asks, for how long, in which story, and what its reply means."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from typing_extensions import override

from services.chassis.actor import sign_actor, verify_actor
from services.chassis.chassis_metrics import RPC_CALL_SECONDS
from services.chassis.clock import real_now
from services.chassis.rpc import wire
from services.chassis.rpc.client import AskingClient, KombuRpcClient, Question, Signer
from services.chassis.rpc.threaded import ThreadedRpcClient
from services.chassis.settings import ServiceSettings
from services.chassis.testing.clock import START, FakeClock
from services.contracts.actors import service_actor
from services.contracts.errors import DeadlineExceededError, NotFoundError
from tests.support.sample_contracts import PERSON, DoThing, ThingAnswer

KEY = Ed25519PrivateKey.generate()
KEYS = {"samples": base64.b64encode(KEY.public_key().public_bytes_raw()).decode()}
SIGNER = Signer("samples", KEY, FakeClock())


def question(**changes: Any) -> Question:
    terms: dict[str, Any] = {
        "actor_token": None,
        "timeout": 5.0,
        "idempotency_key": None,
        "correlation_id": None,
    }
    return Question(DoThing(label="b"), SIGNER, **{**terms, **changes})


def test_a_service_asks_in_its_own_name_unless_it_forwards_a_person() -> None:
    own = wire.decode_request(question(correlation_id="story").body)
    signed = verify_actor(own.token, KEYS, FakeClock())
    assert (signed.actor, signed.correlation_id) == (service_actor("samples"), "story")
    forwarded = sign_actor(KEY, "gateway", PERSON, START, "the person's story")
    received = wire.decode_request(question(actor_token=forwarded, correlation_id="other").body)
    assert received.token == forwarded
    assert received.correlation_id == "the person's story"


def test_a_question_outside_any_story_begins_one() -> None:
    first, second = (wire.decode_request(question().body).correlation_id for _ in range(2))
    assert first
    assert first != second


def test_the_deadline_is_the_same_for_the_asker_the_service_and_the_broker() -> None:
    asked = question(timeout=2.0)
    left = (wire.decode_request(asked.body).deadline - real_now()).total_seconds()
    assert left == pytest.approx(2.0, abs=0.5)
    assert asked.remaining == pytest.approx(2.0, abs=0.5)
    assert asked.message("here").properties["expiration"] == "2000"


def test_a_question_out_of_time_has_no_time_left_and_expires_at_once() -> None:
    asked = question(timeout=0.0)
    assert asked.remaining == 0.0
    assert asked.message("here").properties["expiration"] == "1"


def test_the_message_says_where_to_answer_and_what_it_is() -> None:
    asked = question(idempotency_key="key-1")
    message = asked.message("here")
    assert asked.routing_key == "samples.do_thing"
    assert message.properties["reply_to"] == "here"
    assert message.properties["correlation_id"] == asked.message_id
    assert message.properties["content_type"] == "application/json"
    assert message.properties["delivery_mode"] == 1, "nobody needs it after a restart"
    received = wire.decode_request(message.body)
    assert (received.idempotency_key, received.data) == ("key-1", {"label": "b"})


class _Canned(AskingClient):
    """Answers with given bytes."""

    reply: bytes | Exception = b""

    @override
    def _ask(self, question: Question) -> bytes:
        if isinstance(self.reply, Exception):
            raise self.reply
        return self.reply


@pytest.fixture
def client() -> _Canned:
    return _Canned("amqp://u:p@127.0.0.1/v", "samples", SIGNER)


def test_a_reply_is_an_answer_or_the_error_that_was_raised(client: _Canned) -> None:
    client.reply = wire.encode_answer(ThingAnswer(number=5))
    assert client.call(DoThing()) == ThingAnswer(number=5)
    client.reply = wire.encode_error(NotFoundError())
    with pytest.raises(NotFoundError):
        client.call(DoThing())


def test_the_waiting_is_measured_however_it_ends(client: _Canned) -> None:
    before = RPC_CALL_SECONDS.value(method="samples.do_thing")
    client.reply = wire.encode_answer(ThingAnswer(number=5))
    client.call(DoThing())
    client.reply = DeadlineExceededError()
    with pytest.raises(DeadlineExceededError):
        client.call(DoThing())
    assert RPC_CALL_SECONDS.value(method="samples.do_thing") == before + 2


@pytest.mark.parametrize("kind", [KombuRpcClient, ThreadedRpcClient])
def test_who_cannot_sign_cannot_ask(kind: type[AskingClient]) -> None:
    settings = ServiceSettings.model_validate(
        {"database_url": "postgresql://x", "broker_url": "amqp://u:p@127.0.0.1/v"}
    )
    with pytest.raises(ValueError, match="needs an actor key"):
        kind.from_settings(settings, FakeClock())
