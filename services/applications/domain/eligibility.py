"""Eligibility E01–E12 (§5.1): findings for a person to confirm, never a decision.

E01–E07 are objective; E08–E12 always wait for a person and never enter the outcome. Ethnicity is
used by E03 and nowhere else (§8.3).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from services.applications.domain import rule_texts as say
from services.applications.domain.ages import (
    completed_years,
    past_limit_birthday,
    within_age,
)
from services.contracts.events import CycleRules
from services.contracts.vocabulary import FindingStatus, Outcome

INFO_AGE_45 = "INFO_AGE_45"
INFO_HAN_SOUTH = "INFO_HAN_SOUTH"


@dataclass(frozen=True, slots=True)
class RuleData:
    """The parts of the rules that are data of the programme, not switches of the cycle."""

    unit_natures: frozenset[str]
    post_pass: frozenset[str]
    post_human: frozenset[str]
    han: str
    ethnicity_human: frozenset[str]
    southern_four: tuple[str, ...]
    education_human_forms: frozenset[str]
    full_title_levels: frozenset[int]
    education_standing: Mapping[str, str]
    """GB/T 4658 code → full, relaxed, human or below."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rules look at; None = not filled in yet."""

    unit_nature: str | None
    unit_known: bool
    post_category: str | None
    ethnicity: str | None
    unit_region: str
    line_region: str
    """Region of the reporting line, for `relaxation_basis = REPORTING_LINE`."""
    in_plan: bool | None
    shortage: bool
    birth_date: date | None
    archive_differs: bool
    education: str | None
    study_form: str | None
    title_level: int | None
    title_outside_table: bool


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule's finding."""

    rule: str
    status: FindingStatus
    explanation: str
    info: str | None = None


@dataclass(frozen=True, slots=True)
class _Case:
    facts: Facts
    rules: CycleRules
    data: RuleData

    @property
    def southern(self) -> bool:
        """Whether the unit counts as lying in the four southern prefectures (R07, R19)."""
        by_place = self.rules.relaxation_basis == "UNIT_LOCATION"
        region = self.facts.unit_region if by_place else self.facts.line_region
        return region[:4] in self.data.southern_four

    @property
    def relaxed(self) -> bool:
        """Whether education and title may be relaxed (R19)."""
        return self.facts.shortage or self.southern


def _unit(case: _Case) -> Finding:
    nature = case.facts.unit_nature
    if not case.facts.unit_known or nature is None:
        return Finding("E01", FindingStatus.HUMAN, say.UNIT_UNKNOWN)
    if nature in case.data.unit_natures:
        return Finding("E01", FindingStatus.PASS, say.UNIT_FITS)
    return Finding("E01", FindingStatus.FAIL, say.UNIT_FAIL)


def _post(case: _Case) -> Finding:
    post = case.facts.post_category
    if post is None or post in case.data.post_human:
        return Finding("E02", FindingStatus.HUMAN, say.POST_HUMAN)
    if post in case.data.post_pass:
        return Finding("E02", FindingStatus.PASS, say.POST_FITS)
    return Finding("E02", FindingStatus.FAIL, say.POST_FAIL)


def _ethnicity(case: _Case) -> Finding:
    code = case.facts.ethnicity
    if code is None or code in case.data.ethnicity_human:
        return Finding("E03", FindingStatus.HUMAN, say.SCOPE_HUMAN)
    if code != case.data.han:
        return Finding("E03", FindingStatus.PASS, say.SCOPE_FITS)
    if case.southern:
        return Finding("E03", FindingStatus.PASS, say.SCOPE_SOUTH, INFO_HAN_SOUTH)
    return Finding("E03", FindingStatus.FAIL, say.SCOPE_FAIL)


def _specialty(case: _Case) -> Finding:
    if case.facts.in_plan:
        return Finding("E04", FindingStatus.PASS, say.PLAN_FITS)
    if case.facts.in_plan is None:
        return Finding("E04", FindingStatus.HUMAN, say.PLAN_UNKNOWN)
    return Finding("E04", FindingStatus.FAIL, say.PLAN_FAIL)


def _age(case: _Case) -> Finding:
    birth, rules = case.facts.birth_date, case.rules
    if birth is None:
        return Finding("E05", FindingStatus.HUMAN, say.AGE_UNKNOWN)
    reference = rules.age_reference_date
    words = {
        "birth": say.day_text(birth),
        "reference": say.day_text(reference),
        "years": completed_years(birth, reference, rules.age_feb29),
        "limit": rules.age_limit,
    }
    limit, feb29 = rules.age_limit, rules.age_feb29
    if not within_age(birth, reference, mode=rules.age_mode, limit=limit, feb29=feb29):
        return Finding("E05", FindingStatus.FAIL, say.AGE_FAIL.format(**words))
    over = past_limit_birthday(birth, reference, limit=limit, feb29=feb29)
    info = INFO_AGE_45 if over else None
    if case.facts.archive_differs:
        return Finding("E05", FindingStatus.HUMAN, say.AGE_ARCHIVE.format(**words), info)
    return Finding("E05", FindingStatus.PASS, say.AGE_FITS.format(**words), info)


def _education(case: _Case) -> Finding:
    code, facts = case.facts.education, case.facts
    standing = case.data.education_standing.get(code or "", "human")
    if code is None or standing == "human":
        return Finding("E06", FindingStatus.HUMAN, say.EDUCATION_HUMAN)
    if standing == "below" or (standing == "relaxed" and not case.relaxed):
        return Finding("E06", FindingStatus.FAIL, say.EDUCATION_FAIL)
    if facts.study_form in case.data.education_human_forms:
        return Finding("E06", FindingStatus.HUMAN, say.EDUCATION_ABROAD)
    if standing == "relaxed":
        return Finding("E06", FindingStatus.RELAXED, say.EDUCATION_RELAXED)
    return Finding("E06", FindingStatus.PASS, say.EDUCATION_FITS)


def _title(case: _Case) -> Finding:
    level = case.facts.title_level
    if level is None:
        text = say.TITLE_OUTSIDE if case.facts.title_outside_table else say.TITLE_UNKNOWN
        return Finding("E07", FindingStatus.HUMAN, text)
    if level in case.data.full_title_levels:
        return Finding("E07", FindingStatus.PASS, say.TITLE_FITS)
    if 0 < level <= case.rules.relaxed_min_title and case.relaxed:
        return Finding("E07", FindingStatus.RELAXED, say.TITLE_RELAXED)
    return Finding("E07", FindingStatus.FAIL, say.TITLE_NONE if level == 0 else say.TITLE_FAIL)


_OBJECTIVE: tuple[Callable[[_Case], Finding], ...] = (
    _unit,
    _post,
    _ethnicity,
    _specialty,
    _age,
    _education,
    _title,
)
_HUMAN_RULES = tuple(
    Finding(rule, FindingStatus.HUMAN, text) for rule, text in say.ALWAYS_HUMAN.items()
)
_OBJECTIVE_CODES = frozenset(f"E{number:02d}" for number in range(1, len(_OBJECTIVE) + 1))


def assess(facts: Facts, rules: CycleRules, data: RuleData) -> tuple[Finding, ...]:
    """The findings of all twelve rules, in order."""
    case = _Case(facts, rules, data)
    return (*(rule(case) for rule in _OBJECTIVE), *_HUMAN_RULES)


def outcome_of(findings: tuple[Finding, ...]) -> Outcome:
    """E01–E07 in one word: any FAIL, else any HUMAN, else any RELAXED, else eligible."""
    seen = {finding.status for finding in findings if finding.rule in _OBJECTIVE_CODES}
    for status, outcome in _PRECEDENCE:
        if status in seen:
            return outcome
    return Outcome.ELIGIBLE


_PRECEDENCE = (
    (FindingStatus.FAIL, Outcome.NOT_ELIGIBLE),
    (FindingStatus.HUMAN, Outcome.NEEDS_HUMAN),
    (FindingStatus.RELAXED, Outcome.ELIGIBLE_RELAXED),
)


def relaxed_rules(findings: tuple[Finding, ...]) -> tuple[str, ...]:
    """Rules that were passed by relaxation: the form and the list then say 放宽."""
    return tuple(f.rule for f in findings if f.status is FindingStatus.RELAXED)
