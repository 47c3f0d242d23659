"""Log lines are JSON with the story's id, and personal data does not get out."""

from __future__ import annotations

import io
import json
import logging
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import structlog

from services.chassis.logs import bound, configure_logging, get_logger
from services.chassis.redaction import MASK, redact_text
from services.chassis.settings import SharedSettings

ID_NUMBER = "650000198501011234"
MOBILE = "13900001111"
JWT = "eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl"


@pytest.fixture
def out() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    stream = io.StringIO()
    configure_logging(SharedSettings(), "samples", stream=stream)
    yield stream
    root.handlers, root.level = handlers, level
    structlog.reset_defaults()


def lines(out: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_a_line_says_service_event_level_and_story(out: io.StringIO) -> None:
    with bound(correlation_id="story-1", application_id="a-1"):
        get_logger("services.samples").info("thing_done", sequence=3, passed=True)
    (line,) = lines(out)
    line.pop("timestamp")
    assert line == {
        "service": "samples",
        "event": "thing_done",
        "level": "info",
        "logger": "services.samples",
        "correlation_id": "story-1",
        "application_id": "a-1",
        "sequence": 3,
        "passed": True,
    }


def test_a_story_ends_with_its_block_and_does_not_cross_threads(out: io.StringIO) -> None:
    log = get_logger("services.samples")
    with bound(correlation_id="story-1"), ThreadPoolExecutor(1) as pool:
        pool.submit(log.info, "elsewhere").result()
    log.info("after")
    assert [line.get("correlation_id") for line in lines(out)] == [None, None]


def test_foreign_libraries_take_the_same_way_out(out: io.StringIO) -> None:
    with bound(correlation_id="story-1"):
        logging.getLogger("nameko.containers").warning("error for %s", ID_NUMBER)
    (line,) = lines(out)
    assert (line["service"], line["level"]) == ("samples", "warning")
    assert (line["correlation_id"], line["event"]) == ("story-1", "error for [id-number]")


def test_a_traceback_is_searched_too(out: io.StringIO) -> None:
    def fail() -> None:
        raise ValueError(f"no such person {ID_NUMBER}, call {MOBILE}")

    try:
        fail()
    except ValueError:
        get_logger("services.samples").exception("failed")
    (line,) = lines(out)
    assert "Traceback" in line["exception"]
    assert "no such person [id-number], call [mobile]" in line["exception"]


LEAKS: dict[str, dict[str, Any]] = {
    "name": {"name": "样例甲"},
    "nested name": {"actor": {"kind": "person", "name": "样例甲"}},
    "list of names": {"rows": [{"full_name": "样例甲"}]},
    "password": {"new_password": "sehr geheim"},
    "token": {"client_token": "abcdef"},
    "authorization": {"Authorization": "Bearer abc"},
    "cookie": {"Set-Cookie": "session=abc"},
    "id number by key": {"id_number": "anything"},
    "id number by value": {"note": f"号码{ID_NUMBER}。"},
    "id number as a number": {"value": int(ID_NUMBER)},
    "id number in a key": {"counts": {ID_NUMBER: 1}},
    "old id number": {"note": "650000850101123"},
    "id number ending in x": {"note": "65000019850101123x"},
    "mobile": {"note": f"tel:{MOBILE}"},
    "mobile with blanks": {"note": "139 0000 1111"},
    "mobile with country": {"note": "+86 13900001111"},
    "mail": {"note": "an a.b@example.org"},
    "jwt": {"note": f"token was {JWT}"},
    "bearer": {"note": "header Bearer abcdefghijk"},
    "address with password": {"note": "amqp://review:geheim@127.0.0.1/tepei"},
    "presigned address": {"note": "https://x/y?X-Amz-Signature=abcdef&z=1"},
    "argon2 hash": {"note": "$argon2id$v=19$m=65536$c2FsdA$aGFzaA"},
    "password in a text": {"note": 'body {"password": "geheim", "a": 1}'},
    "rpc arguments": {"args": ["样例甲"], "kwargs": {"a": "样例甲"}},
    "request body": {"body": "<样例甲>"},
    "bytes": {"note": MOBILE.encode()},
    "object": {"note": ValueError(MOBILE)},
    "too deep": {"a": {"b": {"c": {"d": {"e": {"f": {"g": {"h": "样例甲"}}}}}}}},
    "broken key": {"note": "DETAIL:  Key (person, label)=(1, 样例甲) already exists."},
    "broken row": {"note": "DETAIL:  Failing row contains (1, 样例甲, null)."},
    "in the event itself": {"event": f"cannot find {ID_NUMBER}"},
}

SECRETS = (
    "样例甲", "geheim", "sehr", "abcdef", "session=abc", "Bearer abc", ID_NUMBER, "650000850101123",
    "65000019850101123x", MOBILE, "139 0000 1111", "a.b@", JWT, "aGFzaA", "anything",
)  # fmt: skip


@pytest.mark.parametrize("fields", LEAKS.values(), ids=LEAKS)
def test_what_could_leak_does_not(fields: dict[str, Any], out: io.StringIO) -> None:
    assert any(secret in str(fields) for secret in SECRETS), "the row must hold what could leak"
    given = {"event": "something", **fields}
    get_logger("services.samples").warning(given.pop("event"), **given)
    assert len(lines(out)) == 1
    assert not [secret for secret in SECRETS if secret in out.getvalue()]


def test_what_operators_need_is_kept() -> None:
    kept = (
        "0b0ce7a1-5d5e-4c1b-9d5c-3a1f2b4c5d6e",
        "2026-11-24T04:27:40.123456Z",
        "evt-review-approved--documents.on_approved",
        "1700000000123",
        'duplicate key value violates unique constraint "uq_thing_label"',
    )
    assert [redact_text(text) for text in kept] == list(kept)


def test_a_huge_text_is_cut(out: io.StringIO) -> None:
    get_logger("services.samples").info("long", note="x" * 100_000)
    assert len(out.getvalue()) < 9_000


def test_a_secret_on_the_cut_is_cut_off_whole(out: io.StringIO) -> None:
    get_logger("services.samples").info("long", note="." * 7990 + ID_NUMBER + "." * 100)
    assert ID_NUMBER[:6] not in out.getvalue()


@pytest.mark.parametrize(
    "piece", ["x", "a.", "eyJ-", "://a:", "Key (a)=(", "1", "+86 ", "password=", "a@b.", "bearer "]
)
def test_no_text_takes_long_to_search(piece: str) -> None:
    began = time.thread_time()
    redact_text(piece * 10_000)
    assert time.thread_time() - began < 0.25


def test_numbers_booleans_and_nothing_stay_what_they_are(out: io.StringIO) -> None:
    get_logger("services.samples").info("kinds", a=1, b=2.5, c=None, d=False, token=None)
    (line,) = lines(out)
    assert [line[key] for key in ("a", "b", "c", "d", "token")] == [1, 2.5, None, False, None]


def test_the_mask_says_that_something_was_there(out: io.StringIO) -> None:
    get_logger("services.samples").info("masked", mobile=MOBILE)
    assert lines(out)[0]["mobile"] == MASK
