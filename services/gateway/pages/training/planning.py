"""One group: its plan filled in, everybody notified, what happened to each registered."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from pydantic import ValidationError
from starlette.responses import Response

from services.chassis.clock import BEIJING
from services.contracts.errors import TepeiError
from services.contracts.requests.review_training import (
    TOPICS_MAX,
    HostKind,
    HostPlace,
    NotifyTraining,
    RegisterTraining,
    SaveTrainingPlan,
    TrainingChanged,
    TrainingMode,
    TrainingPlan,
    TrainingStep,
    TrainingView,
)
from services.contracts.vocabulary import ApplicationState as S
from services.gateway.pages.core.forms import Form
from services.gateway.pages.core.page import Page, PageFinding
from services.gateway.pages.desk.places import CONFLICT, UNPROCESSABLE, seen_version
from services.gateway.pages.determination.places import count_findings, office_of
from services.gateway.pages.lists.names import names_of
from services.gateway.pages.lists.selections import ids_in
from services.gateway.pages.lists.typed import day_in
from services.gateway.pages.training.places import PAID, desk_at, group_at, group_of

WORDS = ("host_name", "mentor", "report_place", "pre_study_place", "pre_study_contact")
MOMENTS = ("report_at", "pre_study_at")
DAYS = ("starts_on", "ends_on")
WRONG = "请检查填写的内容：日期、时间须完整，文字不超过长度"
READY = {
    TrainingStep.ATTEND: S.NOTIFIED,
    TrainingStep.ENROL: S.PRE_STUDY,
    TrainingStep.COMPLETE: S.IN_TRAINING,
}
"""Whom each step can be registered of."""


async def one(page: Page) -> Response:
    """GET: the plan, what it lacks, the people."""
    view = await group_of(page)
    return await _page(page, view, typed_of(view.plan))


async def save(page: Page) -> Response:
    """POST: keep the plan as far as it goes."""
    form, view = await page.form(), await group_of(page)
    plan = plan_in(form)
    typed: dict[str, object] = {**form.values, "modes": form.getlist("modes")}
    if plan is None:
        return await _page(page, view, typed, [PageFinding("", WRONG)], status=UNPROCESSABLE)
    request = SaveTrainingPlan(training_id=view.training_id, version=seen_version(form), plan=plan)
    try:
        await page.ask(request, TrainingChanged)
    except TepeiError as error:
        return await _page(page, view, typed, page.findings(error), status=UNPROCESSABLE)
    return page.redirect(group_at(page), said="培养计划已保存。")


async def ask_notice(page: Page) -> Response:
    """GET: who would be told what."""
    return await _notice(page)


async def notify(page: Page) -> Response:
    """POST: send the notifications; what is missing is named."""
    form, view = await page.form(), await group_of(page)
    request = NotifyTraining(training_id=view.training_id, version=seen_version(form))
    try:
        done = await page.ask(request, TrainingChanged, seconds=20.0)
    except TepeiError as error:
        return await _notice(page, page.findings(error))
    said = f"已通知{done.persons}人，以及各人的主管单位和地州市人社局（人事职称部门）。"
    return page.redirect(group_at(page), said=said)


async def register(page: Page) -> Response:
    """POST: first whom it concerns, then the step itself."""
    form, view = await page.form(), await group_of(page)
    errors: list[PageFinding] = []
    on = day_in(form, "on", "日期", errors)
    chosen = ids_in(form, "file")
    errors += count_findings(len(chosen))
    step = TrainingStep.__members__.get(form["deed"])
    if step is None:
        errors.append(PageFinding("deed", "请选择登记的事项"))
    if errors or on is None or step is None:
        typed = typed_of(view.plan)
        return await _page(page, view, typed, errors, status=UNPROCESSABLE, form=form)
    if form["step"] != "confirm":
        return await _register_check(page, view, form)
    request = RegisterTraining(
        training_id=view.training_id,
        version=seen_version(form),
        step=step,
        on=on,
        application_ids=chosen,
    )
    try:
        done = await page.ask(request, TrainingChanged, seconds=20.0)
    except TepeiError as error:
        typed = typed_of(view.plan)
        return await _page(page, view, typed, page.findings(error), status=CONFLICT, form=form)
    return page.redirect(group_at(page), said=f"已登记{done.persons}人{step.label}。")


def plan_in(form: Form) -> TrainingPlan | None:
    """What the form says; None when a day or a moment is no such thing."""
    try:
        return TrainingPlan(
            **{name: form[name] or None for name in WORDS},
            **{name: _moment(form[name]) for name in MOMENTS},
            **{name: date.fromisoformat(form[name]) if form[name] else None for name in DAYS},
            pre_study_topics=form["pre_study_topics"] or None,
            host_kind=HostKind[form["host_kind"]] if form["host_kind"] else None,
            host_place=HostPlace[form["host_place"]] if form["host_place"] else None,
            modes=tuple(TrainingMode[each] for each in form.getlist("modes")),
        )
    except (ValueError, KeyError, ValidationError):
        return None


def typed_of(plan: TrainingPlan) -> dict[str, object]:
    """The plan as the form shows it."""
    typed: dict[str, object] = {**plan.model_dump(mode="json"), "modes": list(plan.modes)}
    for name in MOMENTS:
        at: datetime | None = getattr(plan, name)
        typed[name] = "" if at is None else f"{at.astimezone(BEIJING):%Y-%m-%dT%H:%M}"
    return typed


def _moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text).replace(tzinfo=BEIJING) if text else None


async def _page(
    page: Page,
    view: TrainingView,
    typed: dict[str, object],
    errors: list[PageFinding] | None = None,
    *,
    status: int = 200,
    form: Form | None = None,
) -> Response:
    return page.render(
        "training/group.html",
        status=status,
        errors=errors or [],
        view=view,
        typed=typed,
        form=Form() if form is None else form,
        names=await names_of(page, [one.application_id for one in view.people]),
        ticked=frozenset(() if form is None else ids_in(form, "file")),
        **_choices(page),
    )


async def _notice(page: Page, errors: list[PageFinding] | None = None) -> Response:
    view = await group_of(page)
    return page.render(
        "training/notice_check.html",
        status=UNPROCESSABLE if errors else 200,
        errors=errors or [],
        view=view,
        names=await names_of(page, [one.application_id for one in view.people]),
        **_choices(page),
    )


async def _register_check(page: Page, view: TrainingView, form: Form) -> Response:
    chosen = frozenset(ids_in(form, "file"))
    return page.render(
        "training/register_check.html",
        view=view,
        form=form,
        deed=TrainingStep[form["deed"]],
        on=date.fromisoformat(form["on"]),
        people=[one for one in view.people if one.application_id in chosen],
        names=await names_of(page, list(chosen)),
        **_choices(page),
    )


def _choices(page: Page) -> dict[str, Any]:
    return {
        "kinds": tuple((kind.value, kind.label) for kind in HostKind),
        "places": tuple((place.value, place.label) for place in HostPlace),
        "modes": tuple(TrainingMode),
        "steps": tuple((step.value, step.label) for step in TrainingStep),
        "ready": frozenset(READY.values()),
        "most": TOPICS_MAX,
        "paid": PAID,
        "organisation_id": office_of(page),
        "here": group_at(page),
        "back": desk_at(office_of(page)),
    }
