"""Pages of giving up."""

from __future__ import annotations

from services.contracts.vocabulary import Role
from services.gateway.access import SIGNED_IN, staff
from services.gateway.pages.core.page import PageRoute
from services.gateway.pages.give_ups import asking, region
from services.gateway.pages.lists.places import REGION_ROLES

HR = staff(Role.UNIT_HR)
REGION = staff(*REGION_ROLES)
OFFICE = staff(Role.REGION_OFFICER_INLAND, Role.REGION_OFFICER_IN_REGION)
LEADER = staff(Role.REGION_LEADER)

_OWN = "/applications/{application_id}/giving-up"
_UNIT = "/desk/{organisation_id}/files/{application_id}/giving-up"
_DESK = "/region/{organisation_id}/giving-up"
_ONE = f"{_DESK}/{{application_id}}"

ROUTES: tuple[PageRoute, ...] = (
    PageRoute("GET", _OWN, asking.own, SIGNED_IN),
    PageRoute("POST", _OWN, asking.ask_own, SIGNED_IN),
    PageRoute("GET", f"{_OWN}/statement", asking.statement, SIGNED_IN),
    PageRoute("POST", f"{_OWN}/statement", asking.state, SIGNED_IN),
    PageRoute("GET", _UNIT, asking.of_unit, HR),
    PageRoute("POST", _UNIT, asking.ask_of_unit, HR),
    PageRoute("GET", _DESK, region.desk, REGION),
    PageRoute("GET", _ONE, region.one, REGION),
    PageRoute("POST", f"{_ONE}/proposal", region.propose, OFFICE),
    PageRoute("POST", f"{_ONE}/decision", region.decide, LEADER),
)
