"""Pages of training."""

from __future__ import annotations

from services.gateway.access import SIGNED_IN, staff
from services.gateway.pages.core.navigation import DESK_ROLES
from services.gateway.pages.core.page import PageRoute
from services.gateway.pages.determination.places import OFFICERS
from services.gateway.pages.lists.places import REGION_ROLES
from services.gateway.pages.training import grouping, notices, planning

REGION = staff(*REGION_ROLES)
OFFICE = staff(*OFFICERS)
DESKS = staff(*DESK_ROLES)

_DESK = "/region/{organisation_id}/training"
_GROUP = f"{_DESK}/{{training_id}}"
_NOTICES = "/desk/{organisation_id}/notifications"
_OWN = "/applications/{application_id}/notification"

ROUTES: tuple[PageRoute, ...] = (
    PageRoute("GET", _DESK, grouping.overview, REGION),
    PageRoute("POST", _DESK, grouping.group, OFFICE),
    PageRoute("GET", _GROUP, planning.one, REGION),
    PageRoute("POST", _GROUP, planning.save, OFFICE),
    PageRoute("GET", f"{_GROUP}/notification", planning.ask_notice, OFFICE),
    PageRoute("POST", f"{_GROUP}/notification", planning.notify, OFFICE),
    PageRoute("POST", f"{_GROUP}/register", planning.register, OFFICE),
    PageRoute("GET", _NOTICES, notices.of_unit, DESKS),
    PageRoute("POST", f"{_NOTICES}/{{application_id}}", notices.read_by_unit, DESKS),
    PageRoute("GET", _OWN, notices.own, SIGNED_IN),
    PageRoute("POST", _OWN, notices.read_by_applicant, SIGNED_IN),
)
