"""Errors as pages: what happened, what to do, whom to ask, the number to tell them."""

from __future__ import annotations

from starlette.requests import Request as HttpRequest
from starlette.responses import Response
from starlette.types import Scope

from services.contracts.errors import TepeiError
from services.gateway.edge.arrival import arrival_of
from services.gateway.pages.core.page import Page
from services.gateway.pages.core.responses import html_response
from services.gateway.pages.core.templates import render
from services.gateway.problems import RETRY_AFTER_SECONDS, problem_response, status_of
from services.gateway.routes.route import PREFIX

_BROWSER = b"text/html"


def wants_page(scope: Scope) -> bool:
    """Whether a person looks at the answer: not the API, and a browser that asks for a page."""
    if scope["path"].startswith(f"{PREFIX}/"):
        return False
    accepted = next((value for name, value in scope["headers"] if name == b"accept"), b"")
    return _BROWSER in accepted


def error_response(http: HttpRequest, error: TepeiError) -> Response:
    """The error as a page or as a problem document, as the asker likes it."""
    if wants_page(http.scope):
        return error_page(http, error)
    return problem_response(error, arrival_of(http.scope).correlation_id)


def error_page(http: HttpRequest, error: TepeiError, page: Page | None = None) -> Response:
    """The page of an error; without `page` it needs nothing that may be broken."""
    text = render(
        "core/error.html" if page is not None else "core/plain_error.html",
        page=page,
        said=None,
        error=error,
        reference=arrival_of(http.scope).correlation_id,
    )
    response = html_response(text, http, status_of(error.code))
    if error.code in RETRY_AFTER_SECONDS:
        response.headers["retry-after"] = str(RETRY_AFTER_SECONDS[error.code])
    return response
