"""One visit to one page: what a handler reads from the request and answers with.

A handler is `async def name(page: Page) -> Response`. It reads the path, the query or the form,
asks the services in the visitor's name, and renders or redirects. Errors of the services pass
through it and become an error page unless the form can show them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar, overload
from uuid import UUID, uuid4

from starlette.requests import Request as HttpRequest
from starlette.responses import Response

from services.contracts.errors import NotFoundError, TepeiError, UnauthenticatedError
from services.contracts.requests.accounts import Identity, RoleView
from services.contracts.requests.base import Answer, Request
from services.contracts.vocabulary import Role
from services.gateway.access import Access
from services.gateway.pages.core import flash
from services.gateway.pages.core.forms import FORM_BYTES, Form
from services.gateway.pages.core.responses import html_response, redirect_response
from services.gateway.pages.core.templates import render
from services.gateway.pages.core.year import COOKIE, chosen
from services.gateway.visit import Visit

if TYPE_CHECKING:
    from services.contracts.requests.quotas import CycleView
    from services.gateway.gateway import Gateway

A = TypeVar("A", bound=Answer)
B = TypeVar("B")
C = TypeVar("C")
D = TypeVar("D")

Handler = Callable[["Page"], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class PageRoute:
    """One page or form target: who may come, and what answers."""

    method: str
    path: str
    handler: Handler
    access: Access
    body_bytes: int = FORM_BYTES


@dataclass(frozen=True)
class PageFinding:
    """One thing to correct, as the summary above the form shows it."""

    field: str
    text: str


class Page:
    """Everything a handler may need."""

    def __init__(
        self,
        http: HttpRequest,
        gateway: Gateway,
        visit: Visit,
        form: Form | None = None,
        cycles: Sequence[CycleView] = (),
    ) -> None:
        self.http = http
        self.gateway = gateway
        self.visit = visit
        self.cycles = cycles
        self.cycle = chosen(cycles, http.cookies.get(COOKIE), visit.arrived_at)
        self._form = form

    # --- who and when ---------------------------------------------------------------------------

    @property
    def now(self) -> datetime:
        """Business time when the request arrived."""
        return self.visit.arrived_at

    @property
    def person(self) -> Identity | None:
        """Who is signed in."""
        return None if self.visit.session is None else self.visit.session.identity

    @property
    def me(self) -> Identity:
        """Who is signed in, on a page that needs it.

        Raises:
            UnauthenticatedError: nobody is.
        """
        if self.person is None:
            raise UnauthenticatedError
        return self.person

    def holds(self, *roles: Role) -> bool:
        """Whether the person holds one of the roles anywhere."""
        return self.person is not None and any(view.role in roles for view in self.person.roles)

    def workplace(self, organisation_id: UUID, *roles: Role) -> tuple[RoleView, ...]:
        """The person's roles in an organisation, only those named if any are.

        Raises:
            NotFoundError: they hold none there.
        """
        held = tuple(
            view
            for view in self.me.roles
            if view.organisation_id == organisation_id and (not roles or view.role in roles)
        )
        if not held:
            raise NotFoundError
        return held

    # --- what was asked -------------------------------------------------------------------------

    @property
    def path(self) -> Mapping[str, str]:
        """Values of the placeholders of the route."""
        return self.http.path_params

    def uuid(self, name: str) -> UUID:
        """An id of the path.

        Raises:
            NotFoundError: it is none.
        """
        try:
            return UUID(self.path[name])
        except ValueError:
            raise NotFoundError from None

    @cached_property
    def query(self) -> dict[str, str]:
        """The query; of a name that is repeated, the last value. Empty values are left out."""
        return {k: v for k, v in self.http.query_params.items() if v and "\x00" not in v}

    def number(self, name: str, default: int = 1, *, most: int = 100_000) -> int:
        """A whole number from 1 of the query; anything else is the default."""
        text = self.query.get(name, "")
        if not (text.isascii() and text.isdigit()):
            return default
        return min(max(int(text[:9]), 1), most)

    async def form(self) -> Form:
        """What was posted; the forgery check is behind it."""
        return self._form or Form()

    @property
    def posted(self) -> Form | None:
        """What was posted, if this is a POST."""
        return self._form

    @property
    def is_htmx(self) -> bool:
        """Whether a part of a page is wanted."""
        return self.http.headers.get("hx-request") == "true"

    # --- asking ---------------------------------------------------------------------------------

    async def ask(
        self,
        request: Request,
        answer: type[A],
        *,
        part: str = "",
        seconds: float | None = None,
    ) -> A:
        """Put a request to its service in the visitor's name.

        A form is one deed, however often it is sent: its key becomes the idempotency key. A
        handler that writes more than once names the `part` of the deed.
        """
        visit = self.visit
        if request.writes:
            key = self._form.key if self._form is not None else uuid4().hex
            visit = replace(visit, idempotency_key=f"{key}:{part}" if part else key)
        return await self.gateway.services.ask(request, visit, answer, seconds=seconds)

    @overload
    async def together(self, first: Awaitable[B], second: Awaitable[C], /) -> tuple[B, C]: ...
    @overload
    async def together(
        self, first: Awaitable[B], second: Awaitable[C], third: Awaitable[D], /
    ) -> tuple[B, C, D]: ...
    async def together(self, *asked: Awaitable[Any]) -> tuple[Any, ...]:
        """Several answers for the time of the slowest."""
        return tuple(await asyncio.gather(*asked))

    # --- answering ------------------------------------------------------------------------------

    def render(self, template: str, /, *, status: int = 200, **context: Any) -> Response:
        """A page as HTML, with `page` in its context."""
        said = flash.read(self.http)
        text = render(template, page=self, said=said, **context)
        response = html_response(text, self.http, status)
        if said is not None:
            flash.forget(response, self.gateway.settings)
        return response

    def redirect(self, address: str, *, said: str | None = None, done: bool = True) -> Response:
        """Go on to another page after a deed, which shows the notice `said` once.

        Not `done`, the notice says why nothing was done.
        """
        response = redirect_response(address, self.http)
        if said is not None:
            flash.say(response, self.gateway.settings, flash.Said(said, done))
        return response

    @staticmethod
    def findings(error: TepeiError) -> list[PageFinding]:
        """What an error says, to be shown above a form and at its fields."""
        if not error.findings:
            return [PageFinding("", error.message)]
        return [PageFinding(finding.field, finding.message) for finding in error.findings]

    # --- what templates read --------------------------------------------------------------------

    @property
    def csrf(self) -> str:
        """The token of this session for a form, different on each page; empty without session."""
        session = self.visit.session
        return "" if session is None else self.gateway.secrets.masked_token(session.session_id)

    @property
    def key(self) -> str:
        """A fresh idempotency key: each form of a page is a deed of its own."""
        return uuid4().hex

    @property
    def here(self) -> str:
        """The path of this page."""
        return self.http.url.path

    @property
    def reference(self) -> str:
        """The number to tell the helpline."""
        return self.visit.correlation_id
