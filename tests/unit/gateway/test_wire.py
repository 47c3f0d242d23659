"""What the gateway writes, the chassis reads; what a service answers, the gateway reads."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from pydantic import SecretStr

from services.chassis.clock import real_now
from services.chassis.rpc import wire
from services.contracts.errors import InternalError, WindowClosedError
from services.contracts.requests.accounts import ImportOrganisations, SignIn
from services.gateway.broker.wire import decode_reply, encode_request


def test_a_service_reads_what_the_gateway_writes() -> None:
    deadline = real_now() + timedelta(seconds=5)
    body = encode_request(
        SignIn(login="阿依", password=SecretStr('"quoted" 密码')),
        token="t.t.t",
        deadline_at=deadline,
        idempotency_key="key-12345678",
        correlation_id="c0ffee",
    )
    read = wire.decode_request(body)
    assert (read.token, read.deadline, read.idempotency_key, read.correlation_id) == (
        "t.t.t",
        deadline,
        "key-12345678",
        "c0ffee",
    )
    assert read.data == {"login": "阿依", "password": '"quoted" 密码', "device": None}


def test_a_file_keeps_its_bytes_on_the_way() -> None:
    asked = ImportOrganisations(filename="a.csv", content=b"5Y2V5L2N")  # base64 of 单位
    body = encode_request(
        asked,
        token="t",
        deadline_at=datetime(2019, 1, 1, tzinfo=UTC),
        idempotency_key=None,
        correlation_id="c",
    )
    read = wire.parse_data(ImportOrganisations, wire.decode_request(body).data)
    assert isinstance(read, ImportOrganisations)
    assert read.content == "单位".encode()


def test_a_result_is_handed_on_as_it_came() -> None:
    assert decode_reply('{"result": {"名": [1, null]}, "error": null}'.encode()) == {
        "名": [1, None]
    }


def test_an_error_of_the_contracts_is_the_same_error_here() -> None:
    error = WindowClosedError(opens="甲", closes="乙", helpline="丙")
    with pytest.raises(WindowClosedError) as raised:
        decode_reply(wire.encode_error(error))
    assert raised.value.to_wire() == error.to_wire()


@pytest.mark.parametrize(
    "reply",
    [
        {"result": None, "error": {"exc_type": "ValueError", "exc_args": ["secret of the inside"]}},
        {"result": None, "error": {"exc_type": "MethodNotFound", "exc_args": []}},
        {"result": "text", "error": None},
        {"something": "else"},
        [],
    ],
)
def test_anything_else_tells_nothing_of_the_inside(reply: object) -> None:
    with pytest.raises(InternalError) as raised:
        decode_reply(json.dumps(reply).encode())
    assert "inside" not in raised.value.message


def test_bytes_that_are_no_json_are_an_internal_error() -> None:
    with pytest.raises(InternalError):
        decode_reply(b"\x00")
