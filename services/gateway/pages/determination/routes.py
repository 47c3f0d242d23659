"""Pages of determination."""

from __future__ import annotations

from services.contracts.vocabulary import Role
from services.gateway.access import staff
from services.gateway.pages.core.page import PageRoute
from services.gateway.pages.determination import deciding, desk, ministry, proposing
from services.gateway.pages.determination.places import OFFICERS
from services.gateway.pages.lists.places import REGION_ROLES

REGION = staff(*REGION_ROLES)
OFFICE = staff(*OFFICERS)
INLAND = staff(Role.REGION_OFFICER_INLAND)
LEADER = staff(Role.REGION_LEADER)

_DESK = "/region/{organisation_id}/determination"
_ONE = f"{_DESK}/{{determination_id}}"

ROUTES: tuple[PageRoute, ...] = (
    PageRoute("GET", _DESK, desk.overview, REGION),
    PageRoute("POST", f"{_DESK}/withdrawals/{{application_id}}", desk.receive, OFFICE),
    PageRoute("GET", f"{_DESK}/proposal", proposing.ask, OFFICE),
    PageRoute("POST", f"{_DESK}/proposal", proposing.propose, OFFICE),
    PageRoute("GET", f"{_DESK}/ministry", ministry.ask, INLAND),
    PageRoute("POST", f"{_DESK}/ministry", ministry.record, INLAND),
    PageRoute("GET", _ONE, deciding.one, REGION),
    PageRoute("POST", _ONE, deciding.decide, LEADER),
)
