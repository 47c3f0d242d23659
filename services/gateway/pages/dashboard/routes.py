"""Pages of the dashboard and of exports."""

from __future__ import annotations

from services.gateway.access import staff
from services.gateway.pages.core.navigation import DESK_ROLES
from services.gateway.pages.core.page import PageRoute
from services.gateway.pages.dashboard import exports, progress

_DESK = staff(*DESK_ROLES)
_PLACE = "/desk/{organisation_id}"

ROUTES: tuple[PageRoute, ...] = (
    PageRoute("GET", f"{_PLACE}/progress", progress.progress, _DESK),
    PageRoute("GET", f"{_PLACE}/progress/plan", progress.plan, _DESK),
    PageRoute("POST", f"{_PLACE}/exports", exports.ask, _DESK),
    PageRoute("GET", "/exports", exports.mine, _DESK),
    PageRoute("GET", "/exports/{export_id}", exports.one, _DESK),
    PageRoute("GET", "/exports/{export_id}/file", exports.file, _DESK),
)
