"""The plan that waits for the region's leader."""

from __future__ import annotations

from services.chassis.causes import Call
from services.contracts.requests.quotas import (
    PlanFinding,
    ReadPlanDraft,
    ReadPlanDraftResult,
)
from services.contracts.requests.quotas_plan import PlanDraft
from services.quotas import messages, policies
from services.quotas.app import QuotasApp
from services.quotas.domain.plan import totals
from services.quotas.handlers.plans import changes_to_plan, require_cycle
from services.quotas.storage import plans


def read_plan_draft(app: QuotasApp, call: Call[ReadPlanDraft]) -> ReadPlanDraftResult:
    """The draft with what was found and what it changes, as things stand now."""
    policies.check_may_read_drafts(call.actor)
    with app.uow() as tx:
        cycle = require_cycle(tx.session, call.data.year)
        found = plans.find_draft(tx.session, cycle.cycle_id)
        if found is None:
            return ReadPlanDraftResult(year=cycle.year, plan_version=cycle.plan_version, draft=None)
        before = plans.read_lines(tx.session, cycle.cycle_id, cycle.plan_version)
        after = [
            stored.line for stored in plans.read_lines(tx.session, cycle.cycle_id, found["version"])
        ]
        changes = changes_to_plan(tx.session, cycle.cycle_id, before, after)
    draft = PlanDraft(
        plan_version=found["version"],
        filename=found["filename"],
        sha256=found["sha256"],
        imported_at=found["imported_at"],
        imported_by=found["imported_by_name"],
        imported_by_me=found["imported_by"] == call.actor.reference,
        stale=found["based_on"] != cycle.plan_version,
        totals=messages.plan_totals(totals(after)),
        findings=tuple(PlanFinding.model_validate(one) for one in found["findings"]),
        changes=changes,
    )
    return ReadPlanDraftResult(year=cycle.year, plan_version=cycle.plan_version, draft=draft)
