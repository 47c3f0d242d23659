"""A file as a desk works through it: item by item, each with answers, findings, marks, scans."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from services.contracts.requests.applications_views import (
    ApplicationView,
    RuleFinding,
    ScanView,
)
from services.contracts.requests.review import Mark, ReturnItem
from services.contracts.requests.review_views import (
    CaseView,
    ChecklistItem,
    DecisionView,
    ItemMark,
)
from services.contracts.vocabulary import ApplicationState, Verdict
from services.gateway.pages.core.answers import AnswerGroup, ShownAnswer, by_item
from services.gateway.pages.core.form_facts import FormFacts

_KEPT_FROM_DESKS = frozenset({"ethnicity_code"})


@dataclass(frozen=True)
class DeskItem:
    """One thing to judge, with everything that is to be seen for it."""

    code: str
    label: str
    answers: tuple[ShownAnswer, ...] = ()
    findings: tuple[RuleFinding, ...] = ()
    scans: tuple[ScanView, ...] = ()
    mark: ItemMark | None = None
    previous: ItemMark | None = None
    earlier: tuple[ItemMark, ...] = ()
    changed: bool = False
    to_mark: bool = False


def items_of(form: FormFacts, case: CaseView, view: ApplicationView) -> list[DeskItem]:
    """The items of the checklist of this desk, or all of the form where nothing is to be marked."""
    groups = {group.code: _as_desks_see(group) for group in by_item(form, view)}
    changed = _changed_items(view)
    if case.checklist:
        return [_listed(item, form, case, view, groups) for item in case.checklist]
    return [
        DeskItem(
            code=group.code,
            label=group.label,
            answers=group.answers,
            findings=_findings_of(form, view, group.code),
            scans=group.scans,
            earlier=_earlier(case, group.code),
            changed=group.code in changed,
        )
        for group in groups.values()
    ]


def _as_desks_see(group: AnswerGroup) -> AnswerGroup:
    """Without what is kept from desks (F8): it would read as if it had not been filled in."""
    seen = tuple(answer for answer in group.answers if answer.code not in _KEPT_FROM_DESKS)
    return replace(group, answers=seen)


def item_label(form: FormFacts, code: str) -> str:
    """What an item of the form or a rule is called."""
    rules = {guide.rule: guide.label for guide in form.view.rules}
    return form.view.items.get(code) or rules.get(code, "")


def general_findings(view: ApplicationView, items: Iterable[DeskItem]) -> list[RuleFinding]:
    """The findings that stand at no item."""
    shown = {finding.rule for item in items for finding in item.findings}
    return [finding for finding in view.findings if finding.rule not in shown]


def _listed(
    item: ChecklistItem,
    form: FormFacts,
    case: CaseView,
    view: ApplicationView,
    groups: Mapping[str, AnswerGroup],
) -> DeskItem:
    group = groups.get(item.item_code)
    slots = set(item.materials)
    scans = tuple(scan for scan in view.scans if scan.slot.value in slots)
    if item.kind == "RULE":
        findings = tuple(one for one in view.findings if one.rule == item.item_code)
    else:
        findings = _findings_of(form, view, item.item_code)
    return DeskItem(
        code=item.item_code,
        label=item.label,
        answers=() if group is None else group.answers,
        findings=findings,
        scans=scans or (() if group is None else group.scans),
        mark=item.mark,
        previous=item.previous,
        earlier=_earlier(case, item.item_code),
        changed=item.item_code in _changed_items(view),
        to_mark=item.kind != "ORIGINAL",
    )


def _earlier(case: CaseView, code: str) -> tuple[ItemMark, ...]:
    return tuple(
        mark
        for mark in case.earlier_marks
        if mark.item_code == code and mark.position != case.position
    )


def _findings_of(form: FormFacts, view: ApplicationView, item: str) -> tuple[RuleFinding, ...]:
    """The findings whose rule looks first at a field of this item."""
    home = {
        guide.rule: form.item_of.get(guide.fields[0]) for guide in form.view.rules if guide.fields
    }
    return tuple(finding for finding in view.findings if home.get(finding.rule) == item)


def _changed_items(view: ApplicationView) -> frozenset[str]:
    for version in view.versions:
        if version.version_no == view.version_no:
            return frozenset(version.changed_items)
    return frozenset()


def typed_marks(items: Iterable[DeskItem], typed: Mapping[str, str]) -> tuple[Mark, ...]:
    """The marks of the form that differ from what is stored."""
    marks = []
    for item in items:
        verdict = typed.get(f"verdict.{item.code}", "")
        if not item.to_mark or verdict not in Verdict.__members__:
            continue
        mark = _mark(item.code, Verdict[verdict], typed)
        if not _same(mark, item.mark):
            marks.append(mark)
    return tuple(marks)


def _mark(code: str, verdict: Verdict, typed: Mapping[str, str]) -> Mark:
    if verdict is not Verdict.PROBLEM:
        return Mark(item_code=code, verdict=verdict)
    return Mark(
        item_code=code,
        verdict=verdict,
        reason_code=typed.get(f"reason.{code}", "")[:40] or None,
        text=typed.get(f"text.{code}", "")[:500] or None,
    )


def _same(mark: Mark, stored: ItemMark | None) -> bool:
    return stored is not None and (mark.verdict, mark.reason_code, mark.text) == (
        stored.verdict,
        stored.reason_code,
        stored.text,
    )


def stored_values(items: Iterable[DeskItem]) -> dict[str, str]:
    """The stored marks as the form's fields have them."""
    values: dict[str, str] = {}
    for item in items:
        if item.mark is not None:
            values[f"verdict.{item.code}"] = item.mark.verdict.value
            values[f"reason.{item.code}"] = item.mark.reason_code or ""
            values[f"text.{item.code}"] = item.mark.text or ""
    return values


def focus_of(items: list[DeskItem], wanted: str | None) -> DeskItem | None:
    """The item asked for, else the first without a mark, else the first."""
    for item in items:
        if item.code == wanted:
            return item
    unmarked = (item for item in items if item.to_mark and item.mark is None)
    return next(unmarked, items[0] if items else None)


def typed_reasons(codes: Iterable[str], typed: Mapping[str, str]) -> tuple[dict[str, str], ...]:
    """The ticked reasons of a return as they were typed."""
    return tuple(
        {
            "item_code": code,
            "reason_code": typed.get(f"reason.{code}", ""),
            "text": typed.get(f"text.{code}", ""),
        }
        for code in codes
        if typed.get(f"return.{code}")
    )


def return_items(rows: Iterable[Mapping[str, str]]) -> tuple[ReturnItem, ...]:
    """The reasons as the command has them; a row that is not complete is a ValueError."""
    return tuple(ReturnItem.model_validate(dict(row)) for row in rows)


def meanwhile(items: Iterable[DeskItem], reader: UUID) -> str:
    """For somebody whose marks met newer ones: whose, and that nothing typed is lost."""
    marks = [item.mark for item in items if item.mark is not None]
    names = {mark.reviewer_id: mark.reviewer_name for mark in marks if mark.reviewer_id != reader}
    who = "、".join(names.values()) or "您在另一个窗口"
    return (
        f"您填写期间，{who}更新了此申报。您填写的内容还在，请核对标出的结论后，再按“保存审核结论”。"
    )


def moved_on(history: Sequence[DecisionView], state: ApplicationState) -> str:
    """For somebody whose marks came after the file had left the desk, or who may not mark it."""
    last = history[-1] if history else None
    done = f"{last.person_name}已办理“{last.kind_label}”，" if last and last.person_name else ""
    return f"您填写期间，{done}此申报现为“{state.label}”。您填写的审核结论没有保存。"
