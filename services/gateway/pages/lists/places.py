"""Addresses of the pages of lists, and what their paths hold."""

from __future__ import annotations

from uuid import UUID

from services.contracts.errors import NotFoundError
from services.contracts.requests.quotas import CycleView
from services.contracts.vocabulary import Role, SeatKind
from services.gateway.pages.core.page import Page

FINAL_ROLES = (Role.FINAL_OFFICER, Role.FINAL_LEADER)
REGION_ROLES = (
    Role.REGION_OFFICER_INLAND,
    Role.REGION_OFFICER_IN_REGION,
    Role.REGION_LEADER,
)
_KINDS = {kind.value.lower(): kind for kind in SeatKind}


def word_of(kind: SeatKind) -> str:
    """A seat kind as it stands in addresses."""
    return kind.value.lower()


def kind_of(page: Page) -> SeatKind:
    """The seat kind of the path.

    Raises:
        NotFoundError: there is none of that name.
    """
    if page.path["seat_kind"] not in _KINDS:
        raise NotFoundError
    return _KINDS[page.path["seat_kind"]]


def final_unit(page: Page) -> UUID:
    """The final reviewing unit of the path, where the visitor works.

    Raises:
        NotFoundError: they do not.
    """
    organisation_id = page.uuid("organisation_id")
    page.workplace(organisation_id, *FINAL_ROLES)
    return organisation_id


def cycle_of(page: Page) -> CycleView:
    """The cycle whose lists are shown.

    Raises:
        NotFoundError: none was opened yet.
    """
    if page.cycle is None:
        raise NotFoundError("尚未开放申报年度。")
    return page.cycle


def lists_at(organisation_id: UUID) -> str:
    """The three lists of a unit."""
    return f"/desk/{organisation_id}/lists"


def list_at(organisation_id: UUID, kind: SeatKind) -> str:
    """One list of a unit."""
    return f"{lists_at(organisation_id)}/{word_of(kind)}"


def packages_at(organisation_id: UUID) -> str:
    """The packages of a unit."""
    return f"/desk/{organisation_id}/packages"


def paper_at(organisation_id: UUID) -> str:
    """The paper check of a unit."""
    return f"/desk/{organisation_id}/paper"
