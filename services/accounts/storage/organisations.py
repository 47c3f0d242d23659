"""Organisations, their former names and their routes as rows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, RowMapping, Select, delete, func, insert, or_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from services.accounts.storage.tables import former_name, organisation, route_node
from services.contracts.vocabulary import NodeKind, OrganisationType, RouteLine, UnitNature


@dataclass(frozen=True, slots=True)
class OrganisationRecord:
    """One organisation as it stands."""

    organisation_id: UUID
    code: str
    name: str
    organisation_type: OrganisationType
    unit_nature: UnitNature | None
    region_code: str
    uscc: str | None
    plan_unit_code: str | None
    supervising_org_id: UUID | None
    address: str | None
    hr_contact: str | None
    hr_phone: str | None
    line: RouteLine | None
    active_from: date
    active_to: date | None
    named_from: date
    sequence: int

    def active_on(self, day: date) -> bool:
        """Whether it exists on that day."""
        return self.active_from <= day and (self.active_to is None or day <= self.active_to)


@dataclass(frozen=True, slots=True)
class Node:
    """One desk of a route."""

    kind: NodeKind
    organisation_id: UUID
    organisation_name: str = ""

    @property
    def identity(self) -> tuple[NodeKind, UUID]:
        """What makes two nodes the same, whatever the organisation is called."""
        return self.kind, self.organisation_id


@dataclass(frozen=True, slots=True)
class FormerNameRecord:
    """A name that was borne."""

    name: str
    valid_from: date
    valid_to: date


@dataclass(frozen=True, slots=True)
class OrganisationFilter:
    """Which organisations to list."""

    text: str | None
    organisation_type: OrganisationType | None
    region_code: str | None
    plan_unit_code: str | None
    only_bindable: bool


_VOCABULARIES = {
    "organisation_type": OrganisationType,
    "unit_nature": UnitNature,
    "line": RouteLine,
}


def _record(row: RowMapping) -> OrganisationRecord:
    values = {field.name: row[field.name] for field in fields(OrganisationRecord)}
    for name, vocabulary in _VOCABULARIES.items():
        if values[name] is not None:
            values[name] = vocabulary[values[name]]
    return OrganisationRecord(**values)


def find_organisation(session: Session, organisation_id: UUID) -> OrganisationRecord | None:
    """An organisation by its id."""
    return _first(session, organisation.c.organisation_id == organisation_id)


def find_by_code(session: Session, code: str) -> OrganisationRecord | None:
    """An organisation by its code."""
    return _first(session, organisation.c.code == code)


def find_by_uscc(session: Session, uscc: str) -> OrganisationRecord | None:
    """An organisation by its 统一社会信用代码."""
    return _first(session, organisation.c.uscc == uscc)


def offices_at(
    session: Session, organisation_type: OrganisationType, region_code: str
) -> list[OrganisationRecord]:
    """Organisations of a type at a place, by code."""
    statement = select(organisation).where(
        organisation.c.organisation_type == organisation_type.value,
        organisation.c.region_code == region_code,
    )
    rows = session.execute(statement.order_by(organisation.c.code)).mappings()
    return [_record(row) for row in rows]


def _first(session: Session, condition: ColumnElement[bool]) -> OrganisationRecord | None:
    row = session.execute(select(organisation).where(condition)).mappings().one_or_none()
    return None if row is None else _record(row)


def all_organisations(session: Session, *, lock: bool = False) -> dict[str, OrganisationRecord]:
    """Every organisation by its code, locked in the order of codes if asked."""
    statement = select(organisation).order_by(organisation.c.code)
    if lock:
        statement = statement.with_for_update()
    rows = session.execute(statement).mappings()
    return {row["code"]: _record(row) for row in rows}


def save_organisations(session: Session, records: Sequence[OrganisationRecord]) -> None:
    """Create or overwrite organisations.

    Who supervises whom is written last, since rows of one import may name each other.
    """
    if not records:
        return
    values = [_values(record) for record in records]
    statement = upsert(organisation)
    changed = {
        column.name: statement.excluded[column.name]
        for column in organisation.c
        if column.name not in {"organisation_id", "supervising_org_id"}
    }
    statement = statement.on_conflict_do_update(
        index_elements=[organisation.c.organisation_id], set_=changed
    )
    session.execute(statement, [value | {"supervising_org_id": None} for value in values])
    for record in records:
        session.execute(
            update(organisation)
            .where(organisation.c.organisation_id == record.organisation_id)
            .values(supervising_org_id=record.supervising_org_id)
        )


def _values(record: OrganisationRecord) -> dict[str, object]:
    values = {field.name: getattr(record, field.name) for field in fields(record)}
    for name in _VOCABULARIES:
        values[name] = None if values[name] is None else values[name].value
    return values


def keep_former_name(session: Session, organisation_id: UUID, former: FormerNameRecord) -> None:
    """Remember a name; a second change on one day leaves the first name."""
    session.execute(
        upsert(former_name)
        .values(
            organisation_id=organisation_id,
            name=former.name,
            valid_from=former.valid_from,
            valid_to=former.valid_to,
        )
        .on_conflict_do_nothing()
    )


def former_names(session: Session, organisation_id: UUID) -> list[FormerNameRecord]:
    """Names borne before, oldest first."""
    rows = session.execute(
        select(former_name.c.name, former_name.c.valid_from, former_name.c.valid_to)
        .where(former_name.c.organisation_id == organisation_id)
        .order_by(former_name.c.valid_to)
    )
    return [FormerNameRecord(*row) for row in rows]


def routes_in_force(
    session: Session, unit_ids: Collection[UUID] | None = None
) -> dict[UUID, tuple[Node, ...]]:
    """Routes in force by unit: of these units, or of all."""
    statement = (
        select(
            route_node.c.unit_id,
            route_node.c.kind,
            route_node.c.organisation_id,
            organisation.c.name,
        )
        .join(organisation, organisation.c.organisation_id == route_node.c.organisation_id)
        .where(route_node.c.valid_to.is_(None))
        .order_by(route_node.c.unit_id, route_node.c.position)
    )
    if unit_ids is not None:
        statement = statement.where(route_node.c.unit_id.in_(unit_ids))
    routes: dict[UUID, list[Node]] = {}
    for unit_id, kind, organisation_id, name in session.execute(statement):
        routes.setdefault(unit_id, []).append(Node(NodeKind[kind], organisation_id, name))
    return {unit_id: tuple(nodes) for unit_id, nodes in routes.items()}


def replace_routes(session: Session, routes: Mapping[UUID, Iterable[Node]], today: date) -> None:
    """Let new routes be in force from today; those of before end yesterday.

    A route that began today has never been walked by anybody under its dates and is replaced.
    """
    units = list(routes)
    ours = route_node.c.unit_id.in_(units) & route_node.c.valid_to.is_(None)
    session.execute(delete(route_node).where(ours & (route_node.c.valid_from >= today)))
    session.execute(update(route_node).where(ours).values(valid_to=today - timedelta(days=1)))
    rows = [
        {
            "unit_id": unit_id,
            "valid_from": today,
            "position": position,
            "kind": node.kind.value,
            "organisation_id": node.organisation_id,
        }
        for unit_id, nodes in routes.items()
        for position, node in enumerate(nodes)
    ]
    if rows:
        session.execute(insert(route_node), rows)


def names_of(session: Session, organisation_ids: Collection[UUID]) -> dict[UUID, str]:
    """Names by id."""
    rows = session.execute(
        select(organisation.c.organisation_id, organisation.c.name).where(
            organisation.c.organisation_id.in_(organisation_ids)
        )
    )
    return {organisation_id: name for organisation_id, name in rows}  # noqa: C416 -- a Row is no pair


def search_organisations(
    session: Session, wanted: OrganisationFilter, today: date, *, offset: int, limit: int
) -> tuple[list[tuple[OrganisationRecord, bool]], int]:
    """Organisations that match, each with whether applicants may name it, and how many match."""
    routed = (
        select(route_node.c.unit_id)
        .where(
            route_node.c.unit_id == organisation.c.organisation_id,
            route_node.c.valid_to.is_(None),
        )
        .exists()
    )
    matching = _matching(select(organisation, routed.label("routed")), wanted)
    if wanted.only_bindable:
        ends = organisation.c.active_to
        matching = matching.where(routed, or_(ends.is_(None), ends >= today))
    total = session.execute(select(func.count()).select_from(matching.subquery())).scalar_one()
    page = matching.order_by(organisation.c.code).offset(offset).limit(limit)
    found = [
        (record, bool(row["routed"]) and record.active_on(today))
        for row in session.execute(page).mappings()
        for record in (_record(row),)
    ]
    return found, total


def _matching(statement: Select[Any], wanted: OrganisationFilter) -> Select[Any]:
    if wanted.text:
        pattern = f"%{_literal(wanted.text)}%"
        statement = statement.where(
            organisation.c.name.ilike(pattern, escape="\\")
            | organisation.c.code.ilike(pattern, escape="\\")
        )
    if wanted.organisation_type is not None:
        kind = wanted.organisation_type.value
        statement = statement.where(organisation.c.organisation_type == kind)
    if wanted.region_code:
        statement = statement.where(organisation.c.region_code.startswith(wanted.region_code))
    if wanted.plan_unit_code:
        statement = statement.where(organisation.c.plan_unit_code == wanted.plan_unit_code)
    return statement


def _literal(text: str) -> str:
    """The text as a pattern that matches itself."""
    for sign in ("\\", "%", "_"):
        text = text.replace(sign, f"\\{sign}")
    return text
