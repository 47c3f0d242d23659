"""The one table from error code to HTTP status, and the problem document (RFC 9457) of an error.

Every error of the contracts has a row; a test compares the two. Title and detail are Chinese
sentences for people, `code` and `findings` are for programs, `reference` is the number to tell the
helpline.
"""

from __future__ import annotations

import json
from typing import Any

from starlette.responses import Response

from services.contracts.errors import TepeiError

STATUS: dict[str, int] = {
    # the request itself
    "invalid_request": 400,
    "unauthenticated": 401,
    "sign_in_failed": 401,
    "forbidden": 403,
    "separation_of_duties": 403,
    "forgery_refused": 403,
    "not_found": 404,
    "method_not_allowed": 405,
    "body_too_slow": 408,
    "length_required": 411,
    "too_large": 413,
    "unsupported_media_type": 415,
    "head_too_large": 431,
    # the state of things
    "stale_version": 409,
    "illegal_transition": 409,
    "in_progress": 409,
    "window_closed": 409,
    "duplicate_application": 409,
    "binding_missing": 409,
    "checklist_incomplete": 409,
    "checklist_has_problems": 409,
    "opinion_missing": 409,
    "answer_period": 409,
    "under_re_review": 409,
    "claimed_by_another": 409,
    "list_not_ready": 409,
    "late": 409,
    "quota_below_use": 409,
    "not_rendered_yet": 409,
    # the values
    "validation_failed": 422,
    "idempotency_conflict": 422,
    "not_eligible": 422,
    "scan_rejected": 422,
    "wrong_verify_code": 422,
    "paper_incomplete": 422,
    "package_incomplete": 422,
    "determination_full": 409,
    "notification_incomplete": 422,
    "plan_invalid": 422,
    "missing_glyph": 422,
    # the system
    "too_many_requests": 429,
    "internal_error": 500,
    "permanent": 500,
    "service_unavailable": 503,
    "try_again": 503,
    "deadline_exceeded": 504,
}

RETRY_AFTER_SECONDS: dict[str, int] = {
    "in_progress": 1,
    "not_rendered_yet": 2,
    "too_many_requests": 2,
    "service_unavailable": 5,
    "try_again": 2,
    "deadline_exceeded": 5,
}
"""After how long the same request is worth repeating, with the same idempotency key."""

MEDIA_TYPE = "application/problem+json"
TYPE_PREFIX = "/docs/api#problem-"


def status_of(code: str) -> int:
    """The HTTP status of an error code; what the table does not know is our own fault."""
    return STATUS.get(code, 500)


def problem_document(error: TepeiError, reference: str) -> dict[str, Any]:
    """The problem as plain data; empty parts are left out."""
    document: dict[str, Any] = {
        "type": TYPE_PREFIX + error.code,
        "title": error.title,
        "status": status_of(error.code),
        "code": error.code,
        "detail": error.message,
        "reference": reference,
    }
    if error.findings:
        document["findings"] = [finding.model_dump() for finding in error.findings]
    if error.params:
        document["params"] = error.to_wire()["params"]
    return document


def problem_response(error: TepeiError, reference: str) -> Response:
    """The problem as a response with the headers that belong to its status."""
    headers: dict[str, str] = {}
    if error.code in RETRY_AFTER_SECONDS:
        headers["retry-after"] = str(RETRY_AFTER_SECONDS[error.code])
    if status_of(error.code) == 401:  # noqa: PLR2004 -- RFC 9110: 401 names a scheme
        headers["www-authenticate"] = 'Bearer realm="tepei"'
    body = json.dumps(problem_document(error, reference), ensure_ascii=False).encode()
    return Response(body, status_of(error.code), headers, MEDIA_TYPE)
