"""The form definition, asked once a minute for all pages: labels of fields, items and materials."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from services.contracts.requests.applications import ReadForm
from services.contracts.requests.applications_views import FormView
from services.contracts.vocabulary import Material
from services.gateway.pages.core.known import known
from services.gateway.pages.core.page import Page

FRESH_SECONDS = 60.0


@dataclass(frozen=True)
class FormFacts:
    """The form of a cycle with its labels at hand."""

    view: FormView
    labels: dict[str, str] = field(default_factory=dict)
    item_of: dict[str, str] = field(default_factory=dict)
    section_of: dict[str, str] = field(default_factory=dict)

    def label(self, code: str) -> str:
        """What a field or material is called: `ach.0.title` is called as `ach` is."""
        head = code.partition(".")[0]
        return self.labels.get(code) or self.labels.get(head) or code


async def form_facts(page: Page, year: int | None = None) -> FormFacts:
    """The form of a year as it is, at most a minute old; else of the year the page shows."""
    asked = ReadForm(year=year or (page.cycle.year if page.cycle else None))
    return await known(page.gateway, page.visit, asked, facts_of, fresh=FRESH_SECONDS)


def year_of(page: Page, cycle_id: UUID) -> int | None:
    """The year of a cycle, if pages know of it."""
    return next((cycle.year for cycle in page.cycles if cycle.cycle_id == cycle_id), None)


def facts_of(view: FormView) -> FormFacts:
    """Labels by code out of the definition."""
    labels: dict[str, str] = {material.value: material.label for material in Material}
    item_of: dict[str, str] = {row["code"]: row["item"] for row in view.materials}
    section_of: dict[str, str] = {}
    for section in view.sections:
        for one in _fields(section):
            labels[one["code"]] = one["label"]
            item_of[one["code"]] = one["item"]
            section_of[one["code"]] = section["code"]
    return FormFacts(view, labels, item_of, section_of)


def _fields(section: dict[str, Any]) -> list[dict[str, Any]]:
    return list(section["fields"])
