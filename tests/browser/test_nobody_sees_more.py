"""Every page and form target, tried by each role with things of somebody else."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from playwright.sync_api import APIRequestContext

from demo.stage import REGION
from services.contracts.vocabulary import Role
from services.gateway.pages.core.page import PageRoute
from services.gateway.pages.table import PAGE_ROUTES
from tests.browser.conftest import NewVisitor
from tests.support.backstage import Backstage

REFUSED = {403, 404}
NOT_DONE = {400, 403, 404, 409, 422}
"""A form target may look at the form first; it must do nothing and tell nothing."""
UNIT_ROLES = (Role.UNIT_HR, Role.UNIT_LEADER)
OTHERS = (
    Role.RE_REVIEWER,
    Role.HELPLINE,
    Role.SYSTEM_ADMIN,
    Role.SECURITY_ADMIN,
    Role.AUDITOR,
)
PLACEHOLDER = re.compile(r"\{(\w+)\}")

GUARDED = [route for route in PAGE_ROUTES if not route.access.anonymous]
NOBODYS = frozenset(
    {
        ("GET", "/account/unit/{organisation_id}"),
        ("POST", "/account/unit/{organisation_id}"),
        ("GET", "/admin/organisations/{organisation_id}"),
        ("GET", "/admin/organisations/{organisation_id}/edit"),
    }
)
"""The list of units is public: everybody may name theirs, and whoever keeps it opens each."""
ABOUT_SOMETHING = [
    route
    for route in GUARDED
    if PLACEHOLDER.search(route.path) and (route.method, route.path) not in NOBODYS
]


@pytest.fixture(scope="module")
def foreign(backstage: Backstage) -> dict[str, str]:
    """Ids of another line's unit and of an application there."""
    me = backstage.bring("UNIT_REVIEW", "C")
    final = next(node for node in me.part.unit["route"] if node["kind"] == "FINAL")
    return {
        "application_id": me.application_id,
        "organisation_id": final["organisation_id"],
        "version_no": "1",
        "section": "basic",
        "year": "2019",
        "seat_kind": "inland",
    }


def address(route: PageRoute, foreign: dict[str, str]) -> str:
    return PLACEHOLDER.sub(lambda found: foreign.get(found[1], str(uuid4())), route.path)


def tried(request: APIRequestContext, site: str, foreign: dict[str, str]) -> list[str]:
    """What was answered where it should have been refused."""
    token = request.get(f"{site}/api/v1/session").json()["csrf_token"]
    wrong = []
    for route in ABOUT_SOMETHING:
        where = site + address(route, foreign)
        if route.method == "GET":
            answer = request.get(where, max_redirects=0)
            allowed = REFUSED
        else:
            answer = request.post(where, form={"csrf": token}, max_redirects=0)
            allowed = NOT_DONE
        if answer.status not in allowed:
            wrong.append(f"{route.method} {route.path}: {answer.status}")
    return wrong


@pytest.mark.parametrize("role", [*UNIT_ROLES, *OTHERS])
def test_what_belongs_to_others_is_not_found(
    visitor: NewVisitor, backstage: Backstage, foreign: dict[str, str], role: Role
) -> None:
    code = backstage.unit("A1")["code"] if role in UNIT_ROLES else REGION
    person = visitor()
    person.sign_in(backstage.login(code, role))
    assert tried(person.context.request, person.site, foreign) == []


def test_an_applicant_finds_nothing_of_others_and_no_desk(
    visitor: NewVisitor, backstage: Backstage, foreign: dict[str, str]
) -> None:
    person = visitor()
    person.sign_in_applicant(backstage.arrived("A1").person.login)
    assert tried(person.context.request, person.site, foreign) == []
