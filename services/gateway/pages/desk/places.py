"""Addresses of the desk's pages, who works there, and what the path names."""

from __future__ import annotations

from uuid import UUID

from services.contracts.errors import InvalidRequestError
from services.contracts.requests.quotas import CycleView
from services.contracts.vocabulary import Role
from services.gateway.pages.core.forms import Form
from services.gateway.pages.core.navigation import DESK_ROLES
from services.gateway.pages.core.page import Page

HANDLERS = (Role.UNIT_HR, Role.MID_OFFICER, Role.FINAL_OFFICER)
RETURNERS = (*HANDLERS, Role.REGION_OFFICER_INLAND, Role.REGION_OFFICER_IN_REGION)
"""Who returns a file or proposes to refuse it: also the region's officers."""
PAPER_ROLES = (Role.FINAL_OFFICER, Role.FINAL_LEADER)
UNPROCESSABLE = 422
CONFLICT = 409


def desk_of(page: Page, *roles: Role) -> UUID:
    """The organisation of the path, where the visitor works.

    Raises:
        NotFoundError: they do not, or not with such a role.
    """
    organisation_id = page.uuid("organisation_id")
    page.workplace(organisation_id, *(roles or DESK_ROLES))
    return organisation_id


def holds_here(page: Page, *roles: Role) -> bool:
    """Whether the visitor holds one of the roles in the organisation of the path."""
    organisation_id = page.uuid("organisation_id")
    return any(
        view.role in roles and view.organisation_id == organisation_id for view in page.me.roles
    )


def desk_name(page: Page) -> str:
    """The name of the organisation of the path."""
    return page.workplace(page.uuid("organisation_id"))[0].organisation_name


def desk_at(organisation_id: UUID) -> str:
    """The work queue."""
    return f"/desk/{organisation_id}"


def file_at(page: Page) -> str:
    """The file of the path."""
    return f"{desk_at(page.uuid('organisation_id'))}/files/{page.uuid('application_id')}"


def seen_version(form: Form) -> int:
    """The version of the file on the page the visitor decided on.

    Raises:
        InvalidRequestError: the form names none.
    """
    text = form["version"]
    if not (text.isascii() and text.isdigit()):
        raise InvalidRequestError
    return max(int(text[:9]), 1)


def cycle_id_of(cycle: CycleView | None) -> UUID | None:
    """The cycle whose files are shown; all of them while none is open."""
    return None if cycle is None else cycle.cycle_id
