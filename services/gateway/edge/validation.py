"""From pydantic's errors to findings: the field's path and a Chinese sentence for each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import ValidationError

from services.contracts.errors import Finding, InvalidRequestError
from services.gateway import phrases

MAX_FINDINGS = 50


def invalid_request(error: ValidationError) -> InvalidRequestError:
    """The problem for a request that does not fit its contract; values are never repeated."""
    rows = error.errors(include_url=False, include_input=False)
    return InvalidRequestError(findings=tuple(findings_of(rows)))


def findings_of(rows: Iterable[Mapping[str, Any]]) -> list[Finding]:
    """One finding per error, at most `MAX_FINDINGS`."""
    return [
        Finding(field=_path(row["loc"]), code=str(row["type"]), message=_sentence(row))
        for row in list(rows)[:MAX_FINDINGS]
    ]


def _path(location: Iterable[int | str]) -> str:
    return ".".join(str(part)[:80] for part in location) or "body"


def _sentence(row: Mapping[str, Any]) -> str:
    context = row.get("ctx") or {}
    if row["type"] in ("value_error", "assertion_error"):
        return str(context.get("error", phrases.FIELD_MESSAGE_DEFAULT))
    template = phrases.FIELD_MESSAGES.get(row["type"], phrases.FIELD_MESSAGE_DEFAULT)
    try:
        return template.format_map(context)
    except KeyError:
        return phrases.FIELD_MESSAGE_DEFAULT
