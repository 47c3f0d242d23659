"""One person at the gateway: a session, its token, and problems as exceptions."""

from __future__ import annotations

import asyncio
import ssl
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Self
from uuid import uuid4

import httpx
from typing_extensions import override

RETRIED = {502, 503, 504}
"""Outcome unknown or service away: the same request with the same key is safe."""
FORBIDDEN, CONFLICT = 403, 409
PROBLEM = "application/problem+json"
BEING_DONE = "in_progress"
"""An earlier sending of the same request is still in hand; its answer can be had in a moment."""
STORE_STARTING = "<Code>InvalidAccessKeyId</Code>"
"""The store was just started and has not read its accounts yet."""
ATTEMPTS = 8
PATIENCE_SECONDS = 30

TLS = ssl.create_default_context()
"""Made once: reading the authorities takes longer than most requests."""

JSON = dict[str, Any]


@dataclass(eq=False)
class Problem(Exception):  # noqa: N818 -- the word of RFC 9457
    """An answer of the kind application/problem+json."""

    status: int
    code: str
    detail: str
    body: JSON

    @override
    def __str__(self) -> str:
        """Code, sentence and findings, as a person would read them."""
        findings = [
            f"{row.get('field')}: {row.get('message')}" for row in self.body.get("findings", [])
        ]
        return f"{self.status} {self.code}: {self.detail} {'; '.join(findings)}"


def connect(base_url: str = "") -> httpx.AsyncClient:
    """A client for connections to one place."""
    return httpx.AsyncClient(base_url=base_url, timeout=PATIENCE_SECONDS, verify=TLS)


class Visitor:
    """A person, or nobody yet, at the gateway's HTTP API."""

    def __init__(self, base_url: str, who: str = "visitor") -> None:
        self.who = who
        self.person_id = ""
        self.answers: Counter[int] = Counter()
        """How often each status came back, those included after which it was tried again."""
        self._http = connect(f"{base_url}/api/v1")
        self._csrf = ""

    async def __aenter__(self) -> Self:
        """Begin the visit."""
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close the connections."""
        await self.close()

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def sign_in(self, login: str, password: str) -> None:
        """Open a session; later writes carry its CSRF token."""
        session = await self.post("/session", {"login": login, "password": password})
        self._csrf = session["csrf_token"]
        self.person_id = session["person_id"]

    async def get(self, path: str, **params: Any) -> JSON:
        """Read."""
        return await self._call(
            "GET", path, params={k: v for k, v in params.items() if v is not None}
        )

    async def post(self, path: str, body: JSON | None = None) -> JSON:
        """Write once, whatever happens on the way."""
        return await self._call("POST", path, json=body or {})

    async def put(self, path: str, body: JSON) -> JSON:
        """Write once."""
        return await self._call("PUT", path, json=body)

    async def patch(self, path: str, body: JSON) -> JSON:
        """Write once."""
        return await self._call("PATCH", path, json=body)

    async def delete(self, path: str) -> JSON:
        """Remove once."""
        return await self._call("DELETE", path)

    async def send_file(self, path: str, content: bytes, media_type: str, **params: Any) -> JSON:
        """Write a bare file."""
        return await self._call(
            "POST", path, params=params, content=content, extra={"content-type": media_type}
        )

    async def download(self, path: str) -> bytes:
        """Follow the redirect to the store and read the file."""
        location = await self.get(path)
        async with connect() as store:
            answer = await persistently(lambda: store.get(location["url"]))
        answer.raise_for_status()
        return answer.content

    async def _call(
        self, method: str, path: str, *, extra: JSON | None = None, **kwargs: Any
    ) -> JSON:
        headers = {"accept": "application/json", **(extra or {})}
        if method != "GET":
            headers |= {"idempotency-key": uuid4().hex, "x-csrf-token": self._csrf}

        async def send() -> httpx.Response:
            answer = await self._http.request(method, path, headers=headers, **kwargs)
            self.answers[answer.status_code] += 1
            return answer

        return _content(await persistently(send))


async def send_part(part: JSON, filename: str, content: bytes, media_type: str) -> None:
    """Send one part of a scan to the store, with the form its ticket gave.

    Raises:
        httpx.HTTPError: the store does not take it.
    """
    async with connect() as store:
        answer = await persistently(
            lambda: store.post(
                part["url"], data=part["fields"], files={"file": (filename, content, media_type)}
            )
        )
    answer.raise_for_status()


async def persistently(send: Callable[[], Awaitable[httpx.Response]]) -> httpx.Response:
    """Send until there is an answer that sending again would not change.

    Raises:
        httpx.TransportError: nobody was there, the last time too.
    """
    for attempt in range(1, ATTEMPTS):
        try:
            answer = await send()
        except httpx.TransportError:
            pass  # refused or broken off: whether it was done is not known
        else:
            if not _worth_repeating(answer):
                return answer
        await asyncio.sleep(0.1 * 2**attempt)
    return await send()


def _worth_repeating(answer: httpx.Response) -> bool:
    if answer.status_code == CONFLICT and PROBLEM in answer.headers.get("content-type", ""):
        return bool(answer.json()["code"] == BEING_DONE)
    if answer.status_code == FORBIDDEN:
        return STORE_STARTING in answer.text
    return answer.status_code in RETRIED


def _content(answer: httpx.Response) -> JSON:
    body: JSON = answer.json() if answer.content else {}
    if answer.is_success:
        return body
    raise Problem(answer.status_code, body.get("code", ""), body.get("detail", ""), body)
