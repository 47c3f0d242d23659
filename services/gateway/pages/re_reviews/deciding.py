"""A re-reviewer's queue, the one case, and the decision with its reasons (F5)."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from starlette.responses import Response

from services.contracts.errors import NotFoundError
from services.contracts.requests.review import CaseChanged, ReviewAction
from services.contracts.requests.review_re_review import (
    OUTCOMES,
    REASONS_MAX,
    REASONS_MIN,
    ContestedKind,
    DecideReReview,
    ReadReReviews,
    ReReviewOutcome,
    ReReviewQueue,
    ReReviewView,
)
from services.contracts.requests.review_views import CaseView
from services.contracts.vocabulary import Role
from services.gateway.pages.core.form_facts import form_facts
from services.gateway.pages.core.forms import Form
from services.gateway.pages.core.page import Page, PageFinding
from services.gateway.pages.core.previewed import previewed
from services.gateway.pages.desk.file import case_and_view, case_of
from services.gateway.pages.desk.file_view import focus_of, general_findings, items_of
from services.gateway.pages.desk.places import seen_version
from services.gateway.pages.scans.viewing import viewed_scans


async def queue(page: Page) -> Response:
    """GET: what waits, the most urgent first; numbers and no names."""
    organisation_id = _office(page)
    found = await page.ask(ReadReReviews(organisation_id=organisation_id), ReReviewQueue)
    return page.render("re_reviews/queue.html", **_facts(page), found=found)


async def look(page: Page) -> Response:
    """GET: the case: what is contested, the grounds, the form with its scans, the history."""
    _office(page)
    case, view = await case_and_view(page)
    running = _running(case)
    items = items_of(await form_facts(page, view.cycle_year), case, view)
    focus = focus_of(items, page.query.get("item"))
    scans = () if focus is None else await viewed_scans(page, case.application_id, focus.scans)
    return page.render(
        "re_reviews/file.html",
        **_facts(page),
        case=case,
        view=view,
        running=running,
        contested=_contested(case, running),
        items=items,
        findings=general_findings(view, items),
        focus=focus,
        scans=scans,
    )


async def ask_decision(page: Page) -> Response:
    """GET: an empty form."""
    return await _decision_page(page)


async def decide(page: Page) -> Response:
    """POST: first the preview of what both sides will read, then the decision itself."""
    organisation_id = _office(page)
    form, case = await page.form(), await case_of(page)
    running = _running(case)
    done = await previewed(
        page,
        form,
        decision_findings(form, running.kind),
        show=partial(_decision_page, page, form),
        request=lambda: DecideReReview(
            application_id=case.application_id,
            version=seen_version(form),
            outcome=ReReviewOutcome[form["outcome"]],
            text=form["text"],
        ),
        answer=CaseChanged,
    )
    if isinstance(done, Response):
        return done
    decided = ReReviewOutcome[form["outcome"]].label
    said = f"{case.application_no}已决定：{decided}。现为：{done.state_label}。"
    return page.redirect(f"/re-reviews/{organisation_id}", said=said)


def decision_findings(form: Form, kind: ContestedKind) -> list[PageFinding]:
    """What is missing of a decision."""
    errors = []
    if form["outcome"] not in {outcome.value for outcome in OUTCOMES[kind]}:
        errors.append(PageFinding("outcome", "请选择如何决定"))
    if not REASONS_MIN <= len(" ".join(form["text"].split())) <= REASONS_MAX:
        text = f"请写明理由，{REASONS_MIN}至{REASONS_MAX}字，申报人和原办理单位都会看到"
        errors.append(PageFinding("text", text))
    return errors


async def _decision_page(
    page: Page,
    form: Form | None = None,
    errors: list[PageFinding] | None = None,
    status: int = 200,
    *,
    checked: bool = False,
) -> Response:
    _office(page)
    case = await case_of(page)
    running = _running(case)
    typed = Form() if form is None else form
    return page.render(
        "re_reviews/decision_check.html" if checked else "re_reviews/decision.html",
        status=status,
        **_facts(page),
        case=case,
        running=running,
        may=ReviewAction.DECIDE_RE_REVIEW in case.actions,
        outcomes=tuple((outcome.value, outcome.label) for outcome in OUTCOMES[running.kind]),
        chosen=ReReviewOutcome[typed["outcome"]] if checked else None,
        form=typed,
        errors=errors or [],
        least=REASONS_MIN,
        most=REASONS_MAX,
    )


def _office(page: Page) -> UUID:
    organisation_id = page.uuid("organisation_id")
    page.workplace(organisation_id, Role.RE_REVIEWER)
    return organisation_id


def _facts(page: Page) -> dict[str, Any]:
    organisation_id = page.uuid("organisation_id")
    here = f"/re-reviews/{organisation_id}"
    application_id = page.http.path_params.get("application_id")
    return {
        "queue": here,
        "office": page.workplace(organisation_id)[0].organisation_name,
        "here": f"{here}/files/{application_id}" if application_id else here,
    }


def _running(case: CaseView) -> ReReviewView:
    """The re-review that waits; without one the case is not the visitor's to see any more."""
    for one in case.re_reviews:
        if one.outcome is None:
            return one
    raise NotFoundError


def _contested(case: CaseView, running: ReReviewView) -> dict[str, Any]:
    """The contested decision in full, by what it is."""
    return {
        "refusal": case.negatives[-1]
        if running.kind is ContestedKind.REFUSAL and case.negatives
        else None,
        "closure": case.closures[-1]
        if running.kind is ContestedKind.CLOSURE and case.closures
        else None,
        "opinion": next(
            (
                one
                for one in case.opinions
                if running.kind is ContestedKind.OPINION
                and one.in_force
                and one.level is running.level
                and one.organisation_name == running.organisation_name
            ),
            None,
        ),
        "returned": next(
            (
                one
                for one in reversed(case.history)
                if running.kind is ContestedKind.RETURN and one.reasons
            ),
            None,
        ),
    }
