"""Importing a plan as a draft, putting it in force, and reading it (`domain` §4.1)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from services.chassis.causes import Call
from services.chassis.clock import BEIJING
from services.chassis.datafiles import read_table
from services.chassis.offload import run_in_thread
from services.chassis.uploaded_table import read_uploaded_table
from services.contracts.errors import (
    IllegalTransitionError,
    NotFoundError,
    ValidationFailedError,
)
from services.contracts.requests.quotas import (
    ImportPlan,
    ImportPlanResult,
    PlanChange,
    PublishPlan,
    PublishPlanResult,
    ReadPlan,
    ReadPlanResult,
)
from services.quotas import messages, phrases, policies
from services.quotas.app import QuotasApp
from services.quotas.domain.plan import PlanLine, changes, totals
from services.quotas.domain.plan_checks import Finding, PlanContext, check_plan
from services.quotas.domain.plan_table import read_plan_table
from services.quotas.storage import cycles, plans, queries
from services.quotas.storage.cycles import CycleRecord
from services.quotas.storage.plans import Draft, StoredLine, VersionRecord


def import_plan(app: QuotasApp, call: Call[ImportPlan]) -> ImportPlanResult:
    """Check a file; store it as a draft unless something blocks it."""
    policies.check_may_prepare(call.actor)
    table = read_plan_table(run_in_thread(read_uploaded_table, call.data.content))
    digest = hashlib.sha256(call.data.content).hexdigest()
    regions = _regions(app, call.data.year)
    with app.uow(call) as tx:
        cycle = require_cycle(tx.session, call.data.year, lock=True)
        before = plans.read_lines(tx.session, cycle.cycle_id, cycle.plan_version)
        today = tx.now.astimezone(BEIJING).date()
        context = _context(tx.session, cycle, regions, before, today)
        findings = table.findings or check_plan(table.lines, context)
        version = None
        if not any(finding.blocks for finding in findings):
            draft = _draft(call, cycle, digest, findings)
            version = plans.store_draft(tx.session, cycle.cycle_id, draft, table.lines, tx.now)
        tx.audit(
            "plan_imported",
            object_type="cycle",
            object_id=cycle.cycle_id,
            details={"version": version, "sha256": digest, "findings": len(findings)},
        )
        found = changes_to_plan(tx.session, cycle.cycle_id, before, table.lines)
        return tx.respond(_preview(version, digest, table.lines, findings, found))


def publish_plan(app: QuotasApp, call: Call[PublishPlan]) -> PublishPlanResult:
    """Put a draft in force; the cells' CHECK refuses what would fall below use."""
    policies.check_may_publish(call.actor)
    with app.uow(call) as tx:
        cycle = require_cycle(tx.session, call.data.year, lock=True)
        _check_publishable(tx.session, cycle, call.data)
        before = plans.read_lines(tx.session, cycle.cycle_id, cycle.plan_version)
        lines = plans.read_lines(tx.session, cycle.cycle_id, call.data.plan_version)
        found = changes_to_plan(
            tx.session, cycle.cycle_id, before, [stored.line for stored in lines]
        )
        plans.put_in_force(
            tx.session,
            cycle.cycle_id,
            call.data.plan_version,
            by=call.actor.reference,
            reason=call.data.reason,
            now=tx.now,
        )
        plans.set_quotas(tx.session, cycle.cycle_id, lines)
        sequence, version = cycle.sequence + 1, call.data.plan_version
        cycles.set_plan_in_force(tx.session, cycle.cycle_id, version, sequence)
        amended = cycle.plan_version is not None
        event = messages.plan_event(cycle.cycle_id, version, lines, amended=amended)
        tx.publish(event, aggregate_id=cycle.cycle_id, sequence=sequence)
        tx.audit(
            "plan_amended" if amended else "plan_published",
            object_type="cycle",
            object_id=cycle.cycle_id,
            purpose=call.data.reason,
            details={"version": version, "changes": len(found)},
        )
        return tx.respond(
            PublishPlanResult(
                year=cycle.year,
                plan_version=version,
                totals=messages.plan_totals(totals(stored.line for stored in lines)),
                amended=amended,
                changes=found if amended else (),
            )
        )


def read_plan(app: QuotasApp, call: Call[ReadPlan]) -> ReadPlanResult:
    """The plan in force, or a named version."""
    with app.uow() as tx:
        cycle = require_cycle(tx.session, call.data.year)
        wanted = call.data.plan_version or cycle.plan_version
        found = _visible_version(tx.session, cycle, wanted, call)
        lines = plans.read_lines(tx.session, cycle.cycle_id, found.version)
    unit = call.data.plan_unit_code
    shown = [stored for stored in lines if unit in (None, stored.line.plan_unit_code)]
    return ReadPlanResult(
        year=cycle.year,
        plan_version=found.version,
        published_at=found.published_at,
        totals=messages.plan_totals(totals(stored.line for stored in shown)),
        rows=tuple(messages.plan_row_view(stored) for stored in shown),
    )


def require_cycle(session: Session, year: int, *, lock: bool = False) -> CycleRecord:
    """The cycle of a year.

    Raises:
        NotFoundError: it is not open.
    """
    cycle = cycles.find_cycle(session, year, lock=lock)
    if cycle is None:
        raise NotFoundError(phrases.NO_CYCLE.format(year=year))
    return cycle


def _visible_version(
    session: Session, cycle: CycleRecord, version: int | None, call: Call[ReadPlan]
) -> VersionRecord:
    found = None if version is None else plans.find_version(session, cycle.cycle_id, version)
    if found is None:
        raise NotFoundError(phrases.NO_PLAN.format(year=cycle.year))
    if found.version != cycle.plan_version and not policies.may_read_drafts(call.actor):
        raise NotFoundError(phrases.NO_PLAN.format(year=cycle.year))
    return found


def _check_publishable(session: Session, cycle: CycleRecord, data: PublishPlan) -> None:
    draft = plans.find_version(session, cycle.cycle_id, data.plan_version)
    if draft is None or draft.state != "DRAFT":
        sentence = phrases.NOT_A_DRAFT.format(version=data.plan_version)
        label = phrases.VERSION_STATES.get(draft.state if draft else "", phrases.NO_VERSION)
        raise IllegalTransitionError(sentence, state_label=label)
    if draft.based_on != cycle.plan_version:
        label = phrases.VERSION_STATES["DRAFT"]
        raise IllegalTransitionError(phrases.STALE_DRAFT, state_label=label)
    if cycle.plan_version is not None and not (data.reason or "").strip():
        raise ValidationFailedError(phrases.REASON_NEEDED)


def _regions(app: QuotasApp, year: int) -> dict[str, bool]:
    path = app.programme(year) / "regions.csv"
    if not path.is_file():
        raise NotFoundError(phrases.NO_SUCH_CYCLE_FILE.format(year=year))
    return {row["code"]: row["southern_four"] == "是" for row in read_table(path)}


def _context(
    session: Session,
    cycle: CycleRecord,
    regions: dict[str, bool],
    before: Sequence[StoredLine],
    today: date,
) -> PlanContext:
    return PlanContext(
        inland_total=cycle.inland_total,
        in_region_total=cycle.in_region_total,
        southern_four=regions,
        unit_active=queries.unit_activity(session, today),
        published=[stored.line for stored in before],
        used=queries.used_by_cell(session, cycle.cycle_id),
    )


def _draft(
    call: Call[ImportPlan], cycle: CycleRecord, digest: str, findings: Sequence[Finding]
) -> Draft:
    return Draft(
        filename=call.data.filename,
        sha256=digest,
        findings=[messages.plan_finding(found).model_dump(mode="json") for found in findings],
        based_on=cycle.plan_version,
        imported_by=call.actor.reference,
        imported_by_name=call.actor.name,
    )


def changes_to_plan(
    session: Session, cycle_id: UUID, before: Sequence[StoredLine], after: Sequence[PlanLine]
) -> tuple[PlanChange, ...]:
    """Differences to the plan in force; before the first there is nothing to differ from."""
    if not before:
        return ()
    ids = {stored.line.key: stored.plan_row_id for stored in before}
    holders = queries.holders_by_row(session, cycle_id)
    found = changes([stored.line for stored in before], after)
    return tuple(messages.plan_change(change, ids, holders) for change in found)


def _preview(
    version: int | None,
    digest: str,
    lines: Sequence[PlanLine],
    findings: Sequence[Finding],
    found: tuple[PlanChange, ...],
) -> ImportPlanResult:
    return ImportPlanResult(
        plan_version=version,
        sha256=digest,
        totals=messages.plan_totals(totals(lines)),
        findings=tuple(messages.plan_finding(finding) for finding in findings),
        changes=found,
    )
