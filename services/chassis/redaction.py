"""Keeps personal data and secrets out of the logs: the last door before a line is written.

Code must not log such data in the first place; this catches what slips through, including texts of
foreign libraries and tracebacks. Masks whole values under sensitive keys and patterns anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, MutableMapping
from functools import lru_cache
from typing import Any

MASK = "[masked]"

_MAX_TEXT = 8000
_MARGIN = 100
_MAX_DEPTH = 6

_SENSITIVE_KEYS = frozenset(
    {
        "name", "surname", "given_name", "full_name", "person_name", "display_name", "leader_name",
        "author_name", "username", "login", "email", "mail", "mobile", "phone", "telephone",
        "address", "birth_date", "born_on", "ethnicity", "health",
        "id_number", "id_no", "idcard", "id_card", "identity_number", "args", "kwargs", "body",
        "payload", "form", "fields", "values", "parameters", "params", "headers", "request_data",
        "opinion", "text", "filename", "file_name",
    }
)  # fmt: skip
"""Masked when the key is exactly this."""

_SENSITIVE_PARTS = (
    "password", "passwd", "secret", "token", "authorization", "cookie", "credential",
    "private_key", "api_key", "access_key", "session_key", "signature", "id_number", "database_url",
    "broker_url",
)  # fmt: skip
"""Masked when the key contains one of these."""

_PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = (
    # GB 11643: 17 digits and a check character; also the old form of 15 digits.
    (re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)"), "[id-number]"),
    (re.compile(r"(?<!\d)\d{15}(?!\d)"), "[id-number]"),
    (re.compile(r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d{9}(?!\d)"), "[mobile]"),
    (re.compile(r"(?<!\d)1[3-9]\d[- ]\d{4}[- ]\d{4}(?!\d)"), "[mobile]"),
    (re.compile(r"(?<![\w-])eyJ[\w-]+\.[\w-]+\.[\w-]*"), "[token]"),
    (re.compile(r"(?i)\b(bearer|basic)\s+[\w.~+/=-]{8,}"), r"\1 [token]"),
    (re.compile(r"(?i)\b(x-amz-(?:signature|credential)=)[^&\s\"']+"), r"\1[masked]"),
    (re.compile(r"(://[^/\s:@]{0,100}:)[^/\s@]{1,200}@"), r"\1[masked]@"),
    # What PostgreSQL adds to a broken constraint: values of the key, or the whole row.
    (re.compile(r"(Key \([^)]*\)=)\(.*?\)(?= (?:already|is |conflicts)|$)", re.MULTILINE),
     r"\1([masked])"),
    (re.compile(r"(Failing row contains )\(.*\)"), r"\1([masked])"),
    (re.compile(r"\$argon2\w*\$\S+"), "[hash]"),
    (re.compile(r"(?i)\b(pass(?:word|wd)?|secret|token)(\"?\s*[=:]\s*)(\"[^\"]*\"|'[^']*'|[^\s,;&}]+)"),
     r"\1\2[masked]"),
    (re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+"), "[mail]"),
)  # fmt: skip

_HARMLESS = re.compile(
    r"(?:person:|client:|service:)?(?:[A-IK-Za-z_./{}]+|-(?!\d{4}-\d{4})|\d{1,10}(?!\d))*+"
)
"""Texts of these characters alone fit none of the patterns, and most values of a log line are such
words: a route, an outcome, an id, who acts. They are told apart in one look instead of thirteen.
Hyphens may part the digits of a mobile number, blanks too, `J` begins a token, eleven digits are
one, a colon may follow the word for a secret."""

_OWN_KEYS = frozenset({"event", "service"})
"""Fields of the log line itself; their texts are searched for patterns, never masked whole."""

_MADE_HERE = frozenset({"level", "logger", "timestamp"})
"""Fields that the processors before this one have just written, over whatever was given."""


def redact(
    _logger: object, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """A structlog processor: mask what must not be written."""
    for key, value in event.items():
        if key not in _MADE_HERE:
            event[key] = _clean(value, 0) if key in _OWN_KEYS else _clean_field(key, value, 0)
    return event


def redact_text(text: str) -> str:
    """The text with every known pattern masked, cut to a length fit for a log line.

    Cut first, because searching takes time and the hub waits; the end goes too, because half a
    secret is not recognised as one.
    """
    cut = len(text) > _MAX_TEXT
    text = text[:_MAX_TEXT]
    if not cut and _HARMLESS.fullmatch(text):
        return text
    for pattern, mask in _PATTERNS:
        text = pattern.sub(mask, text)
    return text[:-_MARGIN] + "…" if cut else text


@lru_cache(maxsize=1024)
def _is_sensitive(key: str) -> bool:
    lowered = key.lower().replace("-", "_")
    return lowered in _SENSITIVE_KEYS or any(part in lowered for part in _SENSITIVE_PARTS)


def _clean_field(key: object, value: Any, depth: int) -> Any:
    if value is None or isinstance(value, bool):
        return value
    return MASK if _is_sensitive(str(key)) else _clean(value, depth)


def _clean(value: Any, depth: int) -> Any:
    if value is None or isinstance(value, bool | float):
        return value
    if isinstance(value, str):
        return redact_text(value)
    if depth >= _MAX_DEPTH:
        return MASK
    if isinstance(value, Mapping):
        return {
            redact_text(str(key)): _clean_field(key, item, depth + 1) for key, item in value.items()
        }
    if isinstance(value, list | tuple | set | frozenset):
        return [_clean(item, depth + 1) for item in value]
    cleaned = redact_text(str(value))
    return value if isinstance(value, int) and cleaned == str(value) else cleaned
