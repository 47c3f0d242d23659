"""`python -m services.gateway`: the web edge as one process, until SIGTERM.

SIGTERM stops accepting, lets running requests finish within `GRACE_SECONDS`, closes and exits 0.
"""

from __future__ import annotations

from types import FrameType

import uvicorn
import uvloop
from starlette.types import ASGIApp
from typing_extensions import override

from services.chassis.logs import configure_logging, get_logger
from services.gateway.app import create_app, with_edge
from services.gateway.broker.link import BrokerLink
from services.gateway.run import build_gateway, lifespan_of
from services.gateway.settings import GatewaySettings

GRACE_SECONDS = 15
KEEP_ALIVE_SECONDS = 65
"""Longer than a proxy's idle time, so that the proxy is the one who closes."""


def main() -> int:
    """Run until told to stop."""
    settings = GatewaySettings()
    configure_logging(settings, "gateway")
    uvloop.run(_serve(settings))
    get_logger(__name__).info("stopped")
    return 0


async def _serve(settings: GatewaySettings) -> None:
    link = BrokerLink(settings.broker_url.get_secret_value())
    gateway = build_gateway(settings, link)
    app = with_edge(create_app(gateway, lifespan=lifespan_of(gateway, link)), gateway)
    server = _Server(server_config(settings, app))
    await server.serve()
    if not server.started:
        raise SystemExit(3)


def server_config(settings: GatewaySettings, app: ASGIApp) -> uvicorn.Config:
    """How the server listens, and whose word on the caller's address it takes."""
    return uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        http="httptools",
        lifespan="on",
        ws="none",
        access_log=False,
        log_config=None,
        server_header=False,
        proxy_headers=True,
        forwarded_allow_ips=settings.trusted_proxies,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=GRACE_SECONDS,
        backlog=2048,
    )


class _Server(uvicorn.Server):
    """Ends quietly: uvicorn raises the signal again after a clean stop, which would exit 143."""

    @override
    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Only note that it is time to stop."""
        self.should_exit = True


if __name__ == "__main__":
    raise SystemExit(main())
