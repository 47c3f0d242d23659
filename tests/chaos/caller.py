"""A client without patience: asks once and shows what came back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import uuid4

import httpx

from demo.client import JSON

PROBLEM_TYPE = "application/problem+json"
PATIENCE_SECONDS = 60.0
"""Beyond every deadline of the gateway: whoever waits that long was left hanging."""


class Caller:
    """One person at the API, without any retries."""

    def __init__(self, base_url: str) -> None:
        self._http = httpx.AsyncClient(base_url=f"{base_url}/api/v1", timeout=PATIENCE_SECONDS)
        self._csrf = ""

    async def sign_in(self, login: str, password: str) -> None:
        """Open a session."""
        answer = await self.post("/session", {"login": login, "password": password})
        self._csrf = answer.raise_for_status().json()["csrf_token"]

    async def get(self, path: str) -> httpx.Response:
        """Read once."""
        return await self._http.get(path)

    async def post(self, path: str, body: JSON, *, key: str = "") -> httpx.Response:
        """Write once, under this idempotency key."""
        return await self._write("POST", path, body, key)

    async def patch(self, path: str, body: JSON, *, key: str = "") -> httpx.Response:
        """Write once, under this idempotency key."""
        return await self._write("PATCH", path, body, key)

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def _write(self, method: str, path: str, body: JSON, key: str) -> httpx.Response:
        headers = {"idempotency-key": key or uuid4().hex, "x-csrf-token": self._csrf}
        return await self._http.request(method, path, json=body, headers=headers)


@asynccontextmanager
async def caller(base_url: str, login: str, password: str) -> AsyncIterator[Caller]:
    """A signed-in caller."""
    asking = Caller(base_url)
    try:
        await asking.sign_in(login, password)
        yield asking
    finally:
        await asking.close()


def problem_of(answer: httpx.Response) -> tuple[int, str]:
    """Status and code of a problem; a failure of any other form is one of ours."""
    assert answer.headers["content-type"] == PROBLEM_TYPE, answer.text
    problem = answer.json()
    assert problem["detail"], "a problem says what to do"
    return answer.status_code, problem["code"]
