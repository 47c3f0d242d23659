"""What the rules found, each with its demand, the data it looked at, and what one may do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from services.contracts.requests.applications_views import (
    ApplicationView,
    RuleFinding,
    RuleGuide,
)
from services.contracts.vocabulary import FindingStatus
from services.gateway.pages.core.filters import month
from services.gateway.pages.core.form_facts import FormFacts

_COMPOSED = {
    "unit_region": ("单位所在地", "unit"),
    "title": ("任职资格", "title"),
    "zh_line": ("汉语", "ability"),
    "track_line": ("培养类别和期限", "intention"),
}
"""Texts made of several fields: what they are called, and the section that makes them."""

_TAGS = {
    FindingStatus.PASS: ("green", "符合"),
    FindingStatus.INFO: ("green", "符合"),
    FindingStatus.RELAXED: ("teal", "放宽后符合"),
    FindingStatus.HUMAN: ("blue", "由工作人员核对"),
    FindingStatus.FAIL: ("red", "不符合"),
}
_NOTHING_TYPED = "（未填写）"


@dataclass(frozen=True)
class Condition:
    """One rule as the applicant reads it."""

    rule: str
    label: str
    requirement: str
    colour: str
    verdict: str
    explanation: str
    used: tuple[tuple[str, str], ...]
    advice: str
    sections: frozenset[str]
    failed: bool


def conditions(
    form: FormFacts, view: ApplicationView, findings: Iterable[RuleFinding]
) -> list[Condition]:
    """All rules in their order."""
    guides = {guide.rule: guide for guide in form.view.rules}
    return [
        _condition(form, view, finding, guides[finding.rule])
        for finding in findings
        if finding.rule in guides
    ]


def of_section(found: Iterable[Condition], section: str) -> list[Condition]:
    """The rules that look at a section."""
    return [one for one in found if section in one.sections]


def _condition(
    form: FormFacts, view: ApplicationView, finding: RuleFinding, guide: RuleGuide
) -> Condition:
    colour, verdict = _TAGS[finding.status]
    return Condition(
        rule=finding.rule,
        label=guide.label,
        requirement=guide.requirement,
        colour=colour,
        verdict=verdict,
        explanation=finding.explanation,
        used=tuple(
            (_label(form, code), month(view.display.get(code) or _NOTHING_TYPED))
            for code in guide.fields
        ),
        advice=guide.advice,
        sections=frozenset(_section(form, code) for code in guide.fields),
        failed=finding.status is FindingStatus.FAIL,
    )


def _label(form: FormFacts, code: str) -> str:
    return _COMPOSED[code][0] if code in _COMPOSED else form.label(code)


def _section(form: FormFacts, code: str) -> str:
    return _COMPOSED[code][1] if code in _COMPOSED else form.section_of.get(code, "")
