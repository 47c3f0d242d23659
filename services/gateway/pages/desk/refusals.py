"""Refusals at a desk: proposed with facts by one person, decided by another (F4).

Nothing is filled in beforehand and there is no form for several files.
"""

from __future__ import annotations

from functools import partial

from starlette.responses import Response

from services.contracts.requests.review import CaseChanged, ReviewAction
from services.contracts.requests.review_negative import (
    DECISION_MIN,
    FACTS_MAX,
    FACTS_MIN,
    DecideNegative,
    NegativeOutcome,
    NegativeView,
    ProposeNegative,
)
from services.contracts.requests.review_views import CaseView
from services.contracts.vocabulary import Role
from services.gateway.pages.core.forms import Form
from services.gateway.pages.core.page import Page, PageFinding
from services.gateway.pages.core.previewed import previewed
from services.gateway.pages.desk.file import case_of
from services.gateway.pages.desk.places import (
    RETURNERS,
    desk_at,
    desk_of,
    file_at,
    seen_version,
)
from services.gateway.pages.desk.queue import desk_facts
from services.gateway.pages.lists.names import names_of

DECIDERS = (Role.UNIT_LEADER, Role.MID_OFFICER, Role.FINAL_LEADER, Role.REGION_LEADER)


async def ask_proposal(page: Page) -> Response:
    """GET: an empty form, and what a proposal leads to."""
    return await _proposal_page(page)


async def propose(page: Page) -> Response:
    """POST: first the preview of what the applicant will read, then the proposal itself."""
    organisation_id = desk_of(page, *RETURNERS)
    form, case = await page.form(), await case_of(page)
    done = await previewed(
        page,
        form,
        proposal_findings(form),
        show=partial(_proposal_page, page, form),
        request=lambda: ProposeNegative(
            application_id=case.application_id, version=seen_version(form), text=form["text"]
        ),
        answer=CaseChanged,
    )
    if isinstance(done, Response):
        return done
    said = f"{case.application_no}已提出拟不予推荐，等待申报人陈述，之后由另一人决定。"
    return page.redirect(desk_at(organisation_id), said=said)


async def ask_decision(page: Page) -> Response:
    """GET: facts, answer, and the two ways it can go."""
    return await _decision_page(page)


async def decide(page: Page) -> Response:
    """POST: first the preview, then the decision itself."""
    organisation_id = desk_of(page, *DECIDERS)
    form, case = await page.form(), await case_of(page)
    done = await previewed(
        page,
        form,
        decision_findings(form),
        show=partial(_decision_page, page, form),
        request=lambda: DecideNegative(
            application_id=case.application_id,
            version=seen_version(form),
            outcome=NegativeOutcome[form["outcome"]],
            text=form["text"],
        ),
        answer=CaseChanged,
    )
    if isinstance(done, Response):
        return done
    decided = NegativeOutcome[form["outcome"]].label
    said = f"{case.application_no}已决定：{decided}。现为：{done.state_label}。"
    return page.redirect(desk_at(organisation_id), said=said)


def proposal_findings(form: Form) -> list[PageFinding]:
    """What is missing of a proposal."""
    length = len(" ".join(form["text"].split()))
    if FACTS_MIN <= length <= FACTS_MAX:
        return []
    text = f"事实和理由为{FACTS_MIN}至{FACTS_MAX}字，现为{length}字"
    return [PageFinding("text", text)]


def decision_findings(form: Form) -> list[PageFinding]:
    """What is missing of a decision."""
    errors = []
    if form["outcome"] not in NegativeOutcome.__members__:
        errors.append(PageFinding("outcome", "请选择如何决定"))
    if not DECISION_MIN <= len(form["text"]) <= FACTS_MAX:
        text = f"请写明决定的理由，{DECISION_MIN}至{FACTS_MAX}字，申报人和本单位都会看到"
        errors.append(PageFinding("text", text))
    return errors


def pending_of(case: CaseView) -> NegativeView | None:
    """The refusal that waits for its decision."""
    return next((one for one in case.negatives if one.outcome is None), None)


async def _proposal_page(
    page: Page,
    form: Form | None = None,
    errors: list[PageFinding] | None = None,
    status: int = 200,
    *,
    checked: bool = False,
) -> Response:
    desk_of(page, *RETURNERS)
    case = await case_of(page)
    names = await names_of(page, [case.application_id])
    return page.render(
        "desk/refusal_check.html" if checked else "desk/refusal.html",
        status=status,
        **desk_facts(page),
        here=file_at(page),
        case=case,
        person_name=names.get(case.application_id, ""),
        may=ReviewAction.PROPOSE_NEGATIVE in case.actions,
        form=Form() if form is None else form,
        errors=errors or [],
        most=FACTS_MAX,
        least=FACTS_MIN,
    )


async def _decision_page(
    page: Page,
    form: Form | None = None,
    errors: list[PageFinding] | None = None,
    status: int = 200,
    *,
    checked: bool = False,
) -> Response:
    desk_of(page, *DECIDERS)
    case = await case_of(page)
    names = await names_of(page, [case.application_id])
    typed = Form() if form is None else form
    return page.render(
        "desk/decision_check.html" if checked else "desk/decision.html",
        status=status,
        **desk_facts(page),
        here=file_at(page),
        case=case,
        person_name=names.get(case.application_id, ""),
        pending=pending_of(case),
        may=ReviewAction.DECIDE_NEGATIVE in case.actions,
        outcomes=tuple((outcome.value, outcome.label) for outcome in NegativeOutcome),
        chosen=NegativeOutcome[typed["outcome"]] if checked else None,
        form=typed,
        errors=errors or [],
        most=FACTS_MAX,
    )
