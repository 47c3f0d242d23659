"""What the page of a section shows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from starlette.responses import Response

from services.contracts.errors import NotFoundError
from services.contracts.requests.accounts import OrganisationView, ReadOrganisation
from services.contracts.requests.quotas import ReadPlan, ReadPlanResult
from services.contracts.requests.review_views import MyStatus, ReadMyStatus
from services.gateway.pages.applicant import widgets
from services.gateway.pages.applicant.conditions import Condition, conditions, of_section
from services.gateway.pages.applicant.mine import live_binding
from services.gateway.pages.applicant.own import Own
from services.gateway.pages.applicant.plan import Choice, Specialty, specialties
from services.gateway.pages.applicant.tasks import TaskState, tasks_of
from services.gateway.pages.applicant.typed import Values, base_of
from services.gateway.pages.core.answers import ShownAnswer, by_section
from services.gateway.pages.core.page import Page, PageFinding

_UNIT, _PLAN = "unit", "plan_row"
_PENDING = "（单位人事部门尚未确认）"
Section = Mapping[str, Any]


@dataclass(frozen=True)
class SectionPage:
    """How a page differs from the stored form: what was typed and not stored, and why."""

    typed: Values = field(default_factory=dict)
    errors: list[PageFinding] = field(default_factory=list)
    status: int = 200
    more: str = ""


@dataclass(frozen=True)
class Aside:
    """What follows from the fields: derived values and what the rules found."""

    derived: tuple[ShownAnswer, ...]
    conditions: tuple[Condition, ...]
    state: TaskState
    words: str


async def section_page(page: Page, own: Own, section: Section, shown: SectionPage) -> Response:
    """The page, whatever brought somebody to it."""
    types = {one["type"] for one in section["fields"]}
    units, rows, reasons = await page.together(
        _units(page, own, types), _specialties(page, own, types), _reasons(page, own)
    )
    is_open = own.standing.is_open
    setting = widgets.Setting(
        form=own.form,
        view=own.view,
        values={**own.view.fields, **shown.typed},
        shown=_answers(own, section),
        units=units,
        specialties=rows,
        notes=_warnings(own),
        reasons=reasons,
        more=shown.more,
    )
    open_ones = widgets.open_definitions(section, own.view, is_open=is_open)
    return page.render(
        "applicant/section.html",
        status=shown.status,
        own=own,
        section=section,
        widgets=_each_reason_once(
            widgets.widget_of(one, setting, is_open=one in open_ones)
            for one in section["fields"]
            if widgets.is_typed(one)
        ),
        aside=aside_of(own, section),
        base=base_of(open_ones, own.view.fields, own.view.revision),
        can_save=bool(open_ones),
        errors=shown.errors,
    )


def _each_reason_once(found: Iterable[widgets.Widget]) -> list[widgets.Widget]:
    """A reason is about an item of several fields: it stands at the first of them."""
    said: set[str] = set()
    shown = []
    for widget in found:
        new = tuple(reason for reason in widget.reasons if reason not in said)
        said.update(new)
        shown.append(replace(widget, reasons=new))
    return shown


def aside_of(own: Own, section: Section) -> Aside:
    """The part that changes with what is saved."""
    derived = {one["code"] for one in section["fields"] if not widgets.is_typed(one)}
    found = conditions(own.form, own.view, own.check.findings)
    task = next(t for t in tasks_of(own.form, own.view, own.check) if t.code == section["code"])
    return Aside(
        derived=tuple(answer for code, answer in _answers(own, section).items() if code in derived),
        conditions=tuple(of_section(found, section["code"])),
        state=task.state,
        words=task.words,
    )


def _answers(own: Own, section: Section) -> dict[str, ShownAnswer]:
    groups = by_section(own.form, own.view)
    return {
        answer.code: answer
        for group in groups
        if group.code == section["code"]
        for answer in group.answers
    }


def _warnings(own: Own) -> dict[str, tuple[tuple[str, str], ...]]:
    """Remarks and broken rules between fields, at the field they name."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for note in own.check.notes:
        found[note.field.partition(".")[0]].append((note.kind.value, note.message))
    for problem in own.check.problems:
        found[problem.field.partition(".")[0]].append(("problem", problem.message))
    return {code: tuple(texts) for code, texts in found.items()}


async def _units(page: Page, own: Own, types: Container[str]) -> tuple[Choice, ...]:
    """The unit somebody named in the account, and the one the form has if it is another."""
    if _UNIT not in types:
        return ()
    binding = await live_binding(page)
    chosen = str(own.view.fields.get("unit_id") or "")
    choices = []
    if binding is not None:
        pending = "" if binding.decided_at else _PENDING
        text = f"{binding.organisation_name}{pending}"
        choices.append(Choice(str(binding.organisation_id), text))
    if chosen and chosen not in {choice.value for choice in choices}:
        text = f"{own.view.fields.get('unit_name') or ''}（现在填写的单位，与您账号中的单位不同）"
        choices.append(Choice(chosen, text))
    return tuple(choices)


async def _specialties(page: Page, own: Own, types: Container[str]) -> tuple[Specialty, ...]:
    """The rows of the plan open to the unit of the form; none before a unit is chosen."""
    unit_id = own.view.fields.get("unit_id")
    if _PLAN not in types or not unit_id:
        return ()
    unit = await page.ask(ReadOrganisation(organisation_id=unit_id), OrganisationView)
    if not unit.plan_unit_code:
        return ()
    asked = ReadPlan(year=own.view.cycle_year, plan_unit_code=unit.plan_unit_code)
    try:
        plan = await page.ask(asked, ReadPlanResult)
    except NotFoundError:
        return ()
    return specialties(plan.rows, unit.plan_unit_code)


async def _reasons(page: Page, own: Own) -> dict[str, tuple[str, ...]]:
    """Why the form came back, at the fields each reason is about."""
    if not own.standing.returned:
        return {}
    asked = ReadMyStatus(application_id=own.view.application_id)
    try:
        status = await page.ask(asked, MyStatus)
    except NotFoundError:
        return {}
    found: dict[str, list[str]] = defaultdict(list)
    for code, item in own.form.item_of.items():
        for reason in status.reasons:
            if reason.item_code in (item, code):
                found[code].append(f"{reason.reason_label}。{reason.text}")
    return {code: tuple(texts) for code, texts in found.items()}
