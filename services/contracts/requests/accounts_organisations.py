"""Requests about organisations and their review routes; `accounts` names them too."""

from __future__ import annotations

from datetime import date
from typing import ClassVar
from uuid import UUID

from pydantic import Field

from services.contracts.requests.base import Answer, Request
from services.contracts.requests.tables import TableFile
from services.contracts.vocabulary import NodeKind, OrganisationType, RouteLine, UnitNature


class RouteNodeView(Answer):
    """One node of a unit's review route.

    REGION is always 自治区人社厅: which of its two offices acts follows from the track, through
    the roles REGION_OFFICER_INLAND and REGION_OFFICER_IN_REGION, which are held there.
    """

    position: int = Field(description="The unit is 0")
    kind: NodeKind
    organisation_id: UUID
    organisation_name: str


class OrganisationSummary(Answer):
    """What a person needs to choose an organisation."""

    organisation_id: UUID
    code: str
    name: str
    organisation_type: OrganisationType
    region_code: str
    plan_unit_code: str | None
    can_be_bound: bool = Field(description="Applicants may name it as their unit")
    active: bool


class FormerName(Answer):
    """A name the organisation bore until that day."""

    name: str
    valid_from: date
    valid_to: date


class OrganisationView(Answer):
    """One organisation with its route in force today (no nodes when it recommends nobody)."""

    organisation_id: UUID
    code: str
    name: str
    former_names: tuple[FormerName, ...]
    organisation_type: OrganisationType
    unit_nature: UnitNature | None = Field(description="Recommending units only")
    region_code: str
    uscc: str | None
    plan_unit_code: str | None
    supervising_org_id: UUID | None
    supervising_org_name: str | None
    address: str | None
    hr_contact: str | None
    hr_phone: str | None
    line: RouteLine | None
    route: tuple[RouteNodeView, ...]
    active_from: date
    active_to: date | None
    sequence: int = Field(description="Of its latest organisation-changed event")


class ListOrganisationsResult(Answer):
    """Ordered by code; `total` counts all that match."""

    organisations: tuple[OrganisationSummary, ...]
    total: int


class ListOrganisations(Request):
    """Search organisations (open to everybody: the list of units is public)."""

    service: ClassVar[str] = "accounts"
    method: ClassVar[str] = "list_organisations"
    answer: ClassVar[type[Answer]] = ListOrganisationsResult

    text: str | None = Field(default=None, max_length=50, description="Part of the name or code")
    organisation_type: OrganisationType | None = None
    region_code: str | None = Field(default=None, description="Full code, or its first 4 digits")
    plan_unit_code: str | None = None
    only_bindable: bool = False
    offset: int = Field(default=0, ge=0)
    limit: int = Field(default=50, ge=1, le=500)


class ReadOrganisation(Request):
    """One organisation by id or by code; contact data only for signed-in persons and services."""

    service: ClassVar[str] = "accounts"
    method: ClassVar[str] = "read_organisation"
    answer: ClassVar[type[Answer]] = OrganisationView

    organisation_id: UUID | None = None
    code: str | None = None


class ImportFinding(Answer):
    """One problem of an import file."""

    row: int | None
    column: str | None
    message: str


class ImportOrganisationsResult(Answer):
    """What the import did; with findings nothing is stored."""

    created: int
    changed: int
    unchanged: int
    findings: tuple[ImportFinding, ...]


class ImportOrganisations(Request):
    """Create and change organisations and routes from a csv or xlsx file (SYSTEM_ADMIN).

    Rows are matched by code. A changed route takes effect today; running applications keep theirs.
    """

    service: ClassVar[str] = "accounts"
    method: ClassVar[str] = "import_organisations"
    writes: ClassVar[bool] = True
    answer: ClassVar[type[Answer]] = ImportOrganisationsResult

    filename: str = Field(min_length=1, max_length=200)
    content: TableFile
