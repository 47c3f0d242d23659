"""Who a request comes from: a session cookie, a client token, or nobody.

Also the guard against forged writes: whoever comes with a cookie must show the session's CSRF
token with each write, and a browser that names another origin is refused whatever it shows.
"""

from __future__ import annotations

import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlsplit

from pydantic import SecretStr
from starlette.requests import Request as HttpRequest

from services.chassis.logs import get_logger
from services.contracts.actors import ANONYMOUS, Actor, ActorKind, RoleGrant
from services.contracts.errors import (
    InvalidRequestError,
    NotFoundError,
    TepeiError,
    UnauthenticatedError,
)
from services.contracts.requests.accounts import (
    ClientIdentity,
    Identity,
    ReadIdentity,
    VerifyClientToken,
)
from services.contracts.vocabulary import Role
from services.gateway import phrases
from services.gateway.errors import ForgeryRefusedError
from services.gateway.services import Services
from services.gateway.sessions.news import RoleNews
from services.gateway.sessions.secrets import SessionSecrets
from services.gateway.sessions.session import Session
from services.gateway.sessions.store import SessionStore
from services.gateway.visit import Visit

_log = get_logger(__name__)

CLIENT_TOKEN_CACHE_SECONDS = 10.0
CLIENT_TOKEN_CACHE_SIZE = 1_000
FILE_SCOPES = frozenset({"applications:read", "review:read", "documents:read"})
CLIENT_ROLES = (Role.UNIT_LEADER, Role.MID_OFFICER, Role.FINAL_LEADER)
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
CSRF_HEADER = "x-csrf-token"


class Doorkeeper:
    """Turns the credentials of a request into a visit."""

    def __init__(
        self,
        store: SessionStore,
        secrets: SessionSecrets,
        services: Services,
        real_now: Callable[[], datetime],
        *,
        cookie_name: str,
        public_origin: str,
        news: RoleNews,
    ) -> None:
        self._store = store
        self._secrets = secrets
        self._services = services
        self._now = real_now
        self._cookie = cookie_name
        self._origin = public_origin
        self._news = news
        self._clients: OrderedDict[bytes, tuple[float, Actor]] = OrderedDict()
        self._refreshing: set[str] = set()

    async def visit(self, http: HttpRequest, *, arrived_at: datetime, correlation_id: str) -> Visit:
        """The visit of a request, its credentials believed only after they were checked.

        Raises:
            UnauthenticatedError: a client token that is not valid; a dead cookie is simply nobody.
            InvalidRequestError: cookie and client token at once.
        """
        visit = Visit(ANONYMOUS, arrived_at, correlation_id)
        session_id = http.cookies.get(self._cookie)
        token = _bearer(http)
        if token is not None:
            if session_id is not None:
                raise InvalidRequestError(phrases.NO_CREDENTIALS_MIX)
            return Visit(await self._client(token, visit), arrived_at, correlation_id)
        if not session_id:
            return visit
        session = await self._session(session_id, visit)
        if session is None:
            return visit
        return Visit(session.actor, arrived_at, correlation_id, session=session)

    def check_origin(self, http: HttpRequest) -> None:
        """Refuse a write that a browser sends from a page of somebody else.

        Raises:
            ForgeryRefusedError: another origin, or a browser that says `cross-site`.
        """
        if http.method in SAFE_METHODS:
            return
        origin = http.headers.get("origin")
        own = {self._origin, f"{http.url.scheme}://{http.headers.get('host', '')}"}
        if origin is not None and origin not in own:
            raise ForgeryRefusedError(phrases.ORIGIN_REFUSED)
        if origin is None and http.headers.get("sec-fetch-site") == "cross-site":
            raise ForgeryRefusedError(phrases.ORIGIN_REFUSED)

    def check_forgery(self, http: HttpRequest, visit: Visit, posted: str = "") -> None:
        """Refuse a write with a session cookie but without the session's CSRF token.

        Args:
            http: The request, whose header may bring the token.
            visit: Whose session.
            posted: The token of a form.

        Raises:
            ForgeryRefusedError: the token is missing or is not this session's.
        """
        self.check_origin(http)
        if http.method in SAFE_METHODS or visit.session is None:
            return
        shown = posted or http.headers.get(CSRF_HEADER, "")
        if not self._secrets.csrf_matches(visit.session.session_id, shown):
            raise ForgeryRefusedError(phrases.CSRF_REFUSED)

    async def _session(self, session_id: str, visit: Visit) -> Session | None:
        session = await self._store.find(session_id)
        if session is None:
            return None
        outdated = self._news.outdates(session)
        if not outdated and not session.wants_identity(self._now()):
            return session
        if session_id in self._refreshing and not outdated:
            return session
        self._refreshing.add(session_id)
        try:
            return await self._refresh(session, visit)
        finally:
            self._refreshing.discard(session_id)

    async def _refresh(self, session: Session, visit: Visit) -> Session | None:
        """Ask accounts who this is today; while it cannot answer, bear the old answer a while.

        An answer of which accounts itself said that it is old is not borne.
        """
        asked_at = self._now()
        try:
            identity = await self._services.ask(
                ReadIdentity(person_id=session.person_id), visit.as_gateway(), Identity, seconds=2
            )
        except NotFoundError:
            _log.warning("session ended, accounts does not know the person")
            await self._store.end(session.session_id)
            return None
        except TepeiError as error:
            if self._news.outdates(session) or not session.identity_bearable(self._now()):
                raise
            _log.warning("identity not refreshed, accounts does not answer", code=error.code)
            return session
        return await self._store.renew_identity(session, identity, asked_at=asked_at)

    async def _client(self, token: str, visit: Visit) -> Actor:
        digest = hashlib.sha256(token.encode()).digest()
        known = self._clients.get(digest)
        if known is not None and time.monotonic() < known[0]:
            return known[1]
        request = VerifyClientToken(token=SecretStr(token))
        client = await self._services.ask(request, visit.as_gateway(), ClientIdentity, seconds=3)
        actor = client_actor(client)
        self._clients[digest] = (time.monotonic() + CLIENT_TOKEN_CACHE_SECONDS, actor)
        while len(self._clients) > CLIENT_TOKEN_CACHE_SIZE:
            self._clients.popitem(last=False)
        return actor


def client_actor(client: ClientIdentity) -> Actor:
    """The identity the gateway signs for a client system: its scopes, within its organisation.

    A client that may read files reads what its organisation reads, so it is given the roles that
    read there and only there. Roles of the region are never among them: services do not ask in
    which organisation somebody holds those.
    """
    reads_files = FILE_SCOPES.intersection(client.scopes)
    roles = CLIENT_ROLES if reads_files else ()
    return Actor(
        kind=ActorKind.CLIENT,
        client_id=client.client_id,
        name=client.name,
        roles=tuple(RoleGrant(role=r, organisation_id=client.organisation_id) for r in roles),
        scopes=client.scopes,
    )


def origin_of(url: str) -> str:
    """Scheme and authority of an address, as browsers write an origin."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _bearer(http: HttpRequest) -> str | None:
    header = http.headers.get("authorization")
    if header is None:
        return None
    scheme, _, token = header.partition(" ")
    if scheme.lower() != "bearer" or not token.strip() or len(token) > 100:  # noqa: PLR2004 -- the contract's limit
        raise UnauthenticatedError
    return token.strip()
