"""From rows and rules to what crosses the wire."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import RowMapping

from services.contracts.events.quotas import (
    CycleChangedV1,
    CycleOpenedV1,
    PlanAmendedV1,
    PlanPublishedV1,
    PlanRow,
    QuotaConfirmedV1,
    QuotaRefusedV1,
    QuotaReleasedV1,
    QuotaReservedV1,
)
from services.contracts.requests.quotas import (
    CycleOutline,
    CycleView,
    FindingLevel,
    PlanChange,
    PlanFinding,
    PlanRowView,
    PlanTotals,
    SeatCellView,
    SeatLedgerEntry,
)
from services.contracts.requests.quotas_dates import ExtensionView
from services.contracts.vocabulary import SeatKind
from services.quotas.domain.cycle import CycleDefinition, as_utc
from services.quotas.domain.plan import Change, PlanLine, RowKey, Totals
from services.quotas.domain.plan_checks import Finding
from services.quotas.storage.cycles import CycleRecord
from services.quotas.storage.extensions import ExtensionRecord
from services.quotas.storage.plans import StoredLine
from services.quotas.storage.seats import CellCounts, Reservation


def outline(definition: CycleDefinition) -> CycleOutline:
    """A year that may be opened, as its file describes it."""
    dates = definition.dates
    return CycleOutline(
        title=definition.title,
        batch_no=definition.batch_no,
        issued_on=definition.issued_on,
        open_at=as_utc(dates.online_open_at),
        close_at=as_utc(dates.online_close_at),
        correction_close_at=as_utc(dates.correction_close_at),
        review_close_at=as_utc(dates.review_close_at),
        dispatch_deadline_on=dates.dispatch_deadline_on,
        age_limit=definition.age.limit,
        inland_total=definition.plan.inland_total,
        in_region_total=definition.plan.in_region_total,
    )


def extension_view(extension: ExtensionRecord, reader: str) -> ExtensionView:
    """A proposal of later dates as its readers see it."""
    return ExtensionView(
        extension_id=extension.extension_id,
        year=extension.year,
        state=extension.state,
        close_at=extension.close_at,
        correction_close_at=extension.correction_close_at,
        review_close_at=extension.review_close_at,
        dispatch_deadline_on=extension.dispatch_deadline_on,
        reason=extension.reason,
        proposed_at=extension.proposed_at,
        proposed_by=extension.proposed_by_name,
        proposed_by_me=extension.proposed_by == reader,
        decided_at=extension.decided_at,
        decided_by=extension.decided_by_name,
        decision_reason=extension.decision_reason,
    )


def cycle_view(cycle: CycleRecord) -> CycleView:
    """A cycle as people see it."""
    return CycleView(
        cycle_id=cycle.cycle_id,
        year=cycle.year,
        batch_no=cycle.batch_no,
        title=cycle.title,
        issued_on=cycle.issued_on,
        open_at=cycle.open_at,
        close_at=cycle.close_at,
        correction_close_at=cycle.correction_close_at,
        review_close_at=cycle.review_close_at,
        dispatch_deadline_on=cycle.dispatch_deadline_on,
        shift_days=cycle.shift_days,
        rules=cycle.rules,
        differential_ratio=cycle.differential_ratio,
        helpline=cycle.helpline,
        plan_version=cycle.plan_version,
        opened_at=cycle.opened_at,
    )


def cycle_opened(cycle: CycleRecord) -> CycleOpenedV1:
    """The event that a cycle is open."""
    return CycleOpenedV1(**_cycle_facts(cycle))


def cycle_changed(cycle: CycleRecord) -> CycleChangedV1:
    """The event that dates of a cycle were moved."""
    return CycleChangedV1(**_cycle_facts(cycle))


def _cycle_facts(cycle: CycleRecord) -> dict[str, Any]:
    return {
        "cycle_id": cycle.cycle_id,
        "year": cycle.year,
        "batch_no": cycle.batch_no,
        "title": cycle.title,
        "open_at": cycle.open_at,
        "close_at": cycle.close_at,
        "correction_close_at": cycle.correction_close_at,
        "review_close_at": cycle.review_close_at,
        "dispatch_deadline_on": cycle.dispatch_deadline_on,
        "shift_days": cycle.shift_days,
        "rules": cycle.rules,
    }


def plan_event(
    cycle_id: UUID, version: int, lines: Sequence[StoredLine], *, amended: bool
) -> PlanPublishedV1 | PlanAmendedV1:
    """The event that a plan is in force, with all its rows."""
    event = PlanAmendedV1 if amended else PlanPublishedV1
    rows = tuple(PlanRow(**_row_fields(stored)) for stored in lines)
    return event(cycle_id=cycle_id, plan_version=version, rows=rows)


def plan_row_view(stored: StoredLine) -> PlanRowView:
    """A plan row as people see it."""
    return PlanRowView(**_row_fields(stored), remark=stored.line.remark)


def _row_fields(stored: StoredLine) -> dict[str, Any]:
    line = stored.line
    return {
        "plan_row_id": stored.plan_row_id,
        "seq": line.seq,
        "plan_unit_code": line.plan_unit_code,
        "plan_unit_name": line.plan_unit_name,
        "unit_kind": line.unit_kind,
        "region_code": line.region_code,
        "southern_four": line.southern_four,
        "specialty": line.specialty,
        "quota_inland": line.quotas[SeatKind.INLAND],
        "quota_long": line.quotas[SeatKind.LONG],
        "quota_short": line.quotas[SeatKind.SHORT],
        "shortage": line.shortage,
    }


def plan_totals(sums: Totals) -> PlanTotals:
    """Sums of a plan."""
    return PlanTotals(
        units=sums.units,
        rows=sums.rows,
        inland=sums.by_kind[SeatKind.INLAND],
        long=sums.by_kind[SeatKind.LONG],
        short=sums.by_kind[SeatKind.SHORT],
    )


def plan_finding(finding: Finding) -> PlanFinding:
    """A finding as people see it."""
    level = FindingLevel.ERROR if finding.blocks else FindingLevel.WARNING
    return PlanFinding(rule=finding.rule, level=level, row=finding.row, message=finding.message)


def plan_change(
    change: Change, ids: dict[RowKey, UUID], holders: dict[RowKey, tuple[UUID, ...]]
) -> PlanChange:
    """A difference between two plans with the applications it concerns."""
    unit, specialty = change.key
    return PlanChange(
        plan_row_id=ids.get(change.key),
        plan_unit_code=unit,
        specialty=specialty,
        change=_change_word(change),
        quota_before=_quotas(change.before),
        quota_after=_quotas(change.after),
        shortage_before=change.before.shortage if change.before else None,
        shortage_after=change.after.shortage if change.after else None,
        affected_applications=holders.get(change.key, ()),
    )


def _change_word(change: Change) -> Literal["ADDED", "CHANGED", "REMOVED"]:
    return change.kind.value


def _quotas(line: PlanLine | None) -> dict[SeatKind, int]:
    return dict(line.quotas) if line is not None else dict.fromkeys(SeatKind, 0)


def cell_name(unit: str, specialty: str, kind: SeatKind) -> str:
    """The printable name of a seat cell."""
    return f"{unit}/{specialty}/{kind.value}"


def seat_cell_view(row: RowMapping) -> SeatCellView:
    """A cell with what is left of it."""
    kind = SeatKind[row["seat_kind"]]
    return SeatCellView(
        cell=cell_name(row["plan_unit_code"], row["specialty"], kind),
        plan_row_id=row["plan_row_id"],
        seat_kind=kind,
        plan_unit_code=row["plan_unit_code"],
        plan_unit_name=row["plan_unit_name"],
        specialty=row["specialty"],
        quota=row["quota"],
        reserved=row["reserved"],
        confirmed=row["confirmed"],
        left=row["quota"] - row["reserved"] - row["confirmed"],
    )


def ledger_entries(rows: Iterable[RowMapping]) -> tuple[SeatLedgerEntry, ...]:
    """The history of seats."""
    return tuple(
        SeatLedgerEntry(
            entry_no=row["entry_no"],
            application_id=row["application_id"],
            sequence=row["message_sequence"],
            plan_row_id=row["plan_row_id"],
            seat_kind=SeatKind[row["seat_kind"]],
            action=row["action"],
            reason=row["reason"],
            quota=row["quota"],
            reserved_after=row["reserved_after"],
            confirmed_after=row["confirmed_after"],
            at=row["at"],
        )
        for row in rows
    )


def quota_reserved(held: Reservation) -> QuotaReservedV1:
    """A seat was taken."""
    if held.reservation_id is None:
        raise ValueError("a reserved seat has an id")
    return QuotaReservedV1(**_seat_facts(held), reservation_id=held.reservation_id)


def quota_refused(held: Reservation, reason: str, counts: CellCounts) -> QuotaRefusedV1:
    """The cell has no seat left."""
    return QuotaRefusedV1(
        **_seat_facts(held), reason=reason, quota=counts.quota, taken=counts.taken
    )


def quota_released(held: Reservation, reason: str) -> QuotaReleasedV1:
    """A seat is free again; `held` is what it was."""
    return QuotaReleasedV1(**_seat_facts(held), reason=reason)


def quota_confirmed(held: Reservation) -> QuotaConfirmedV1:
    """A seat is confirmed."""
    return QuotaConfirmedV1(**_seat_facts(held))


def _seat_facts(held: Reservation) -> dict[str, Any]:
    cell = held.holding.cell
    if cell is None:
        raise ValueError("an event about a seat needs its cell")
    return {
        "application_id": held.application_id,
        "nomination_id": held.holding.nomination_id,
        "cycle_id": held.cycle_id,
        "plan_row_id": cell.plan_row_id,
        "seat_kind": cell.seat_kind,
    }
