"""The gateway behind a TLS proxy: whose word it takes, and where pages may send scans."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from services.gateway.__main__ import server_config
from services.gateway.edge.headers import SecurityHeaders
from services.gateway.settings import GatewaySettings
from tests.unit.gateway.fakes import House

HTML = [(b"content-type", b"text/html; charset=utf-8")]


def settings_with(**changes: Any) -> GatewaySettings:
    return House().settings.model_copy(update=changes)


def seen_client(settings: GatewaySettings, peer: str) -> str:
    """Who the application believes is calling when `peer` says it speaks for 203.0.113.9."""
    seen: list[str] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        seen.append(scope["client"][0])

    config = server_config(settings, app)
    assert config.proxy_headers
    believing = ProxyHeadersMiddleware(app, trusted_hosts=config.forwarded_allow_ips)
    scope: Any = {
        "type": "http",
        "client": (peer, 1),
        "scheme": "http",
        "headers": [(b"x-forwarded-for", b"203.0.113.9"), (b"x-forwarded-proto", b"https")],
    }

    async def nothing(*_: Any) -> Any:
        return None

    asyncio.run(believing(scope, nothing, nothing))
    return seen[0]


@pytest.mark.parametrize(
    ("trusted", "peer", "believed"),
    [
        ("127.0.0.1", "127.0.0.1", "203.0.113.9"),
        ("127.0.0.1", "172.31.240.3", "172.31.240.3"),
        ("172.31.240.0/28", "172.31.240.3", "203.0.113.9"),
        ("172.31.240.0/28", "172.31.241.3", "172.31.241.3"),
    ],
)
def test_only_a_trusted_proxy_says_who_calls(trusted: str, peer: str, believed: str) -> None:
    assert seen_client(settings_with(trusted_proxies=trusted), peer) == believed


def test_by_default_only_a_proxy_on_this_machine_is_believed() -> None:
    assert House().settings.trusted_proxies == "127.0.0.1"


@pytest.mark.parametrize(
    ("own", "public", "scheme"),
    [(False, True, "https"), (False, None, "http"), (True, None, "https")],
)
def test_pages_send_scans_where_browsers_reach_the_store(
    own: bool, public: bool | None, scheme: str
) -> None:
    settings = settings_with(
        s3_secure=own, s3_public_secure=public, s3_public_endpoint="files.example.org"
    )
    added = dict(SecurityHeaders(settings).of(HTML))
    policy = added[b"content-security-policy"].decode()
    assert f"form-action 'self' {scheme}://files.example.org" in policy
