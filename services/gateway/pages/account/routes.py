"""Pages of accounts, of those who confirm them, and of workplaces."""

from __future__ import annotations

from services.contracts.vocabulary import Role
from services.gateway.access import PUBLIC, SIGNED_IN, staff
from services.gateway.pages.account import (
    bureau,
    forgotten,
    home,
    people,
    registration,
    reset_desk,
    sign_up,
    unit,
    workplaces,
)
from services.gateway.pages.core.page import PageRoute

_HR = staff(Role.UNIT_HR)
_BUREAU = staff(*bureau.OFFICERS)
_ADMINISTRATORS = staff(Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR)
_UNIT = "/unit/{organisation_id}"
_BUREAU_UNIT = "/bureau/{organisation_id}/units/{registration_id}"

ROUTES: tuple[PageRoute, ...] = (
    PageRoute("GET", "/sign-up", sign_up.ask, PUBLIC),
    PageRoute("POST", "/sign-up", sign_up.sign_up, PUBLIC),
    PageRoute("GET", "/account", home.account, SIGNED_IN),
    PageRoute("GET", "/account/password", home.ask_password, SIGNED_IN),
    PageRoute("POST", "/account/password", home.change_password, SIGNED_IN),
    PageRoute("GET", "/account/sign-ins", home.sign_ins, SIGNED_IN),
    PageRoute("GET", "/account/unit", unit.choose, SIGNED_IN),
    PageRoute("GET", "/account/unit/{organisation_id}", unit.look, SIGNED_IN),
    PageRoute("POST", "/account/unit/{organisation_id}", unit.name_unit, SIGNED_IN),
    PageRoute("GET", "/account/unit-registration", registration.ask, SIGNED_IN),
    PageRoute("POST", "/account/unit-registration", registration.register, SIGNED_IN),
    PageRoute("GET", "/password/forgotten", forgotten.ask, PUBLIC),
    PageRoute("POST", "/password/forgotten", forgotten.ask_for_help, PUBLIC),
    PageRoute("GET", "/password/asked", forgotten.asked, PUBLIC),
    PageRoute("GET", "/password/reset", forgotten.show_reset, PUBLIC),
    PageRoute("POST", "/password/reset", forgotten.reset, PUBLIC),
    PageRoute("GET", "/workplaces", workplaces.workplaces, SIGNED_IN),
    PageRoute("GET", f"{_UNIT}/people", people.people, _HR),
    PageRoute("POST", f"{_UNIT}/bindings/{{binding_id}}", people.decide, _HR),
    PageRoute("GET", f"{_UNIT}/resets/{{reset_id}}", reset_desk.show, _HR),
    PageRoute("POST", f"{_UNIT}/resets/{{reset_id}}", reset_desk.issue, _HR),
    PageRoute("GET", "/resets", reset_desk.office, _ADMINISTRATORS),
    PageRoute("GET", "/resets/{reset_id}", reset_desk.show, _ADMINISTRATORS),
    PageRoute("POST", "/resets/{reset_id}", reset_desk.issue, _ADMINISTRATORS),
    PageRoute("GET", "/bureau/{organisation_id}/units", bureau.units, _BUREAU),
    PageRoute("GET", _BUREAU_UNIT, bureau.look, _BUREAU),
    PageRoute("POST", _BUREAU_UNIT, bureau.decide, _BUREAU),
)
