"""HTML answers: compressed where the browser takes it, redirects after deeds."""

from __future__ import annotations

import gzip

from starlette.requests import Request as HttpRequest
from starlette.responses import Response

HTML = "text/html; charset=utf-8"
WORTH_PACKING = 1_000
LEVEL = 4
"""Half the bytes of level 9 are won in a fifth of its time."""


def html_response(text: str, http: HttpRequest, status: int = 200) -> Response:
    """The page; packed when it is worth it. Tokens in it are masked anew on each page."""
    body = text.encode()
    headers = {"vary": "accept-encoding"}
    if len(body) > WORTH_PACKING and "gzip" in http.headers.get("accept-encoding", ""):
        body = gzip.compress(body, LEVEL, mtime=0)
        headers["content-encoding"] = "gzip"
    return Response(body, status, headers, HTML)


def redirect_response(address: str, http: HttpRequest) -> Response:
    """Another page of this site, by GET; a part of a page is told to go there as a whole."""
    if http.headers.get("hx-request") == "true":
        return Response(status_code=204, headers={"hx-redirect": address})
    return Response(status_code=303, headers={"location": address})


def is_local(address: str) -> bool:
    """Whether an address leads to a page of this site and nowhere else."""
    return (
        address.startswith("/")
        and not address.startswith(("//", "/\\"))
        and all(character >= " " and character != "\\" for character in address)
        and len(address) <= 500  # noqa: PLR2004 -- longer than any address of ours
    )
