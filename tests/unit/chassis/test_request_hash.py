"""What is kept of a command tells it from another one, and nothing to who lacks the key."""

from __future__ import annotations

import base64
import hashlib

import pytest

from services.chassis.crypto import decode_key, derived_key
from services.chassis.request_hash import request_hash, request_key
from services.chassis.settings import ServiceSettings
from tests.support.sample_contracts import DoThing


class AlsoDoThing(DoThing):
    """Another command with the same data."""


ENCODED = base64.b64encode(bytes(range(32))).decode()


def settings_with(audit_key: str | None) -> ServiceSettings:
    return ServiceSettings.model_validate(
        {"database_url": "postgresql://x", "broker_url": "amqp://x", "audit_key": audit_key}
    )


def test_equal_commands_have_equal_digests_and_others_have_others() -> None:
    known = request_hash(DoThing(label="a"), b"k")
    assert request_hash(DoThing(label="a"), b"k") == known
    assert request_hash(DoThing(label="b"), b"k") != known
    assert request_hash(AlsoDoThing(label="a"), b"k") != known


def test_the_digest_cannot_be_tried_out_without_the_key() -> None:
    request = DoThing(label="a")
    guess = hashlib.sha256(f"DoThing\n{request.model_dump_json()}".encode()).digest()
    keyed = request_hash(request, request_key(settings_with(ENCODED)))
    assert keyed not in {guess, request_hash(request, b""), request_hash(request, b"other")}


def test_the_key_is_derived_and_the_same_in_every_replica() -> None:
    key = request_key(settings_with(ENCODED))
    assert key == request_key(settings_with(ENCODED))
    assert len(key) == 32
    assert key != decode_key(ENCODED)


def test_each_purpose_has_a_key_of_its_own() -> None:
    first, second = derived_key(bytes(32), "one"), derived_key(bytes(32), "two")
    assert first != second
    assert derived_key(bytes(31) + b"\x01", "one") != first


def test_a_service_without_an_audit_key_says_that_it_hashes_without_one(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert request_key(settings_with(None)) == b""
    assert "request_hashes_are_not_keyed" in capsys.readouterr().out
