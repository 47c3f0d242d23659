"""The fairness report: how desks decide, and for the auditor sums by sex and ethnicity (F9)."""

from __future__ import annotations

from starlette.responses import Response

from services.contracts.requests.applications_fairness import (
    LEAST,
    Dimension,
    FairnessReport,
    ReadFairness,
)
from services.contracts.requests.review_rates import Rates, ReadRates
from services.gateway.pages.core.page import Page

TITLES = {Dimension.SEX: "按性别", Dimension.ETHNICITY: "按民族"}
PAGE_ROWS = 50


async def report(page: Page) -> Response:
    """Both parts of the report for the year the page shows."""
    cycle, number = page.cycle, page.number("p")
    if cycle is None:
        return page.render("admin/fairness.html", rates=None, groups={}, least=LEAST)
    rates, people = await page.together(
        page.ask(ReadRates(cycle_id=cycle.cycle_id), Rates),
        page.ask(ReadFairness(cycle_id=cycle.cycle_id), FairnessReport),
    )
    groups = {
        title: [one for one in people.groups if one.dimension is dimension]
        for dimension, title in TITLES.items()
    }
    return page.render(
        "admin/fairness.html",
        rates=rates.desks[(number - 1) * PAGE_ROWS : number * PAGE_ROWS],
        total=len(rates.desks),
        number=number,
        size=PAGE_ROWS,
        groups=groups,
        least=LEAST,
    )
