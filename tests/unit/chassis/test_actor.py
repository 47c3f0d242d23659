"""A token says who acts, for a minute, and only an issuer who may speak for them is believed."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from services.chassis import actor as actor_module
from services.chassis.actor import correlation_of, sign_actor, verify_actor
from services.chassis.clock import real_now
from services.chassis.testing.clock import START, FakeClock
from services.contracts.actors import ANONYMOUS, Actor, ActorKind, RoleGrant, service_actor
from services.contracts.errors import UnauthenticatedError
from services.contracts.vocabulary import Role

KEY = Ed25519PrivateKey.generate()
OTHER_KEY = Ed25519PrivateKey.generate()
CLOCK = FakeClock()
PERSON = Actor(
    kind=ActorKind.PERSON,
    person_id=UUID(int=7),
    name="样例甲",
    roles=(RoleGrant(role=Role.UNIT_HR, organisation_id=UUID(int=8)),),
)


def public(key: Ed25519PrivateKey) -> str:
    return base64.b64encode(key.public_key().public_bytes_raw()).decode()


KEYS = {"gateway": public(KEY), "review": public(KEY), "quotas": public(OTHER_KEY)}


def token(actor: Actor = PERSON, issuer: str = "gateway", **changes: Any) -> str:
    """A token whose claims a forger with the key has changed."""
    now = int(real_now().timestamp())
    claims = {
        "iss": issuer,
        "iat": now,
        "exp": now + 60,
        "act": actor.model_dump(mode="json", exclude_defaults=True),
        "arr": START.isoformat(),
        "cor": "story",
    }
    given = {name: value for name, value in {**claims, **changes}.items() if value is not None}
    return jwt.encode(given, KEY, algorithm="EdDSA", headers={"kid": issuer})


def refused(text: str) -> bool:
    try:
        verify_actor(text, KEYS, CLOCK)
    except UnauthenticatedError:
        return True
    return False


def test_a_signed_actor_comes_out_as_it_went_in() -> None:
    signed = verify_actor(sign_actor(KEY, "gateway", PERSON, START, "story"), KEYS, CLOCK)
    assert (signed.issuer, signed.actor) == ("gateway", PERSON)
    assert (signed.arrived_at, signed.correlation_id) == (START, "story")
    assert timedelta(seconds=50) < signed.expires_at - real_now() <= timedelta(seconds=60)


def test_a_key_may_be_given_as_it_lies_in_the_environment() -> None:
    encoded = base64.b64encode(KEY.private_bytes_raw()).decode()
    text = sign_actor(encoded, "gateway", ANONYMOUS, START, "story")
    assert verify_actor(text, KEYS, CLOCK).actor == ANONYMOUS


@pytest.mark.parametrize(("seconds_ago", "over"), [(50, False), (70, True)])
def test_a_token_is_believed_for_a_minute(
    monkeypatch: pytest.MonkeyPatch, seconds_ago: int, *, over: bool
) -> None:
    then = real_now() - timedelta(seconds=seconds_ago)
    monkeypatch.setattr(actor_module, "real_now", lambda: then)
    assert refused(sign_actor(KEY, "gateway", PERSON, START, "story")) is over


def test_an_issuer_cannot_give_itself_a_longer_life() -> None:
    now = int(real_now().timestamp())
    assert not refused(token(iat=now, exp=now + 60))
    assert refused(token(iat=now, exp=now + 61))
    assert refused(token(iat=now, exp=now - 1))


@pytest.mark.parametrize("claim", ["iss", "iat", "exp", "act", "arr", "cor"])
def test_a_token_that_lacks_a_claim_is_refused(claim: str) -> None:
    without: dict[str, Any] = {claim: None}
    assert refused(token(**without))


@pytest.mark.parametrize(
    ("issuer", "actor", "believed"),
    [
        ("gateway", PERSON, True),
        ("gateway", ANONYMOUS, True),
        ("gateway", Actor(kind=ActorKind.CLIENT, client_id=UUID(int=9)), True),
        ("review", service_actor("review"), True),
        ("review", PERSON, False),
        ("review", ANONYMOUS, False),
        ("review", service_actor("quotas"), False),
        ("gateway", service_actor("review"), False),
    ],
)
def test_the_gateway_speaks_for_people_and_a_service_for_itself(
    issuer: str, actor: Actor, *, believed: bool
) -> None:
    assert refused(token(actor, issuer)) is not believed


def test_nobody_signs_for_another_issuer() -> None:
    assert refused(token(service_actor("quotas"), "quotas")), "signed with another's key"
    assert refused(token(service_actor("nobody"), "nobody")), "an issuer without a key"
    review = service_actor("review")
    assert refused(token(review, "gateway", iss="review")), "header and claims differ"


def _with_another_payload(text: str) -> str:
    head, _, signature = text.split(".")
    claims = {"iss": "gateway", "act": {"kind": "anonymous"}}
    payload = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
    return f"{head}.{payload}.{signature}"


def _unsigned(_text: str) -> str:
    return jwt.encode({"iss": "gateway"}, "", algorithm="none", headers={"kid": "gateway"})


def _signed_with_the_public_key(_text: str) -> str:
    secret = KEYS["gateway"]
    return jwt.encode({"iss": "gateway"}, secret, algorithm="HS256", headers={"kid": "gateway"})


@pytest.mark.parametrize(
    "forged",
    [
        _with_another_payload,
        _unsigned,
        _signed_with_the_public_key,
        lambda text: text + "x" * 20_000,
        lambda text: text[:-4],
        lambda _: "",
        lambda _: "a.b.c",
    ],
    ids=["payload", "none", "hs256", "long", "cut", "empty", "noise"],
)
def test_what_was_not_signed_is_refused(forged: Callable[[str], str]) -> None:
    assert refused(forged(token()))


@pytest.mark.parametrize(
    ("arrival", "late"),
    [
        (START + timedelta(seconds=4), False),
        (START + timedelta(seconds=6), True),
        (START.replace(tzinfo=None), True),
    ],
)
def test_nothing_arrives_in_the_future(arrival: Any, *, late: bool) -> None:
    assert refused(token(arr=arrival.isoformat())) is late


@pytest.mark.parametrize("act", [{"kind": "king"}, {"kind": "person", "more": 1}, "person", []])
def test_an_actor_of_another_shape_is_refused(act: object) -> None:
    assert refused(token(act=act))


def test_the_story_is_read_without_believing_the_rest() -> None:
    assert correlation_of(token(cor="story-9")) == "story-9"
    assert correlation_of("no token") is None
    assert correlation_of(token(cor=7)) is None
