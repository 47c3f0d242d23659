"""Strict JSON: what cannot be stored or read in one way only is refused at the edge."""

from __future__ import annotations

import pytest

from services.contracts.errors import InvalidRequestError
from services.gateway.edge.json_body import MAX_DEPTH, parse_json_object


def nested(depth: int) -> bytes:
    return b'{"a":' * depth + b"1" + b"}" * depth


def test_an_ordinary_object_is_read_as_it_is() -> None:
    raw = '{"name": "阿依古丽·样例", "rows": [{"n": 1.5}], "none": null, "yes": true}'.encode()
    assert parse_json_object(raw) == {
        "name": "阿依古丽·样例",
        "rows": [{"n": 1.5}],
        "none": None,
        "yes": True,
    }


def test_no_body_is_an_empty_object() -> None:
    assert parse_json_object(b"") == parse_json_object(b" \n") == {}


def test_the_deepest_allowed_nesting_passes() -> None:
    assert parse_json_object(nested(MAX_DEPTH))


def test_brackets_inside_text_are_not_nesting() -> None:
    text = "[" * 60 + '\\"{{{'
    assert parse_json_object(f'{{"a": "{text}"}}'.encode())


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (nested(MAX_DEPTH + 1), "too_deep"),
        (b"[" * 100_000, "too_deep"),
        (b'{"a": 1, "a": 2}', "duplicate_key"),
        (b'{"b": {"a": 1, "a": 1}}', "duplicate_key"),
        (b'{"a": NaN}', "not_a_number"),
        (b'{"a": -Infinity}', "not_a_number"),
        (b'{"a": ' + b"9" * 5000 + b"}", "not_json"),
        (b'{"a": 1', "not_json"),
        (b"[1]", "not_an_object"),
        (b'"text"', "not_an_object"),
        ("{}".encode("utf-16"), "not_utf8"),
        (b'{"a": "\xff"}', "not_utf8"),
        (rb'{"a": "\u0000"}', "unstorable_text"),
        (rb'{"a": ["x", {"b": "\ud800"}]}', "unstorable_text"),
        (rb'{"\ud800": 1}', "unstorable_text"),
    ],
)
def test_what_cannot_be_kept_is_refused(raw: bytes, code: str) -> None:
    with pytest.raises(InvalidRequestError) as refused:
        parse_json_object(raw)
    assert [finding.code for finding in refused.value.findings] == [code]


def test_a_duplicate_names_the_key() -> None:
    with pytest.raises(InvalidRequestError) as refused:
        parse_json_object(b'{"login": "a", "login": "b"}')
    assert refused.value.findings[0].field == "login"
