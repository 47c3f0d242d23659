"""Every route stands in a list of `access/` with who gets past the gate; each kind is tried.

`api.csv` holds the API, the other lists hold the pages, one list an area.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote
from uuid import uuid4

import httpx
import pytest
from starlette.routing import Route

from services.contracts.actors import ANONYMOUS, Actor, ActorKind, RoleGrant
from services.contracts.errors import ForbiddenError, TepeiError, UnauthenticatedError
from services.contracts.vocabulary import Role
from services.gateway.access import Access
from services.gateway.front.health import alive
from services.gateway.pages.table import PAGE_ROUTES
from services.gateway.routes.hand_made import HAND_MADE
from services.gateway.routes.route import PREFIX
from services.gateway.routes.table import API_ROUTES
from tests.unit.gateway.fakes import ORGANISATION, House, run

SCOPES = (
    "plan:read",
    "seats:read",
    "organisations:read",
    "applications:read",
    "review:read",
    "documents:read",
)


@dataclass(frozen=True)
class Row:
    """One line of the table people decided on."""

    path: str
    method: str
    open_to: str
    client_scope: str
    roles: frozenset[str]


def table() -> dict[tuple[str, str], Row]:
    rows = [
        Row(path, method, open_to, scope, frozenset(roles.split()))
        for name in sorted(Path(__file__).with_name("access").glob("*.csv"))
        for path, method, open_to, scope, roles in lines_of(name)
    ]
    by_route = {(row.path, row.method): row for row in rows}
    assert len(by_route) == len(rows), "a route stands in two lists"
    return by_route


def lines_of(name: Path) -> list[list[str]]:
    with name.open(encoding="utf-8") as file:
        return list(csv.reader(file))[1:]


TABLE = table()
ACCESS: dict[tuple[str, str], Access] = {
    **{(route.template, route.method): route.access for route in API_ROUTES},
    **{(row.template, row.method): row.access for row in HAND_MADE},
    **{(page.path, page.method): page.access for page in PAGE_ROUTES},
}


def person(*roles: Role) -> Actor:
    return Actor(
        kind=ActorKind.PERSON,
        person_id=uuid4(),
        roles=tuple(RoleGrant(role=role, organisation_id=ORGANISATION) for role in roles),
    )


def client(*scopes: str) -> Actor:
    return Actor(kind=ActorKind.CLIENT, client_id=uuid4(), scopes=scopes)


def refusal(access: Access, actor: Actor) -> type[TepeiError] | None:
    try:
        access.check(actor)
    except TepeiError as error:
        return type(error)
    return None


def test_the_application_has_exactly_the_routes_of_the_table() -> None:
    served = {
        (route.path, method)
        for route in House().app.routes
        if isinstance(route, Route)
        for method in (route.methods or set()) - {"HEAD"}
    }
    assert served == TABLE.keys()


def test_a_route_without_an_entry_is_noticed() -> None:
    house = House()
    house.app.add_route("/api/v1/new", alive, methods=["GET"])
    served = {route.path for route in house.app.routes if isinstance(route, Route)}
    assert served - {path for path, _ in TABLE} == {"/api/v1/new"}


@pytest.mark.parametrize("key", sorted(TABLE), ids=lambda key: f"{key[1]} {key[0]}")
def test_the_gate_lets_in_exactly_whom_the_table_names(key: tuple[str, str]) -> None:
    row, access = TABLE[key], ACCESS[key]
    is_open = row.open_to == "anonymous"
    assert refusal(access, ANONYMOUS) is (None if is_open else UnauthenticatedError)
    for role in Role:
        allowed = is_open or not row.roles or role in row.roles
        assert refusal(access, person(role)) is (None if allowed else ForbiddenError), role
    assert refusal(access, person()) is (ForbiddenError if row.roles else None)
    for scope in SCOPES:
        allowed = is_open or scope == row.client_scope
        assert refusal(access, client(scope)) is (None if allowed else ForbiddenError), scope


def test_client_systems_never_write() -> None:
    writes = [row for row in TABLE.values() if row.method != "GET" and row.client_scope]
    assert writes == []


def is_page(row: Row) -> bool:
    return not row.path.startswith(f"{PREFIX}/")


def beyond_the_frame(house: House) -> list[str]:
    """What services were asked, but for the cycle that every page names."""
    return [asked.name for asked in house.link.asked if asked.name != "quotas.list_cycles"]


async def assert_asked_to_sign_in(nobody: httpx.AsyncClient, row: Row, path: str) -> None:
    """A page leads to the sign-in page; a form is kept there."""
    if row.method == "GET":
        answer = await nobody.get(path)
        assert (answer.status_code, answer.headers["location"]) == (
            303,
            f"/sign-in?next={quote(path, safe='')}",
        )
        return
    answer = await nobody.post(path, data={"note": "样例文字"})
    assert answer.status_code == 401
    assert "样例文字" in answer.text
    assert 'name="password"' in answer.text


def test_every_guarded_route_answers_401_to_nobody_and_asks_no_service() -> None:
    async def story() -> None:
        house = House()
        async with house.client() as nobody:
            for row in TABLE.values():
                if row.open_to != "anonymous":
                    path = re.sub(r"\{\w+\}", str(uuid4()), row.path)
                    if is_page(row):
                        await assert_asked_to_sign_in(nobody, row, path)
                        continue
                    answer = await nobody.request(row.method, path, json={})
                    assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")
        assert beyond_the_frame(house) == []

    run(story())


def test_a_route_of_roles_answers_403_to_an_applicant_and_asks_no_service() -> None:
    async def story() -> None:
        house = House()
        applicant = await house.signed_in("applicant")
        house.link.asked.clear()
        for row in TABLE.values():
            if row.roles:
                path = re.sub(r"\{\w+\}", str(uuid4()), row.path)
                answer = await applicant.request(row.method, path, content=b"")
                assert answer.status_code == 403
                if not is_page(row):
                    assert answer.json()["code"] == "forbidden"
        assert beyond_the_frame(house) == []

    run(story())
