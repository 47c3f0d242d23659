"""One look at a draft: derived data, gaps, problems, remarks and findings together."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from services.applications.domain.assessment import facts_of
from services.applications.domain.completeness import (
    Missing,
    missing_fields,
    missing_materials,
)
from services.applications.domain.crossfield import Days, check_rules
from services.applications.domain.derived import Surroundings, with_derived
from services.applications.domain.eligibility import Finding, RuleData, assess, outcome_of
from services.applications.domain.form import FormDefinition
from services.contracts.events import CycleRules
from services.contracts.values.notes import Note, Problem
from services.contracts.vocabulary import Outcome


@dataclass(frozen=True, slots=True)
class Draft:
    """What the applicant has entered so far."""

    data: Mapping[str, Any]
    id_number: str | None
    accepted_slots: Collection[str]


@dataclass(frozen=True, slots=True)
class Examination:
    """Everything the system can say about a draft; a person decides."""

    data: dict[str, Any]
    """With derived fields."""
    gaps: tuple[Missing, ...]
    problems: tuple[Problem, ...]
    notes: tuple[Note, ...]
    findings: tuple[Finding, ...]

    @property
    def outcome(self) -> Outcome:
        """The findings in one word."""
        return outcome_of(self.findings)

    @property
    def complete(self) -> bool:
        """Whether nothing is missing and no rule between fields is broken."""
        return not self.gaps and not self.problems


def examine(
    form: FormDefinition,
    rule_data: RuleData,
    rules: CycleRules,
    draft: Draft,
    *,
    around: Surroundings,
    days: Days,
) -> Examination:
    """Look at a draft as it is; changes nothing."""
    full = with_derived(form, draft.data, draft.id_number, around)
    problems, notes = check_rules(form, full, draft.id_number, days)
    return Examination(
        data=full,
        gaps=(
            *missing_fields(form, full, has_id_number=draft.id_number is not None),
            *missing_materials(form, full, draft.accepted_slots),
        ),
        problems=problems,
        notes=notes,
        findings=assess(facts_of(form, full, around), rules, rule_data),
    )
