"""Pages of the three administrators and of the helpline (`domain` §7.4)."""

from __future__ import annotations

from services.contracts.vocabulary import Role
from services.gateway.access import staff
from services.gateway.pages.admin import (
    audit,
    edits,
    fairness,
    helpline,
    imports,
    organisations,
    people,
    roles,
    tokens,
)
from services.gateway.pages.core.page import PageRoute

_SYSTEM = staff(Role.SYSTEM_ADMIN)
_SECURITY = staff(Role.SECURITY_ADMIN)
_PEOPLE = staff(Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN)
_READERS = staff(Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR)
_TRAIL = staff(Role.SECURITY_ADMIN, Role.AUDITOR)
_AUDITOR = staff(Role.AUDITOR)
_HELPLINE = staff(Role.HELPLINE)

_ORGANISATION = "/admin/organisations/{organisation_id}"
_PERSON = "/admin/people/{person_id}"

ROUTES: tuple[PageRoute, ...] = (
    PageRoute("GET", "/admin/organisations", organisations.listed, _READERS),
    PageRoute("GET", "/admin/organisations/import", imports.ask, _SYSTEM),
    PageRoute(
        "POST",
        "/admin/organisations/import",
        imports.look,
        _SYSTEM,
        body_bytes=imports.UPLOAD_BYTES,
    ),
    PageRoute(
        "POST",
        "/admin/organisations/import/confirmed",
        imports.store,
        _SYSTEM,
        body_bytes=imports.CARRIED_BYTES,
    ),
    PageRoute("GET", _ORGANISATION, organisations.one, _READERS),
    PageRoute("GET", f"{_ORGANISATION}/edit", edits.ask, _SYSTEM),
    PageRoute("POST", f"{_ORGANISATION}/edit", edits.edit, _SYSTEM),
    PageRoute("POST", f"{_ORGANISATION}/changes/{{change_id}}", edits.cancel, _SYSTEM),
    PageRoute("GET", "/admin/people", people.listed, _PEOPLE),
    PageRoute("POST", "/admin/people", people.search, _PEOPLE),
    PageRoute("GET", "/admin/people/new", people.ask, _SYSTEM),
    PageRoute("POST", "/admin/people/new", people.create, _SYSTEM),
    PageRoute("GET", _PERSON, roles.person, _PEOPLE),
    PageRoute("POST", f"{_PERSON}/roles", roles.grant, _SECURITY),
    PageRoute("GET", f"{_PERSON}/roles/{{grant_id}}", roles.ask_revoke, _SECURITY),
    PageRoute("POST", f"{_PERSON}/roles/{{grant_id}}", roles.revoke, _SECURITY),
    PageRoute("GET", "/admin/tokens", tokens.listed, _TRAIL),
    PageRoute("GET", "/admin/tokens/new", tokens.ask, _SECURITY),
    PageRoute("POST", "/admin/tokens/new", tokens.issue, _SECURITY),
    PageRoute("GET", "/admin/tokens/{client_id}/end", tokens.ask_end, _SECURITY),
    PageRoute("POST", "/admin/tokens/{client_id}/end", tokens.end, _SECURITY),
    PageRoute("GET", "/admin/fairness", fairness.report, _AUDITOR),
    PageRoute("POST", "/admin/fairness", fairness.make, _AUDITOR),
    PageRoute("GET", "/audit", audit.overview, _TRAIL),
    PageRoute("GET", "/audit/{service}", audit.trail, _TRAIL),
    PageRoute("POST", "/audit/{service}/check", audit.check, _AUDITOR),
    PageRoute("GET", "/helpline", helpline.ask, _HELPLINE),
    PageRoute("POST", "/helpline", helpline.answer, _HELPLINE),
)
