"""That the tests of this folder inspected every page: it stands last and adds up what they saw.

A page that nobody looks at would pass for accessible. So each GET row of the table of pages was
inspected (axe at 360 and 1280 px) somewhere in this run, and each form was inspected while it told
what to correct; the exceptions say why they show no page of their own, or tell nothing.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from services.gateway.pages.table import PAGE_ROUTES
from tests.support.inspected_pages import INSPECTED, INSPECTED_WITH_ERROR

_SECTION = "/applications/{application_id}/sections/{section}"
_FILE = "/desk/{organisation_id}/files/{application_id}"
_LIST = "/desk/{organisation_id}/lists/{seat_kind}"

NO_PAGE = {
    "/now": "the server's clock as data",
    "/plan": "goes on to the plan of the year",
    "/progress": "goes on to the numbers of the year",
    "/applications/{application_id}/data/file": "a file",
    "/years/{year}": "goes on to the page one came from, in that year",
    "/scans/{scan_id}/original": "goes on to the store",
    "/exports/{export_id}/file": "goes on to the store",
    "/applications/{application_id}/scans/{scan_id}/pictures": "addresses as data",
    f"{_SECTION}/aside": "a part of the section's page, inspected within it",
    f"{_FILE}/scans": "a part of the file's page, inspected within it",
    f"{_LIST}/live": "a part of the list's page, inspected within it",
}


_APPLICATION = "/applications/{application_id}"
_ONE_BUTTON = "one button and nothing to fill in: what is refused is the page of an error"
_NOTHING_TICKED = "that nobody was ticked is told as a notice on the page before"
NEVER_TOLD = {
    "/sign-out": _ONE_BUTTON,
    "/admin/fairness": _ONE_BUTTON,
    "/messages": _ONE_BUTTON,
    "/account/unit/{organisation_id}": _ONE_BUTTON,
    "/admin/organisations/{organisation_id}/changes/{change_id}": _ONE_BUTTON,
    "/admin/tokens/{client_id}/end": _ONE_BUTTON,
    f"{_APPLICATION}/consents/{{material}}": _ONE_BUTTON,
    f"{_APPLICATION}/consents/{{material}}/withdrawal": _ONE_BUTTON,
    f"{_APPLICATION}/scans/{{scan_id}}/removal": _ONE_BUTTON,
    f"{_APPLICATION}/withdrawal": _ONE_BUTTON,
    "/desk/{organisation_id}/exports": _ONE_BUTTON,
    "/desk/{organisation_id}/notifications/{application_id}": _ONE_BUTTON,
    f"{_APPLICATION}/notification": _ONE_BUTTON,
    "/region/{organisation_id}/training/{training_id}/notification": _ONE_BUTTON,
    "/region/{organisation_id}/determination/withdrawals/{application_id}": _ONE_BUTTON,
    "/desk/{organisation_id}/selection": _NOTHING_TICKED,
    f"{_LIST}/selection": _NOTHING_TICKED,
    "/admin/people": "a search that finds nobody says so",
}


@pytest.fixture(autouse=True)
def whole(request: pytest.FixtureRequest) -> None:
    """Only a run of the whole folder can say this."""
    files = {item.path for item in request.session.items}
    chosen = request.config.option.keyword or request.config.option.markexpr
    if chosen or files != set(Path(__file__).parent.glob("test_*.py")):
        pytest.skip("only a part of the layer runs")


def test_each_page_was_inspected() -> None:
    pages = {route.path for route in PAGE_ROUTES if route.method == "GET"}
    assert NO_PAGE.keys() <= pages
    missed = sorted(pages - NO_PAGE.keys() - INSPECTED)
    assert not missed, "never inspected: " + ", ".join(missed)


def test_each_form_was_inspected_while_it_told_what_to_correct() -> None:
    forms = {route.path for route in PAGE_ROUTES if route.method == "POST"}
    assert NEVER_TOLD.keys() <= forms
    missed = sorted(forms - NEVER_TOLD.keys() - INSPECTED_WITH_ERROR)
    assert not missed, "never inspected with an error: " + ", ".join(missed)
