"""From an HTTP request to a request of the contracts: path, query or body, `If-Match`, key."""

from __future__ import annotations

import base64
import re
from typing import Any
from uuid import uuid4

from pydantic import ValidationError
from starlette.requests import Request as HttpRequest

from services.contracts.errors import Finding, InvalidRequestError
from services.contracts.requests.base import Request
from services.gateway import phrases
from services.gateway.edge.json_body import parse_json_object
from services.gateway.edge.validation import invalid_request
from services.gateway.errors import UnsupportedMediaTypeError
from services.gateway.routes.bodies import media_type, read_body
from services.gateway.routes.route import ApiRoute

IDEMPOTENCY_HEADER = "idempotency-key"

FILE_TYPES: dict[str, str] = {
    "text/csv": "upload.csv",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "upload.xlsx",
    "application/octet-stream": "upload",
}
"""Media types in which a file route takes the bare file, with the name it gets when none is
given by `?filename=`."""

_KEY = re.compile(r"[A-Za-z0-9._:-]{8,100}")
_IF_MATCH = re.compile(r'(?:W/)?"?(\d{1,9})"?')


async def bind(route: ApiRoute, http: HttpRequest) -> Request:
    """The contract's request for an HTTP request.

    Raises:
        InvalidRequestError: with a finding for each field that is missing, wrong or unknown.
        TooLargeError, BodyTooSlowError, UnsupportedMediaTypeError: about the body as a whole.
    """
    given = await _body(route, http) if route.has_body else _query(http)
    _refuse_bound(route, given)
    _take_if_match(route, http, given)
    values = {**given, **{name: http.path_params[name] for name in route.path_names}, **route.fixed}
    try:
        return route.request.model_validate(values)
    except ValidationError as error:
        raise invalid_request(error) from None


def idempotency_key(http: HttpRequest) -> str:
    """The client's key, or a fresh one when it sent none.

    Raises:
        InvalidRequestError: the key has another form.
    """
    given = http.headers.get(IDEMPOTENCY_HEADER)
    if given is None:
        return uuid4().hex
    if not _KEY.fullmatch(given):
        raise _invalid("Idempotency-Key", "bad_key", phrases.BAD_IDEMPOTENCY_KEY)
    return given


async def read_json(http: HttpRequest, limit: int) -> dict[str, Any]:
    """The body as a strictly parsed JSON object."""
    raw = await read_body(http, limit)
    if raw and media_type(http) != "application/json":
        raise UnsupportedMediaTypeError(phrases.WRONG_MEDIA_TYPE)
    return parse_json_object(raw)


async def _body(route: ApiRoute, http: HttpRequest) -> dict[str, Any]:
    given_type = media_type(http)
    if route.file_field is None or given_type not in FILE_TYPES:
        return await read_json(http, route.body_bytes)
    raw = await read_body(http, route.body_bytes)
    return {
        "filename": FILE_TYPES[given_type],
        **_query(http),
        route.file_field: base64.b64encode(raw).decode(),
    }


def _query(http: HttpRequest) -> dict[str, Any]:
    given: dict[str, Any] = {}
    for name, value in http.query_params.multi_items():
        if name in given:
            raise _invalid(name[:80], "duplicate_parameter", phrases.DUPLICATE_PARAMETER)
        if "\x00" in value:
            raise _invalid(name[:80], "unstorable_text", phrases.UNSTORABLE_TEXT)
        given[name] = value
    return given


def _refuse_bound(route: ApiRoute, given: dict[str, Any]) -> None:
    """What the path says, the body may not say again."""
    for name in (*route.path_names, *route.fixed):
        if name in given:
            raise _invalid(name, "extra_forbidden", phrases.FIELD_MESSAGES["extra_forbidden"])


def _take_if_match(route: ApiRoute, http: HttpRequest, given: dict[str, Any]) -> None:
    header = http.headers.get("if-match")
    if header is None or route.version_field is None:
        return
    match = _IF_MATCH.fullmatch(header.strip())
    if match is None or given.get(route.version_field, int(match[1])) != int(match[1]):
        raise _invalid("If-Match", "bad_if_match", phrases.BAD_IF_MATCH)
    given[route.version_field] = int(match[1])


def _invalid(field: str, code: str, message: str) -> InvalidRequestError:
    return InvalidRequestError(findings=(Finding(field=field, code=code, message=message),))
