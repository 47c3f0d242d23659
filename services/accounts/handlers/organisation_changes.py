"""What rows of organisations change: names, routes from a day on, and who is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID, uuid4

from services.accounts import messages
from services.accounts.domain.organisation_checks import KnownOrganisations
from services.accounts.domain.organisation_table import OrganisationLine
from services.accounts.handlers.credentials import beijing_day
from services.accounts.storage import organisations
from services.accounts.storage.organisations import FormerNameRecord, Node, OrganisationRecord
from services.chassis.transaction import Transaction
from services.contracts.vocabulary import NodeKind, OrganisationType

Routes = Mapping[UUID, tuple[Node, ...]]
Known = Mapping[str, OrganisationRecord]


def line_of(
    record: OrganisationRecord, route: Sequence[Node], codes: Mapping[UUID, str]
) -> OrganisationLine:
    """The row of a file that describes an organisation as it stands."""
    supervisor = record.supervising_org_id
    desks = [node for node in route if node.kind in (NodeKind.MID, NodeKind.FINAL)]
    return OrganisationLine(
        code=record.code,
        name=record.name,
        organisation_type=record.organisation_type,
        unit_nature=record.unit_nature,
        region_code=record.region_code,
        uscc=record.uscc,
        plan_unit_code=record.plan_unit_code,
        supervisor=codes[supervisor] if supervisor else None,
        address=record.address,
        line=record.line,
        desks=tuple(codes[node.organisation_id] for node in desks),
        hr_contact=record.hr_contact,
        hr_phone=record.hr_phone,
        active_from=record.active_from,
        active_to=record.active_to,
    )


def facts_of(known: Known, regions: frozenset[str]) -> KnownOrganisations:
    """What new rows must fit to."""
    return KnownOrganisations(
        types={code: record.organisation_type for code, record in known.items()},
        credit_codes={code: r.uscc for code, r in known.items() if r.uscc is not None},
        regions=regions,
    )


@dataclass(frozen=True, slots=True)
class Changes:
    """What an import changes; `after` holds every organisation by its id."""

    today: date
    before: Mapping[UUID, OrganisationRecord]
    after: Mapping[UUID, OrganisationRecord]
    created: frozenset[UUID]
    changed: frozenset[UUID]
    routes: Routes

    @property
    def touched(self) -> frozenset[UUID]:
        """Organisations that are new or different."""
        return self.created | self.changed


def work_out(tx: Transaction, known: Known, lines: Sequence[OrganisationLine]) -> Changes:
    """What the rows change; they were checked."""
    today = beijing_day(tx.now)
    ids = {code: record.organisation_id for code, record in known.items()}
    ids |= {line.code: uuid4() for line in lines if line.code not in known}
    before = {record.organisation_id: record for record in known.values()}
    described = [_record(line, known.get(line.code), ids, today) for line in lines]
    after = before | {record.organisation_id: record for record in described}
    region = _region_office(after)
    in_force = organisations.routes_in_force(tx.session)
    wanted = {ids[line.code]: _route(line, ids, region) for line in lines}
    routes = {
        unit: nodes
        for unit, nodes in wanted.items()
        if _identities(nodes) != _identities(in_force.get(unit, ()))
    }
    created = frozenset(ids[line.code] for line in lines if line.code not in known)
    changed = frozenset(
        record.organisation_id
        for record in described
        if record.organisation_id in before
        and (record != before[record.organisation_id] or record.organisation_id in routes)
    )
    return Changes(today, before, after, created, changed, routes)


def _record(
    line: OrganisationLine,
    known: OrganisationRecord | None,
    ids: Mapping[str, UUID],
    today: date,
) -> OrganisationRecord:
    renamed = known is not None and known.name != line.name
    return OrganisationRecord(
        organisation_id=ids[line.code],
        code=line.code,
        name=line.name,
        organisation_type=line.organisation_type,
        unit_nature=line.unit_nature,
        region_code=line.region_code,
        uscc=line.uscc,
        plan_unit_code=line.plan_unit_code,
        supervising_org_id=ids[line.supervisor] if line.supervisor else None,
        address=line.address,
        hr_contact=line.hr_contact,
        hr_phone=line.hr_phone,
        line=line.line,
        active_from=line.active_from,
        active_to=line.active_to,
        named_from=today if renamed else known.named_from if known else line.active_from,
        sequence=known.sequence if known else 0,
    )


def _region_office(after: Mapping[UUID, OrganisationRecord]) -> UUID:
    """自治区人社厅; the checks have made sure that it exists."""
    return next(
        record.organisation_id
        for record in after.values()
        if record.organisation_type is OrganisationType.REGION_HRSS
    )


def _route(line: OrganisationLine, ids: Mapping[str, UUID], region: UUID) -> tuple[Node, ...]:
    if line.line is None:
        return ()
    desks = [ids[code] for code in line.desks]
    return (
        Node(NodeKind.UNIT, ids[line.code]),
        *(Node(NodeKind.MID, desk) for desk in desks[:-1]),
        Node(NodeKind.FINAL, desks[-1]),
        Node(NodeKind.REGION, region),
    )


def _identities(nodes: Sequence[Node]) -> list[tuple[NodeKind, UUID]]:
    return [node.identity for node in nodes]


def store(tx: Transaction, changes: Changes) -> None:
    """Save, then tell: whatever shows a new name is told anew."""
    renamed = frozenset(
        organisation_id
        for organisation_id in changes.changed
        if changes.before[organisation_id].name != changes.after[organisation_id].name
    )
    for organisation_id in renamed:
        old = changes.before[organisation_id]
        until = changes.today - timedelta(days=1)
        former = FormerNameRecord(old.name, min(old.named_from, until), until)
        organisations.keep_former_name(tx.session, organisation_id, former)
    organisations.save_organisations(
        tx.session, [changes.after[organisation_id] for organisation_id in changes.touched]
    )
    organisations.replace_routes(tx.session, changes.routes, changes.today)
    routes = organisations.routes_in_force(tx.session)
    told = changes.touched | _showing(renamed, changes.after, routes)
    records = sorted((changes.after[i] for i in told), key=lambda record: record.code)
    numbered = [replace(record, sequence=record.sequence + 1) for record in records]
    organisations.save_organisations(tx.session, numbered)
    for record in numbered:
        _announce(tx, record, routes.get(record.organisation_id, ()), changes.after)


def _showing(
    renamed: frozenset[UUID], after: Mapping[UUID, OrganisationRecord], routes: Routes
) -> frozenset[UUID]:
    """Organisations whose snapshot holds the name of a renamed one."""
    supervised = {i for i, record in after.items() if record.supervising_org_id in renamed}
    routed = {
        unit for unit, nodes in routes.items() if any(n.organisation_id in renamed for n in nodes)
    }
    return frozenset(supervised | routed)


def _announce(
    tx: Transaction,
    record: OrganisationRecord,
    route: Sequence[Node],
    everybody: Mapping[UUID, OrganisationRecord],
) -> None:
    supervisor = everybody.get(record.supervising_org_id) if record.supervising_org_id else None
    event = messages.organisation_changed(record, route, supervisor.name if supervisor else None)
    tx.publish(event, aggregate_id=record.organisation_id, sequence=record.sequence)
