"""From rows to what crosses the wire."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from services.accounts.domain.organisation_table import OrganisationLine, TableFinding
from services.accounts.storage.bindings import BindingRecord
from services.accounts.storage.organisations import FormerNameRecord, Node, OrganisationRecord
from services.accounts.storage.people import GrantRecord, PersonRecord
from services.accounts.storage.planned_changes import EndedRoute, PlannedChange
from services.accounts.storage.registrations import RegistrationRecord
from services.accounts.storage.resets import ResetRecord
from services.accounts.storage.tokens import TokenRecord
from services.contracts.events.accounts import OrganisationChangedV1, RouteNode
from services.contracts.requests.accounts import (
    BindingView,
    CellChange,
    ChangedOrganisation,
    ClientIdentity,
    ClientTokenView,
    FormerName,
    FormerRoute,
    Identity,
    ImportFinding,
    OrganisationSummary,
    OrganisationView,
    PasswordResetView,
    PlannedChangeView,
    RoleView,
    RouteNodeView,
    UnitRegistrationView,
)


def identity(person: PersonRecord, grants: Iterable[GrantRecord]) -> Identity:
    """Who somebody is, with the roles in force."""
    return Identity(
        person_id=person.person_id,
        login=person.login,
        name=person.name,
        mobile=person.mobile,
        roles=tuple(role_view(grant) for grant in grants),
        password_changed_at=person.password_changed_at,
        first_password=person.first_password_until is not None,
    )


def role_view(grant: GrantRecord) -> RoleView:
    """One role with the name of its organisation."""
    return RoleView(
        grant_id=grant.grant_id,
        role=grant.role,
        organisation_id=grant.organisation_id,
        organisation_name=grant.organisation_name,
        valid_from=grant.valid_from,
        valid_to=grant.valid_to,
    )


def organisation_changed(
    record: OrganisationRecord, route: Sequence[Node], supervisor: str | None
) -> OrganisationChangedV1:
    """The whole organisation as it is now."""
    return OrganisationChangedV1(
        organisation_id=record.organisation_id,
        code=record.code,
        organisation_name=record.name,
        type=record.organisation_type,
        unit_nature=record.unit_nature,
        region_code=record.region_code,
        uscc=record.uscc,
        supervising_org_id=record.supervising_org_id,
        supervising_org_name=supervisor,
        plan_unit_code=record.plan_unit_code,
        address=record.address,
        line=record.line,
        route=tuple(
            RouteNode(
                kind=node.kind,
                organisation_id=node.organisation_id,
                organisation_name=node.organisation_name,
            )
            for node in route
        ),
        active_from=record.active_from,
        active_to=record.active_to,
    )


def organisation_summary(
    record: OrganisationRecord, *, can_be_bound: bool, active: bool
) -> OrganisationSummary:
    """What a person needs to choose an organisation."""
    return OrganisationSummary(
        organisation_id=record.organisation_id,
        code=record.code,
        name=record.name,
        organisation_type=record.organisation_type,
        region_code=record.region_code,
        plan_unit_code=record.plan_unit_code,
        can_be_bound=can_be_bound,
        active=active,
    )


def organisation_view(
    record: OrganisationRecord,
    route: Sequence[Node],
    former: Iterable[FormerNameRecord],
    supervisor: str | None,
    *,
    with_contacts: bool,
) -> OrganisationView:
    """One organisation with its route."""
    return OrganisationView(
        organisation_id=record.organisation_id,
        code=record.code,
        name=record.name,
        former_names=tuple(
            FormerName(name=name.name, valid_from=name.valid_from, valid_to=name.valid_to)
            for name in former
        ),
        organisation_type=record.organisation_type,
        unit_nature=record.unit_nature,
        region_code=record.region_code,
        uscc=record.uscc,
        plan_unit_code=record.plan_unit_code,
        supervising_org_id=record.supervising_org_id,
        supervising_org_name=supervisor,
        address=record.address,
        hr_contact=record.hr_contact if with_contacts else None,
        hr_phone=record.hr_phone if with_contacts else None,
        line=record.line,
        route=route_nodes(route),
        active_from=record.active_from,
        active_to=record.active_to,
        sequence=record.sequence,
    )


def cell_changes(found: Iterable[tuple[str, str, str]]) -> tuple[CellChange, ...]:
    """Columns that differ."""
    return tuple(CellChange(column=name, before=old, after=new) for name, old, new in found)


def changed_organisation(
    line: OrganisationLine, cells: tuple[CellChange, ...], *, is_new: bool
) -> ChangedOrganisation:
    """A row of a file that creates or changes something."""
    return ChangedOrganisation(
        row=line.file_row, code=line.code, name=line.name, is_new=is_new, cells=cells
    )


def planned_change(change: PlannedChange, today: Mapping[str, str]) -> PlannedChangeView:
    """A change for a later day, beside the cells of today."""
    found = ((name, today.get(name, ""), new) for name, new in change.cells.items())
    return PlannedChangeView(
        change_id=change.change_id,
        effective_on=change.effective_on,
        state=change.state,
        cells=cell_changes(found),
        planned_at=change.planned_at,
        reason=change.reason,
    )


def route_nodes(route: Sequence[Node]) -> tuple[RouteNodeView, ...]:
    """Desks of a route in their order."""
    return tuple(
        RouteNodeView(
            position=position,
            kind=node.kind,
            organisation_id=node.organisation_id,
            organisation_name=node.organisation_name,
        )
        for position, node in enumerate(route)
    )


def former_route(route: EndedRoute) -> FormerRoute:
    """A route of earlier days."""
    return FormerRoute(
        valid_from=route.valid_from, valid_to=route.valid_to, nodes=route_nodes(route.nodes)
    )


def import_finding(finding: TableFinding) -> ImportFinding:
    """A finding as people see it."""
    return ImportFinding(row=finding.row, column=finding.column, message=finding.message)


def binding_view(record: BindingRecord) -> BindingView:
    """A binding with names."""
    return BindingView(
        binding_id=record.binding_id,
        person_id=record.person_id,
        person_name=record.person_name,
        organisation_id=record.organisation_id,
        organisation_name=record.organisation_name,
        state=record.state,
        requested_at=record.requested_at,
        decided_at=record.decided_at,
        reason=record.reason,
    )


def registration_view(record: RegistrationRecord) -> UnitRegistrationView:
    """A unit that registers itself."""
    return UnitRegistrationView.model_validate(
        {name: getattr(record, name) for name in UnitRegistrationView.model_fields}
    )


def reset_view(record: ResetRecord, now: datetime) -> PasswordResetView:
    """Somebody who waits for a code, as their checker sees them."""
    good = record.code_until is not None and now < record.code_until
    return PasswordResetView(
        reset_id=record.reset_id,
        person_name=record.person_name,
        asked_at=record.asked_at,
        asks_id_number=record.asks_id_number,
        code_until=record.code_until if good else None,
    )


def client_view(record: TokenRecord) -> ClientTokenView:
    """A token without its secret."""
    return ClientTokenView.model_validate(
        {name: getattr(record, name) for name in ClientTokenView.model_fields}
    )


def client_identity(record: TokenRecord) -> ClientIdentity:
    """What the gateway signs for a client system."""
    return ClientIdentity.model_validate(
        {name: getattr(record, name) for name in ClientIdentity.model_fields}
    )
