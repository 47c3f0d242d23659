"""The broker's permission table says what it should, before any broker reads it."""

from __future__ import annotations

import base64
import hashlib
import re
import uuid

import pytest

from deploy.rabbitmq.definitions import (
    build_definitions,
    hash_password,
    patterns_of,
    read_table,
    users_of,
)
from services.chassis.messaging import names
from services.contracts import routing

PATTERNS = {user: patterns_of(read_table(), user) for user in read_table()["users"]}


def allowed(user: str, right: str, name: str) -> bool:
    return re.search(PATTERNS[user][right], name) is not None


def test_every_service_and_the_gateway_have_a_user() -> None:
    assert set(PATTERNS) == {*routing.SERVICES, "gateway"}


@pytest.mark.parametrize("service", routing.SERVICES)
def test_a_service_reads_exactly_its_own_queues(service: str) -> None:
    own = {*names.consumed_queues(service), routing.rpc_queue(service)}
    everything = {
        queue
        for other in routing.SERVICES
        for queue in (*names.consumed_queues(other), routing.rpc_queue(other))
    }
    assert {queue for queue in everything if allowed(service, "read", queue)} == own


@pytest.mark.parametrize("service", routing.SERVICES)
def test_a_service_writes_to_its_own_exchanges_only(service: str) -> None:
    exchanges = (
        routing.events_exchange,
        routing.jobs_exchange,
        routing.delays_exchange,
        routing.parked_exchange,
    )
    written = {
        other
        for other in routing.SERVICES
        for exchange in exchanges
        if allowed(service, "write", exchange(other))
    }
    assert written == {service}
    assert all(allowed(service, "write", exchange(service)) for exchange in exchanges)
    assert not allowed(service, "write", "amq.default")


@pytest.mark.parametrize("user", PATTERNS)
def test_nobody_declares_anything_but_own_reply_queues(user: str) -> None:
    assert allowed(user, "configure", f"rpc.reply-{user}-{uuid.uuid4()}")
    for name in (f"{user}.events", f"rpc-{user}", "nameko-rpc", "rpc.reply-other-x"):
        assert not allowed(user, "configure", name)


@pytest.mark.parametrize("user", PATTERNS)
def test_nobody_can_listen_to_the_answers_for_others(user: str) -> None:
    assert allowed(user, "rpc_read", str(uuid.uuid4()))
    for key in ("#", "*", "accounts.*", "accounts.sign_in"):
        assert not allowed(user, "rpc_read", key)


def test_the_gateway_may_listen_to_news_of_roles_and_to_nothing_else() -> None:
    passwords = dict.fromkeys(users_of(read_table()), "word")
    definitions = build_definitions(read_table(), passwords)
    heard = {
        (right["user"], right["exchange"]): (right["write"], right["read"])
        for right in definitions["topic_permissions"]
        if right["exchange"] != "nameko-rpc"
    }
    assert heard == {("gateway", "accounts.events"): ("^$", "^role-changed$")}
    assert allowed("gateway", "configure", "news-gateway-x")
    assert not allowed("gateway", "configure", "news-other-x")
    assert not allowed("gateway", "write", "accounts.events")
    read = [s for s in routing.SERVICES if allowed("gateway", "read", routing.events_exchange(s))]
    assert read == ["accounts"]


def test_a_service_may_ask_those_it_has_business_with() -> None:
    assert allowed("review", "rpc_write", "quotas.read_seats")
    assert not allowed("review", "rpc_write", "documents.fetch_document")
    assert not allowed("accounts", "rpc_write", "review.pass_level")


def test_only_who_answers_may_write_to_a_reply_ticket() -> None:
    assert allowed("review", "rpc_write", str(uuid.uuid4()))
    assert not allowed("gateway", "rpc_write", str(uuid.uuid4()))


def test_the_definitions_hold_no_password_and_no_guest() -> None:
    table = read_table()
    passwords = {user: f"secret-of-{user}" for user in users_of(table)}
    built = build_definitions(table, passwords)
    assert not any(secret in str(built) for secret in passwords.values())
    assert {user["name"] for user in built["users"]} == set(passwords)
    assert "guest" not in passwords
    tagged = [user["name"] for user in built["users"] if user["tags"]]
    assert tagged == [table["administrator"]]


def test_passwords_are_hashed_as_the_broker_expects() -> None:
    raw = base64.b64decode(hash_password("test12", bytes.fromhex("908dc60a")))
    assert raw[:4].hex() == "908dc60a"
    assert raw[4:] == hashlib.sha256(raw[:4] + b"test12").digest()
