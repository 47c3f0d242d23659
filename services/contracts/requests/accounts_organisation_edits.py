"""Requests that change one organisation, or say what a change would do; `accounts` names them."""

from __future__ import annotations

from datetime import date
from typing import ClassVar
from uuid import UUID

from pydantic import AwareDatetime, Field

from services.contracts.requests.accounts_organisations import (
    ImportFinding,
    RouteNodeView,
)
from services.contracts.requests.base import Answer, Request
from services.contracts.requests.tables import TableFile
from services.contracts.vocabulary import LabelledEnum


class CellChange(Answer):
    """One column of the organisations table before and after."""

    column: str
    before: str
    after: str


class ChangedOrganisation(Answer):
    """One organisation that a file creates or changes; a new one has no cells before."""

    row: int
    code: str
    name: str
    is_new: bool
    cells: tuple[CellChange, ...]


class ImportPreview(Answer):
    """What an import would do; with findings it would do nothing."""

    created: int
    changed: int
    unchanged: int
    organisations: tuple[ChangedOrganisation, ...] = Field(description="The first 200")
    findings: tuple[ImportFinding, ...]


class PreviewOrganisations(Request):
    """What `ImportOrganisations` would do with a file; nothing is stored (SYSTEM_ADMIN)."""

    service: ClassVar[str] = "accounts"
    method: ClassVar[str] = "preview_organisations"
    answer: ClassVar[type[Answer]] = ImportPreview

    content: TableFile


class PlannedState(LabelledEnum):
    """What became of a change that was to begin on a later day."""

    PLANNED = "PLANNED", "待生效"
    APPLIED = "APPLIED", "已生效"
    CANCELLED = "CANCELLED", "已取消"
    FAILED = "FAILED", "未能生效"


class PlannedChangeView(Answer):
    """A change that begins or was to begin on a day."""

    change_id: UUID
    effective_on: date
    state: PlannedState
    cells: tuple[CellChange, ...] = Field(description="Before: as it stands today")
    planned_at: AwareDatetime
    reason: str | None = Field(description="Why it could not begin")


class FormerRoute(Answer):
    """A route of earlier days; what was on its way then keeps it."""

    valid_from: date
    valid_to: date
    nodes: tuple[RouteNodeView, ...]


class OrganisationHistory(Answer):
    """Newest first."""

    routes: tuple[FormerRoute, ...]
    planned: tuple[PlannedChangeView, ...]
    cells: dict[str, str] = Field(description="The organisation as a row of the table")


class ReadOrganisationHistory(Request):
    """Former routes and planned changes of one organisation (administrators, AUDITOR)."""

    service: ClassVar[str] = "accounts"
    method: ClassVar[str] = "read_organisation_history"
    answer: ClassVar[type[Answer]] = OrganisationHistory

    organisation_id: UUID


class OrganisationChange(Answer):
    """What an edit changes, from which day on."""

    organisation_id: UUID
    cells: tuple[CellChange, ...]
    effective_on: date
    planned: bool = Field(description="It waits for that day")


class OrganisationEdit(Request):
    """Base of an edit: cells of the organisations table by column, absent ones stay.

    Code and type stay for ever. Findings name the column. `sequence` is the one that was seen.
    """

    service: ClassVar[str] = "accounts"
    answer: ClassVar[type[Answer]] = OrganisationChange

    organisation_id: UUID
    sequence: int
    effective_on: date | None = Field(default=None, description="Today when absent, or later")
    cells: dict[str, str] = Field(max_length=20)


class CheckOrganisationEdit(OrganisationEdit):
    """What an edit would do; nothing is stored (SYSTEM_ADMIN)."""

    method: ClassVar[str] = "check_organisation_edit"


class UpdateOrganisation(OrganisationEdit):
    """Change one organisation today or from a later day on (SYSTEM_ADMIN).

    A former name is kept with its days; a new route holds for what is submitted from that day on.
    """

    method: ClassVar[str] = "update_organisation"
    writes: ClassVar[bool] = True


class CancelOrganisationChange(Request):
    """Take back a change that has not begun (SYSTEM_ADMIN)."""

    service: ClassVar[str] = "accounts"
    method: ClassVar[str] = "cancel_organisation_change"
    writes: ClassVar[bool] = True
    answer: ClassVar[type[Answer]] = OrganisationHistory

    change_id: UUID
