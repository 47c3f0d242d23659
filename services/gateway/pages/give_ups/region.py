"""The region's side of giving up: an officer proposes, a leader decides (R58)."""

from __future__ import annotations

from functools import partial

from starlette.responses import Response

from services.contracts.requests.review import CaseChanged, ReviewAction
from services.contracts.requests.review_determination import DOCUMENT_NO_MAX, SCAN_REF_MAX
from services.contracts.requests.review_give_up import (
    TRACKS_WITH_MINISTRY,
    WORDS_MAX,
    WORDS_MIN,
    DecideGiveUp,
    GiveUpDesk,
    GiveUpOutcome,
    MinistryDocument,
    ProposeGiveUp,
    ReadGiveUps,
)
from services.contracts.vocabulary import Track
from services.gateway.pages.core.forms import Form
from services.gateway.pages.core.page import Page, PageFinding
from services.gateway.pages.core.previewed import previewed
from services.gateway.pages.desk.file import case_of
from services.gateway.pages.desk.places import cycle_id_of, seen_version
from services.gateway.pages.determination.places import office_of
from services.gateway.pages.lists.names import names_of
from services.gateway.pages.lists.typed import day_in

OUTCOMES = tuple((outcome.value, outcome.label) for outcome in GiveUpOutcome)
PROPOSAL, DECISION = "proposal", "decision"
CHOICES = (("agree", "同意经办意见"), ("back", "退回经办人"))


async def desk(page: Page) -> Response:
    """GET: requests that wait, and those decided last."""
    organisation_id = office_of(page)
    asked = ReadGiveUps(organisation_id=organisation_id, cycle_id=cycle_id_of(page.cycle))
    found = await page.ask(asked, GiveUpDesk)
    names = await names_of(page, [one.application_id for one in (*found.waiting, *found.decided)])
    return page.render("give_ups/desk.html", found=found, names=names, here=_desk_at(page))


async def one(page: Page) -> Response:
    """GET: the request, and what the visitor may do about it."""
    return await _page(page)


async def propose(page: Page) -> Response:
    """POST: first the preview, then the proposal."""
    form, case = await page.form(), await case_of(page)
    document, errors = proposal_in(form, case.track)
    done = await previewed(
        page,
        form,
        errors,
        show=partial(_page, page, form, PROPOSAL),
        request=lambda: ProposeGiveUp(
            application_id=case.application_id,
            version=seen_version(form),
            outcome=GiveUpOutcome[form["outcome"]],
            text=form["text"],
            document=document,
        ),
        answer=CaseChanged,
    )
    if isinstance(done, Response):
        return done
    return page.redirect(_desk_at(page), said="办理意见已提出，由负责人决定。")


async def decide(page: Page) -> Response:
    """POST: first the preview, then the decision."""
    form, case = await page.form(), await case_of(page)
    done = await previewed(
        page,
        form,
        decision_findings(form),
        show=partial(_page, page, form, DECISION),
        request=lambda: DecideGiveUp(
            application_id=case.application_id,
            version=seen_version(form),
            agreed=form["choice"] == "agree",
            text=form["back_reason"] or None,
        ),
        answer=CaseChanged,
    )
    if isinstance(done, Response):
        return done
    said = f"{case.application_no}已办理。现为：{done.state_label}。"
    return page.redirect(_desk_at(page), said=said)


def proposal_in(form: Form, track: Track) -> tuple[MinistryDocument | None, list[PageFinding]]:
    """The ministry's document, if one is needed, and what is missing of the proposal."""
    errors: list[PageFinding] = []
    if form["outcome"] not in GiveUpOutcome.__members__:
        errors.append(PageFinding("outcome", "请选择办理意见"))
    if not WORDS_MIN <= len(" ".join(form["text"].split())) <= WORDS_MAX:
        errors.append(PageFinding("text", f"请写明理由，{WORDS_MIN}至{WORDS_MAX}字"))
    if track not in TRACKS_WITH_MINISTRY:
        return None, errors
    if not 0 < len(form["document_no"]) <= DOCUMENT_NO_MAX:
        errors.append(PageFinding("document_no", f"请填写人社部文件号，不超过{DOCUMENT_NO_MAX}字"))
    issued_on = day_in(form, "document_on", "文件日期", errors)
    if not 0 < len(form["scan_ref"]) <= SCAN_REF_MAX:
        errors.append(PageFinding("scan_ref", f"请填写扫描件存放位置，不超过{SCAN_REF_MAX}字"))
    if errors or issued_on is None:
        return None, errors
    document = MinistryDocument(
        number=form["document_no"], issued_on=issued_on, scan_ref=form["scan_ref"]
    )
    return document, []


def decision_findings(form: Form) -> list[PageFinding]:
    """What is missing of a decision."""
    if form["choice"] not in dict(CHOICES):
        return [PageFinding("choice", "请选择如何办理")]
    if form["choice"] == "back" and not WORDS_MIN <= len(form["back_reason"]) <= WORDS_MAX:
        return [PageFinding("back_reason", f"退回须写明理由，{WORDS_MIN}至{WORDS_MAX}字")]
    return []


async def _page(
    page: Page,
    form: Form | None = None,
    deed: str = "",
    errors: list[PageFinding] | None = None,
    status: int = 200,
    *,
    checked: bool = False,
) -> Response:
    office_of(page)
    case = await case_of(page)
    if not case.give_ups:
        return page.redirect(_desk_at(page), said="此申报没有放弃培养的申请。", done=False)
    names = await names_of(page, [case.application_id])
    asked = case.give_ups[-1]
    typed = Form() if form is None else form
    return page.render(
        f"give_ups/{deed}_check.html" if checked else "give_ups/one.html",
        status=status,
        case=case,
        person_name=names.get(case.application_id, ""),
        asked=asked,
        inland=case.track in TRACKS_WITH_MINISTRY,
        may_propose=ReviewAction.PROPOSE_GIVE_UP in case.actions,
        may_decide=ReviewAction.DECIDE_GIVE_UP in case.actions and asked.proposed is not None,
        outcomes=OUTCOMES,
        choices=CHOICES,
        outcome=GiveUpOutcome[typed["outcome"]] if checked and deed == PROPOSAL else None,
        form=typed,
        errors=errors or [],
        most=WORDS_MAX,
        back=_desk_at(page),
        here=f"{_desk_at(page)}/{case.application_id}",
    )


def _desk_at(page: Page) -> str:
    return f"/region/{page.uuid('organisation_id')}/giving-up"
