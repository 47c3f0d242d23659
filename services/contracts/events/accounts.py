"""Events of the accounts service."""

from __future__ import annotations

from datetime import date
from typing import ClassVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from services.contracts.envelope import Event
from services.contracts.vocabulary import NodeKind, OrganisationType, Role, RouteLine, UnitNature


class RouteNode(BaseModel):
    """One desk of a unit's review route."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: NodeKind
    organisation_id: UUID
    organisation_name: str


class OrganisationChangedV1(Event):
    """Published when an organisation is created or changed: the whole organisation as it is now."""

    source: ClassVar[str] = "accounts"
    name: ClassVar[str] = "organisation-changed"

    organisation_id: UUID
    code: str
    organisation_name: str
    type: OrganisationType
    unit_nature: UnitNature | None = None
    region_code: str
    uscc: str | None = None
    supervising_org_id: UUID | None = None
    supervising_org_name: str | None = None
    plan_unit_code: str | None = Field(default=None, description="Whose plan rows are open to it")
    address: str | None = None
    line: RouteLine | None = Field(default=None, description="Recommending units only")
    route: tuple[RouteNode, ...] = Field(
        default=(), description="UNIT, MID…, FINAL, REGION; recommending units only"
    )
    active_from: date
    active_to: date | None = None


class RoleChangedV1(Event):
    """Published when a role is granted or ends; aggregate is the person."""

    source: ClassVar[str] = "accounts"
    name: ClassVar[str] = "role-changed"

    person_id: UUID
    organisation_id: UUID
    role: Role
    active: bool


class BindingChangedV1(Event):
    """Published when a unit confirms or ends that a person works there; aggregate: the person."""

    source: ClassVar[str] = "accounts"
    name: ClassVar[str] = "binding-changed"

    person_id: UUID
    unit_id: UUID
    confirmed: bool
