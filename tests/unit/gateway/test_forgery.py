"""Writes with a cookie come from our own pages, or they are refused."""

from __future__ import annotations

import pytest

from tests.unit.gateway.fakes import ORGANISATION, run
from tests.unit.gateway.test_sessions import CREDENTIALS, SESSION, house_with, status


@pytest.mark.parametrize("token", [None, "", "wrong", "密码"])
def test_a_write_with_a_cookie_needs_the_token_of_its_session(token: str | None) -> None:
    async def story() -> None:
        house = house_with()
        browser = await house.signed_in("me")
        del browser.headers["x-csrf-token"]
        headers = [] if token is None else [(b"x-csrf-token", token.encode())]
        body = {"organisation_id": str(ORGANISATION)}
        refused = await browser.post("/api/v1/bindings", json=body, headers=headers)
        assert status(refused) == (403, "forgery_refused")
        assert (await browser.get("/api/v1/bindings")).status_code == 200

    run(story())


@pytest.mark.parametrize(
    ("headers", "allowed"),
    [
        ({"origin": "http://tepei.test"}, True),
        ({"origin": "http://evil.test"}, False),
        ({"origin": "https://tepei.test"}, False),
        ({"origin": "null"}, False),
        ({"sec-fetch-site": "cross-site"}, False),
        ({"sec-fetch-site": "same-origin"}, True),
    ],
)
def test_a_browser_that_names_another_origin_is_refused_even_with_the_token(
    headers: dict[str, str], *, allowed: bool
) -> None:
    async def story() -> None:
        house = house_with()
        browser = await house.signed_in("me")
        body = {"organisation_id": str(ORGANISATION)}
        write = await browser.post("/api/v1/bindings", json=body, headers=headers)
        sign_in = await browser.post(SESSION, json=CREDENTIALS, headers=headers)
        expected = [200 + 1, 201] if allowed else [403, 403]
        assert [write.status_code, sign_in.status_code] == expected

    run(story())
