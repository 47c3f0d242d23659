"""The task list: each section of the form with its state and what it still lacks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from services.contracts.requests.applications_views import (
    ApplicationView,
    DraftCheck,
    ScanState,
)
from services.contracts.vocabulary import FindingStatus
from services.gateway.pages.applicant.typed import same
from services.gateway.pages.applicant.widgets import is_typed
from services.gateway.pages.core.form_facts import FormFacts

SCANS = "scans"
_DEFAULTED = frozenset({"admin_post", "sex"})
"""Filled in by the system itself: they do not make a section begun."""


class TaskState(Enum):
    """How far a part of the form is; the value is the colour of its tag."""

    EMPTY = "grey"
    BEGUN = "blue"
    WRONG = "red"
    DONE = "green"

    @property
    def label(self) -> str:
        """The words of the tag."""
        return _LABELS[self]


_LABELS = {
    TaskState.EMPTY: "未填",
    TaskState.BEGUN: "填写中",
    TaskState.WRONG: "有问题",
    TaskState.DONE: "已填好",
}


@dataclass(frozen=True)
class Task:
    """One line of the list."""

    code: str
    label: str
    address: str
    state: TaskState
    gaps: int
    problems: int
    open: bool

    @property
    def words(self) -> str:
        """What is to be done in it."""
        lacking = f"还差{self.gaps}项" if self.gaps else ""
        wrong = f"{self.problems}项需核对" if self.problems else ""
        return "，".join(part for part in (lacking, wrong) if part)


@dataclass(frozen=True)
class Linked:
    """One thing to put right, and where."""

    text: str
    href: str


def tasks_of(form: FormFacts, view: ApplicationView, check: DraftCheck) -> list[Task]:
    """The sections in the order of the form, then the scans."""
    return [
        *(_section(form, section, view, check) for section in form.view.sections),
        _scans(form, view, check),
    ]


def _section(
    form: FormFacts, section: Mapping[str, Any], view: ApplicationView, check: DraftCheck
) -> Task:
    code = section["code"]
    gaps = sum(place_of(form, gap.field) == code for gap in check.gaps)
    wrong = sum(place_of(form, problem.field) == code for problem in check.problems)
    begun = any(
        is_typed(one) and one["code"] not in _DEFAULTED and _filled(view.fields.get(one["code"]))
        for one in section["fields"]
    )
    return Task(
        code=code,
        label=section["label"],
        address=f"/applications/{view.application_id}/sections/{code}",
        state=_state(begun=begun, gaps=gaps, wrong=wrong),
        gaps=gaps,
        problems=wrong,
        open=any(one["code"] in view.editable for one in section["fields"]),
    )


def _scans(form: FormFacts, view: ApplicationView, check: DraftCheck) -> Task:
    gaps = sum(place_of(form, gap.field) == SCANS for gap in check.gaps)
    refused = sum(scan.state is ScanState.REJECTED for scan in view.scans)
    return Task(
        code=SCANS,
        label="证明材料",
        address=f"/applications/{view.application_id}/scans",
        state=_state(begun=bool(view.scans), gaps=gaps, wrong=refused),
        gaps=gaps,
        problems=refused,
        open=any(slot["code"] in view.editable for slot in form.view.materials),
    )


def _state(*, begun: bool, gaps: int, wrong: int) -> TaskState:
    if not begun:
        return TaskState.EMPTY if gaps or wrong else TaskState.DONE
    if wrong:
        return TaskState.WRONG
    return TaskState.BEGUN if gaps else TaskState.DONE


def _filled(value: Any) -> bool:
    return value is False or not same(value, None)


def place_of(form: FormFacts, field: str) -> str:
    """The section of a field path, or the scans for a material."""
    head = field.partition(".")[0]
    return form.section_of.get(head, SCANS)


def address_of(form: FormFacts, application_id: object, field: str) -> str:
    """Where a field or material is filled in."""
    place, base = place_of(form, field), f"/applications/{application_id}"
    return f"{base}/scans#{field}" if place == SCANS else f"{base}/sections/{place}#{field}"


def lacking(form: FormFacts, check: DraftCheck) -> list[Linked]:
    """Every gap, broken rule and failed condition, each leading to its field."""
    at = check.application_id
    return [
        *(Linked(gap.message, address_of(form, at, gap.field)) for gap in check.gaps),
        *(Linked(one.message, address_of(form, at, one.field)) for one in check.problems),
        *(
            Linked(one.explanation, f"/applications/{at}/eligibility#{one.rule}")
            for one in check.findings
            if one.status is FindingStatus.FAIL
        ),
    ]
