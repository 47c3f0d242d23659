"""A gateway without network: services answer from a table, session rows lie in memory."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pydantic import SecretStr

from services.chassis.actor import SignedActor, sign_actor, verify_actor
from services.chassis.clock import FixedClock
from services.chassis.rpc import wire
from services.contracts.errors import NotFoundError, SignInFailedError, TepeiError
from services.contracts.vocabulary import Role
from services.gateway.app import create_app, with_edge
from services.gateway.gateway import Gateway
from services.gateway.services import Services
from services.gateway.sessions.doorkeeper import Doorkeeper
from services.gateway.sessions.news import RoleNews
from services.gateway.sessions.secrets import SessionSecrets
from services.gateway.sessions.store import SessionStore
from services.gateway.settings import GatewaySettings

Answer = dict[str, Any] | TepeiError
Answering = Callable[["Asked"], Answer]

KEY = Ed25519PrivateKey.from_private_bytes(b"\x01" * 32)
PUBLIC_KEYS = {"gateway": base64.b64encode(KEY.public_key().public_bytes_raw()).decode()}
NOW = datetime(2019, 3, 1, 4, tzinfo=UTC)
PASSWORD_SET_AT = datetime(2019, 2, 1, tzinfo=UTC)
ORGANISATION = UUID("11111111-1111-4111-8111-111111111111")
PASSWORD = "Tianshan-2019-yangli"


@dataclass(frozen=True)
class Asked:
    """One request as a service would see it."""

    name: str
    data: dict[str, Any]
    signed: SignedActor
    idempotency_key: str | None
    correlation_id: str


class FakeLink:
    """Answers like the services, through the real wire format and a verified signature."""

    ready = True
    waiting = 0

    def __init__(self, clock: FixedClock) -> None:
        self._clock = clock
        self.answers: dict[str, Answering] = {}
        self.asked: list[Asked] = []

    async def call(self, routing_key: str, body: bytes, *, seconds: float) -> bytes:
        assert seconds > 0
        request = wire.decode_request(body)
        signed = verify_actor(request.token, PUBLIC_KEYS, self._clock)
        asked = Asked(
            routing_key, request.data, signed, request.idempotency_key, request.correlation_id
        )
        self.asked.append(asked)
        await asyncio.sleep(0)
        answer = self.answers[routing_key](asked)
        return wire.encode_error(answer) if isinstance(answer, TepeiError) else _told(answer)


def _told(answer: dict[str, Any]) -> bytes:
    return json.dumps({"result": answer, "error": None}, ensure_ascii=False).encode()


class FakeSessionRows:
    """Session rows in memory; the same promises as `SessionTable`."""

    def __init__(self) -> None:
        self.rows: dict[bytes, dict[str, Any]] = {}

    async def insert(self, row: Mapping[str, Any]) -> None:
        self.rows[row["session_hash"]] = json_copy(row)

    async def read(self, session_hash: bytes) -> Mapping[str, Any] | None:
        return self.rows.get(session_hash)

    async def update(self, session_hash: bytes, values: Mapping[str, Any]) -> bool:
        if session_hash not in self.rows:
            return False
        self.rows[session_hash].update(json_copy(values))
        return True

    async def delete(self, session_hash: bytes) -> None:
        self.rows.pop(session_hash, None)

    async def delete_others(self, person_id: UUID, keep: bytes) -> None:
        for key in [k for k, r in self.rows.items() if r["person_id"] == person_id and k != keep]:
            del self.rows[key]

    async def delete_expired(self, now: datetime) -> int:
        gone = [key for key, row in self.rows.items() if row["expires_at"] <= now]
        for key in gone:
            del self.rows[key]
        return len(gone)

    async def ping(self) -> None:
        return


def json_copy(row: Mapping[str, Any]) -> dict[str, Any]:
    """A copy in which the identity went through JSON, as it does in the database."""
    copied = dict(row)
    if "identity" in copied:
        copied["identity"] = json.loads(json.dumps(copied["identity"]))
    return copied


@dataclass
class Person:
    """Somebody accounts knows."""

    login: str
    roles: list[Role] = field(default_factory=list)
    person_id: UUID = field(default_factory=uuid4)
    password_changed_at: datetime = PASSWORD_SET_AT

    def identity(self) -> dict[str, Any]:
        return {
            "person_id": str(self.person_id),
            "login": self.login,
            "name": f"样例·{self.login}",
            "mobile": None,
            "roles": [
                {
                    "grant_id": str(uuid4()),
                    "role": role,
                    "organisation_id": str(ORGANISATION),
                    "organisation_name": "（样例）第一人民医院",
                    "valid_from": "2019-01-01",
                    "valid_to": None,
                }
                for role in self.roles
            ],
            "password_changed_at": self.password_changed_at.isoformat(),
        }


class House:
    """A gateway with its fakes, and clients at its door."""

    def __init__(self, *, public_url: str = "http://tepei.test") -> None:
        self.clock = FixedClock(NOW)
        self.wall = FixedClock(datetime(2026, 1, 1, tzinfo=UTC))
        self.link = FakeLink(self.clock)
        self.rows = FakeSessionRows()
        self.people: dict[str, Person] = {}
        self.settings = GatewaySettings(
            public_url=public_url,
            database_url=SecretStr("postgresql+psycopg://nobody@localhost/none"),
            broker_url=SecretStr("amqp://nobody@localhost/none"),
            session_key=SecretStr(base64.b64encode(b"k" * 32).decode()),
            actor_private_key=SecretStr(base64.b64encode(b"\x01" * 32).decode()),
        )
        self.gateway = self._build()
        self.app = create_app(self.gateway)
        self.asgi = with_edge(self.app, self.gateway)
        self.link.answers["accounts.sign_in"] = self._sign_in
        self.link.answers["accounts.read_identity"] = self._read_identity
        self.link.answers["quotas.list_cycles"] = lambda _asked: {"cycles": []}

    def client(self, **options: Any) -> httpx.AsyncClient:
        """A browser or program that has not signed in."""
        transport = httpx.ASGITransport(app=self.asgi, raise_app_exceptions=False)
        base = self.settings.public_url
        return httpx.AsyncClient(transport=transport, base_url=base, **options)

    async def signed_in(self, login: str, *roles: Role) -> httpx.AsyncClient:
        """A browser of a person with these roles, its CSRF token in the headers."""
        self.people.setdefault(login, Person(login, list(roles)))
        client = self.client()
        answer = await client.post("/api/v1/session", json={"login": login, "password": PASSWORD})
        assert answer.status_code == 201, answer.text
        client.headers["x-csrf-token"] = answer.json()["csrf_token"]
        return client

    def answer(self, name: str, answer: Answer) -> None:
        """What a service says from now on."""
        self.link.answers[name] = lambda _asked: answer

    def forget_cached_sessions(self) -> None:
        """As if two seconds had passed."""
        self.gateway.sessions._cache.clear()

    def pass_time(self, delta: timedelta) -> None:
        """Move wall time, by which sessions live."""
        self.wall.advance(delta)
        self.forget_cached_sessions()

    def _build(self) -> Gateway:
        secrets = SessionSecrets(self.settings.session_key_bytes)
        services = Services(
            self.link,
            lambda actor, at, reference: sign_actor(KEY, "gateway", actor, at, reference),
        )
        sessions = SessionStore(self.rows, secrets, self.wall.now)
        news = RoleNews(self.wall.now)
        doorkeeper = Doorkeeper(
            sessions,
            secrets,
            services,
            self.wall.now,
            cookie_name=self.settings.cookie_name,
            public_origin=self.settings.public_origin,
            news=news,
        )
        return Gateway(
            settings=self.settings,
            clock=self.clock,
            link=self.link,
            services=services,
            secrets=secrets,
            sessions=sessions,
            doorkeeper=doorkeeper,
            news=news,
            close=_nothing,
        )

    def _sign_in(self, asked: Asked) -> Answer:
        person = self.people.get(asked.data["login"])
        if person is None or asked.data["password"] != PASSWORD:
            return SignInFailedError()
        return person.identity()

    def _read_identity(self, asked: Asked) -> Answer:
        for person in self.people.values():
            if str(person.person_id) == asked.data["person_id"]:
                return person.identity()
        return NotFoundError()


async def _nothing() -> None:
    return


def run(story: Coroutine[Any, Any, None]) -> None:
    """Run an asynchronous test."""
    asyncio.run(story)
