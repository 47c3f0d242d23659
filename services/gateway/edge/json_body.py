"""Reading a JSON body strictly: size, depth, duplicate keys, NaN, text that cannot be stored.

What passes here can be stored and hashed without surprises: one value per key, finite numbers,
valid UTF-8 without NUL and without lone surrogates.
"""

from __future__ import annotations

import json
import re
from typing import Any, NoReturn

from services.contracts.errors import Finding, InvalidRequestError
from services.gateway import phrases

MAX_DEPTH = 20

_STRINGS = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_BRACKETS = re.compile(r"[\[\]{}]")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def parse_json_object(raw: bytes) -> dict[str, Any]:
    """Parse a body that must be one JSON object; an empty body is an empty object.

    Raises:
        InvalidRequestError: with one finding on the field or on `body` that says what is wrong.
    """
    if not raw.strip():
        return {}
    text = _decode(raw)
    _check_depth(text)
    value = _load(text)
    if not isinstance(value, dict):
        _refuse("body", "not_an_object", phrases.BODY_NOT_AN_OBJECT)
    if "\\u" in text or "\x00" in text:
        _check_text(value, "body")
    return value


def _decode(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        _refuse("body", "not_utf8", phrases.BODY_NOT_UTF8)


def _check_depth(text: str) -> None:
    depth = 0
    for bracket in _BRACKETS.findall(_STRINGS.sub("", text)):
        depth += 1 if bracket in "[{" else -1
        if depth > MAX_DEPTH:
            _refuse("body", "too_deep", phrases.BODY_TOO_DEEP.format(limit=MAX_DEPTH))


def _load(text: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_unique, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        _refuse(
            "body",
            "not_json",
            phrases.BODY_NOT_JSON.format(line=error.lineno, column=error.colno),
        )
    except (ValueError, RecursionError):  # a number of thousands of digits
        _refuse("body", "not_json", phrases.BODY_NUMBER_TOO_LONG)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        _refuse(twice[:80], "duplicate_key", phrases.DUPLICATE_KEY)
    return found


def _no_constant(name: str) -> NoReturn:
    _refuse("body", "not_a_number", phrases.NOT_A_NUMBER.format(name=name))


def _check_text(value: Any, path: str) -> None:
    if isinstance(value, str):
        if _UNSTORABLE.search(value):
            _refuse(path, "unstorable_text", phrases.UNSTORABLE_TEXT)
    elif isinstance(value, dict):
        for key, item in value.items():
            _check_text(key, path)
            _check_text(item, key)
    elif isinstance(value, list):
        for item in value:
            _check_text(item, path)


def _refuse(field: str, code: str, message: str) -> NoReturn:
    safe = field.encode("utf-8", "replace").decode("utf-8").replace("\x00", "")
    raise InvalidRequestError(findings=(Finding(field=safe, code=code, message=message),))
