"""The leader sees which plan waits, what was found in it and what it would change."""

from __future__ import annotations

import pytest

from services.contracts.errors import ForbiddenError
from services.contracts.requests.quotas import (
    CycleView,
    PublishPlan,
    ReadPlanDraft,
    ReadPlanDraftResult,
)
from services.contracts.vocabulary import Role
from services.quotas import handlers
from services.quotas.app import QuotasApp
from tests.factories.causes import call_of, person
from tests.integration.quotas.conftest import LEADER, import_of

OFFICER = person(Role.REGION_OFFICER_INLAND)


def waiting(app: QuotasApp, by: object = LEADER) -> ReadPlanDraftResult:
    actor = LEADER if by is LEADER else OFFICER
    return handlers.read_plan_draft(app, call_of(ReadPlanDraft(year=2019), actor))


def test_nothing_waits_after_publication(app: QuotasApp, cycle: CycleView) -> None:
    answer = waiting(app)
    assert (answer.draft, answer.plan_version) == (None, 1)


@pytest.mark.usefixtures("cycle")
def test_a_draft_is_shown_with_its_changes(app: QuotasApp, plan_file: bytes) -> None:
    swapped = plan_file.decode("utf-8-sig").splitlines()
    first = swapped[1]
    swapped[1] = first.replace("内科学", "心内科学", 1)
    content = "\n".join(swapped).encode()
    preview = handlers.import_plan(app, call_of(import_of(content), OFFICER))
    draft = waiting(app).draft
    assert draft is not None
    assert (draft.plan_version, draft.stale) == (preview.plan_version, False)
    assert (draft.imported_by, draft.imported_by_me) == (OFFICER.name, False)
    assert draft.findings == preview.findings
    assert {change.change for change in draft.changes} == {"ADDED", "REMOVED"}
    mine = waiting(app, OFFICER).draft
    assert mine is not None
    assert mine.imported_by_me
    request = PublishPlan(year=2019, plan_version=draft.plan_version, reason="专业名称更正")
    handlers.publish_plan(app, call_of(request, LEADER))
    assert waiting(app).draft is None


@pytest.mark.usefixtures("cycle")
@pytest.mark.parametrize("role", [Role.FINAL_LEADER, Role.UNIT_HR, Role.SYSTEM_ADMIN])
def test_drafts_are_for_region_staff_and_auditors(app: QuotasApp, role: Role) -> None:
    with pytest.raises(ForbiddenError):
        handlers.read_plan_draft(app, call_of(ReadPlanDraft(year=2019), person(role)))
