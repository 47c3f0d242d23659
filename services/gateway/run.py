"""Builds the parts from the settings and keeps them alive while the server runs."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime

from fastapi import FastAPI
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from services.chassis.actor import GATEWAY, load_private_key, sign_actor
from services.chassis.clock import real_now
from services.chassis.health import Check, OpsServer
from services.chassis.logs import get_logger
from services.chassis.settings import build_clock
from services.contracts.actors import Actor
from services.contracts.errors import ServiceUnavailableError
from services.gateway.broker.link import BrokerLink
from services.gateway.broker.news import NewsListener
from services.gateway.gateway import Gateway
from services.gateway.metrics import BROKER_CONNECTED, CALLS_WAITING
from services.gateway.services import Services, SignActor
from services.gateway.sessions.doorkeeper import Doorkeeper
from services.gateway.sessions.news import RoleNews
from services.gateway.sessions.secrets import SessionSecrets
from services.gateway.sessions.store import SessionStore
from services.gateway.settings import GatewaySettings
from services.gateway.storage.sessions import SessionTable

_log = get_logger(__name__)

SWEEP_SECONDS = 600.0
PING_SECONDS = 2.0

_SERVER_OPTIONS = "-c timezone=UTC -c statement_timeout=5000 -c lock_timeout=2000"


def build_gateway(settings: GatewaySettings, link: BrokerLink) -> Gateway:
    """All parts, not yet connected; needs a running event loop."""
    clock = build_clock(settings)
    services = Services(link, _signer(settings))
    secrets = SessionSecrets(settings.session_key_bytes)
    engine = _engine(settings)
    sessions = SessionStore(SessionTable(engine), secrets, real_now)
    news = RoleNews(real_now)
    doorkeeper = Doorkeeper(
        sessions,
        secrets,
        services,
        real_now,
        cookie_name=settings.cookie_name,
        public_origin=settings.public_origin,
        news=news,
    )
    return Gateway(
        settings=settings,
        clock=clock,
        link=link,
        services=services,
        close=engine.dispose,
        secrets=secrets,
        sessions=sessions,
        doorkeeper=doorkeeper,
        news=news,
    )


Lifespan = Callable[[FastAPI], contextlib.AbstractAsyncContextManager[None]]


def lifespan_of(gateway: Gateway, link: BrokerLink) -> Lifespan:
    """Connect at start; at the end finish, then close everything."""

    @contextlib.asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        ops = OpsServer(
            gateway.settings.ops_port,
            readiness_checks(gateway, asyncio.get_running_loop()),
            host=gateway.settings.ops_host,
        )
        ops.start()
        link.start()
        listener = NewsListener(gateway.settings.broker_url.get_secret_value(), gateway.news)
        listener.start()
        BROKER_CONNECTED.watch(lambda: float(link.ready))
        CALLS_WAITING.watch(lambda: float(link.waiting))
        sweeper = asyncio.create_task(_sweep(gateway), name="session-sweeper")
        try:
            yield
        finally:
            sweeper.cancel()
            await listener.close()
            await link.close()
            await gateway.close()
            await asyncio.to_thread(ops.stop)

    return lifespan


def readiness_checks(gateway: Gateway, loop: asyncio.AbstractEventLoop) -> dict[str, Check]:
    """What the gateway cannot work without; asked from the thread of the ops server."""

    def broker() -> None:
        if not gateway.link.ready:
            raise ServiceUnavailableError

    def sessions() -> None:
        _wait_for(gateway.sessions.ping, loop)

    return {"broker": broker, "sessions": sessions}


def _wait_for(ask: Callable[[], Awaitable[None]], loop: asyncio.AbstractEventLoop) -> None:
    async def asked() -> None:
        await ask()

    asyncio.run_coroutine_threadsafe(asked(), loop).result(PING_SECONDS)


async def _sweep(gateway: Gateway) -> None:
    while True:
        await asyncio.sleep(SWEEP_SECONDS)
        try:
            swept = await gateway.sessions.sweep()
        except SQLAlchemyError as error:
            _log.warning("old sessions not swept", error=type(error).__name__)
        else:
            _log.info("old sessions swept", sessions=swept)


def _signer(settings: GatewaySettings) -> SignActor:
    key = load_private_key(settings.actor_private_key.get_secret_value())

    def sign(actor: Actor, arrived_at: datetime, correlation_id: str) -> str:
        return sign_actor(key, GATEWAY, actor, arrived_at, correlation_id)

    return sign


def _engine(settings: GatewaySettings) -> AsyncEngine:
    return create_async_engine(
        settings.database_url.get_secret_value(),
        pool_size=settings.pool_size,
        max_overflow=0,
        pool_timeout=4.0,
        pool_pre_ping=True,
        connect_args={
            "options": _SERVER_OPTIONS,
            "connect_timeout": 5,
            "application_name": "gateway",
            "tcp_user_timeout": 20000,
        },
    )
