"""Every page of the table with an address that shows it, found as people find them: by links.

A page that nobody reaches from the links is tried with ids of the town. What is still not found
fails the run, unless the table below says why: so no page is forgotten.
"""

from __future__ import annotations

import html
import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice, product
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx

from bench.town import Town
from services.contracts.vocabulary import Role
from services.gateway.pages.core.page import PageRoute
from services.gateway.pages.table import PAGE_ROUTES

NOT_PAGES: Mapping[str, str] = {
    "/applications/{application_id}/scans/{scan_id}/pictures": "answers a script",
    "/applications/{application_id}/data/file": "is a file",
    "/exports/{export_id}/file": "leads to the store",
    "/now": "answers a script",
    "/plan": "leads to the plan of the newest cycle",
    "/progress": "leads to the numbers of the newest cycle",
    "/years/{year}": "leads back, in another year",
    "/scans/{scan_id}/original": "leads to the store",
}
"""GET routes that show nothing of their own."""

QUERIES = {"/desk/{organisation_id}/lists/{seat_kind}/selection": "?asked={application_id}"}
"""What a page must be told that no link leads to."""

OK = 200
DEEP = 2_500
"""So many addresses are looked at for one visitor at most."""
TRIES = 40
_LINK = re.compile(r'href="(/[^"#]*)')
_ASSET = re.compile(r'(?:href|src)="(/assets/[^"]+)"')
_PAGES = re.compile(r"第(\d+)页，共(\d+)页")


@dataclass(frozen=True)
class Found:
    """One page as somebody sees it."""

    template: str
    path: str
    cookie: str
    pages: int
    assets: frozenset[str]


@dataclass
class Visitor:
    """Somebody with a session, and what they have seen."""

    what: str
    client: httpx.Client
    seen: set[str] = field(default_factory=set)

    @property
    def cookie(self) -> str:
        """The session."""
        return self.client.cookies.get("tepei_session") or ""

    def open(self, path: str) -> str | None:
        """The page as HTML, or nothing where there is none for this visitor."""
        answer = self.client.get(path, headers={"accept": "text/html"})
        is_page = answer.headers.get("content-type", "").startswith("text/html")
        return answer.text if answer.status_code == OK and is_page else None


def visitors(town: Town) -> list[Visitor]:
    """One of each kind, signed in; the last is nobody."""
    found = []
    for what, (login, password) in town.logins.items():
        client = httpx.Client(base_url=town.base_url, timeout=20)
        answer = client.post("/api/v1/session", json={"login": login, "password": password})
        answer.raise_for_status()
        found.append(Visitor(what, client))
    return [*found, Visitor("nobody", httpx.Client(base_url=town.base_url, timeout=20))]


def find(town: Town, people: list[Visitor]) -> tuple[list[Found], list[str]]:
    """Every page once, and the hundredth page of those that have so many; and what is missing."""
    search = _Search()
    for person in people:
        search.follow_links(person)
    for person in people:
        search.try_ids(person, town)
    missing = [route.path for route in search.routes if route.path not in search.found]
    return [*search.found.values(), *_later(search.found.values())], missing


def _later(found: Iterable[Found]) -> Iterator[Found]:
    """The hundredth page, or the last of a list that is shorter."""
    for one in found:
        if one.pages > 1:
            parts = urlsplit(one.path)
            query = {**{k: v[-1] for k, v in parse_qs(parts.query).items()}}
            query["p"] = str(min(100, one.pages))
            path = f"{parts.path}?{urlencode(query)}"
            yield Found(one.template, path, one.cookie, 1, one.assets)


class _Search:
    """What is found so far."""

    def __init__(self) -> None:
        self.routes = [r for r in PAGE_ROUTES if r.method == "GET" and r.path not in NOT_PAGES]
        self._patterns = [(_pattern(route.path), route) for route in self.routes]
        self.found: dict[str, Found] = {}
        self._ids: dict[str, set[str]] = {}

    def follow_links(self, person: Visitor) -> None:
        """From the home page on; each kind of page is opened a few times only."""
        opened: dict[str, int] = {}
        queue = deque(["/", "/workplaces", "/account", "/applications"])
        while queue and len(person.seen) < DEEP:
            path = queue.popleft()
            route = self._route(path)
            if path in person.seen or route is None or opened.get(route.path, 0) >= 3:  # noqa: PLR2004 -- a few
                continue
            person.seen.add(path)
            opened[route.path] = opened.get(route.path, 0) + 1
            text = person.open(path)
            if text is not None:
                self._note(route, path, person, text)
                queue.extend(html.unescape(link) for link in _LINK.findall(text))

    def try_ids(self, person: Visitor, town: Town) -> None:
        """Pages that no link led to, with ids of addresses seen so far, their own ones first."""
        models = [str(me.application_id) for me in town.models.values()]
        for name, values in {**town.ids, "application_id": models}.items():
            self._ids.setdefault(name, set()).update(values)
        seen = {part for path in person.seen for part in urlsplit(path).path.split("/")}
        for route in self.routes:
            if route.path in self.found or not _may(person, route):
                continue
            address = route.path + QUERIES.get(route.path, "")
            names = re.findall(r"\{(\w+)\}", address)
            ids = [self._ids.get(name, {"1"}) for name in names]
            choices = [sorted(those, key=lambda one: (one not in seen, one)) for those in ids]
            for chosen in islice(product(*choices), TRIES):
                path = address.format(**dict(zip(names, chosen, strict=True)))
                text = person.open(path)
                if text is not None:
                    self._note(route, path, person, text)
                    break

    def _route(self, path: str) -> PageRoute | None:
        plain = urlsplit(path).path
        for pattern, route in self._patterns:
            if pattern.fullmatch(plain):
                return route
        return None

    def _note(self, route: PageRoute, path: str, person: Visitor, text: str) -> None:
        """Keep the page; of two with one address form the one with more pages."""
        match = _pattern(route.path).fullmatch(urlsplit(path).path)
        for name, value in (match.groupdict() if match else {}).items():
            self._ids.setdefault(name, set()).add(value)
        counted = _PAGES.search(text)
        pages = int(counted[2]) if counted else 1
        known = self.found.get(route.path)
        if known is None or pages > known.pages:
            assets = frozenset(_ASSET.findall(text))
            self.found[route.path] = Found(route.path, path, person.cookie, pages, assets)


def _pattern(template: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[^/]+)", re.escape(template)))


def _may(person: Visitor, route: PageRoute) -> bool:
    """Whether the gate would let this kind of visitor in."""
    if route.access.anonymous:
        return person.what == "nobody"
    if person.what == "nobody":
        return False
    return not route.access.roles or any(
        role.value == person.what for role in Role if role in route.access.roles
    )
