"""The fairness report: how desks decide, and for the auditor sums by sex and ethnicity (F9)."""

from __future__ import annotations

from starlette.responses import Response

from services.contracts.errors import NotFoundError
from services.contracts.requests.applications_fairness import (
    LEAST,
    Dimension,
    FairnessReport,
    ReadFairness,
)
from services.contracts.requests.review_rates import Rates, ReadRates
from services.gateway.pages.core.page import Page

TITLES = {Dimension.SEX: "按性别", Dimension.ETHNICITY: "按民族"}


async def report(page: Page) -> Response:
    """What the report is; it is made when asked for, as it looks at all files of a year."""
    return page.render("admin/fairness.html", rates=None, groups={}, least=LEAST)


async def make(page: Page) -> Response:
    """POST: both parts of the report for the year the page shows; the reading is audited.

    Raises:
        NotFoundError: no cycle is open.
    """
    await page.form()
    if page.cycle is None:
        raise NotFoundError
    rates, people = await page.together(
        page.ask(ReadRates(cycle_id=page.cycle.cycle_id), Rates),
        page.ask(ReadFairness(cycle_id=page.cycle.cycle_id), FairnessReport),
    )
    groups = {
        title: [one for one in people.groups if one.dimension is dimension]
        for dimension, title in TITLES.items()
    }
    return page.render("admin/fairness.html", rates=rates.desks, groups=groups, least=LEAST)
