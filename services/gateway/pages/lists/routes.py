"""Pages of paper, lists and seats."""

from __future__ import annotations

from services.contracts.vocabulary import Role
from services.gateway.access import staff
from services.gateway.pages.core.page import PageRoute
from services.gateway.pages.lists import (
    adding,
    arrivals,
    building,
    ledger,
    list_returns,
    packages,
    paper,
    receiving,
    region,
    reserve,
    rows,
    sending,
)
from services.gateway.pages.lists.places import FINAL_ROLES, REGION_ROLES

FINAL = staff(*FINAL_ROLES)
OFFICER = staff(Role.FINAL_OFFICER)
LEADER = staff(Role.FINAL_LEADER)
REGION = staff(*REGION_ROLES)
RECEIVERS = staff(Role.REGION_OFFICER_INLAND, Role.REGION_OFFICER_IN_REGION)
LEDGER_READERS = staff(*FINAL_ROLES, *REGION_ROLES, Role.AUDITOR)

_DESK = "/desk/{organisation_id}"
_PAPER = f"{_DESK}/paper"
_FORM = f"{_PAPER}/{{verify_code}}"
_LISTS = f"{_DESK}/lists"
_LIST = f"{_LISTS}/{{seat_kind}}"
_PACKAGES = f"{_DESK}/packages"
_PACKAGE = f"{_PACKAGES}/{{package_id}}"
_RECEIVED = "/region/{organisation_id}/packages"
_LIST_RETURN = "/region/{organisation_id}/lists/{list_id}/return"
_REMOVAL = f"{_LIST}/rows/{{application_id}}/removal"

ROUTES: tuple[PageRoute, ...] = (
    PageRoute("GET", _PAPER, paper.scan, FINAL),
    PageRoute("POST", _PAPER, paper.find, FINAL),
    PageRoute("GET", _FORM, paper.look, FINAL),
    PageRoute("POST", _FORM, paper.confirm, OFFICER),
    PageRoute("GET", f"{_FORM}/arrival", arrivals.ask, OFFICER),
    PageRoute("POST", f"{_FORM}/arrival", arrivals.register, OFFICER),
    PageRoute("GET", _LISTS, building.overview, FINAL),
    PageRoute("GET", _LIST, building.one_list, FINAL),
    PageRoute("GET", f"{_LIST}/live", building.live, FINAL),
    PageRoute("POST", f"{_LIST}/nominations", building.nominate, OFFICER),
    PageRoute("POST", f"{_LIST}/selection", adding.preview, OFFICER),
    PageRoute("GET", f"{_LIST}/selection", adding.outcome, FINAL),
    PageRoute("POST", f"{_LIST}/selection/confirmed", adding.confirm, OFFICER),
    PageRoute("GET", _REMOVAL, rows.ask_removal, OFFICER),
    PageRoute("POST", _REMOVAL, rows.remove, OFFICER),
    PageRoute("GET", f"{_LIST}/reserve/{{application_id}}", reserve.ask, OFFICER),
    PageRoute("POST", f"{_LIST}/reserve/{{application_id}}", reserve.place, OFFICER),
    PageRoute("GET", f"{_LIST}/order", rows.ask_order, OFFICER),
    PageRoute("POST", f"{_LIST}/order", rows.order, OFFICER),
    PageRoute("GET", f"{_LIST}/freezing", sending.ask_freezing, OFFICER),
    PageRoute("POST", f"{_LIST}/freezing", sending.freeze, OFFICER),
    PageRoute("GET", f"{_LIST}/submission", sending.ask_submission, FINAL),
    PageRoute("POST", f"{_LIST}/submission", sending.submit, LEADER),
    PageRoute("GET", f"{_LIST}/receipts/{{version_no}}", sending.receipt, FINAL),
    PageRoute("GET", _PACKAGES, packages.overview, FINAL),
    PageRoute("GET", f"{_DESK}/packing/{{track}}", packages.ask_packing, OFFICER),
    PageRoute("POST", f"{_DESK}/packing/{{track}}", packages.pack, OFFICER),
    PageRoute("GET", _PACKAGE, packages.one, FINAL),
    PageRoute("POST", _PACKAGE, packages.dispatch, OFFICER),
    PageRoute("GET", f"{_PACKAGE}/sheet", packages.sheet, FINAL),
    PageRoute("GET", _RECEIVED, receiving.received, REGION),
    PageRoute("GET", f"{_RECEIVED}/{{package_id}}", receiving.one, REGION),
    PageRoute("POST", f"{_RECEIVED}/{{package_id}}", receiving.register, RECEIVERS),
    PageRoute("GET", "/region/{organisation_id}/lists", region.received, REGION),
    PageRoute("GET", "/region/{organisation_id}/lists/{list_id}", region.one, REGION),
    PageRoute("GET", _LIST_RETURN, list_returns.ask, RECEIVERS),
    PageRoute("POST", _LIST_RETURN, list_returns.send_back, RECEIVERS),
    PageRoute("GET", "/seats/{year}/{plan_row_id}/{seat_kind}", ledger.ledger, LEDGER_READERS),
)
