"""Pages of an applicant up to submission, and of what is printed."""

from __future__ import annotations

from services.gateway.access import SIGNED_IN
from services.gateway.pages.applicant import (
    consents,
    handing_in,
    mine,
    overview,
    own_data,
    papers,
    sections,
)
from services.gateway.pages.core.page import PageRoute

_FILE = "/applications/{application_id}"
_CONSENT = f"{_FILE}/consents/{{material}}"
_SECTION = f"{_FILE}/sections/{{section}}"

ROUTES: tuple[PageRoute, ...] = (
    PageRoute("GET", "/applications", mine.mine, SIGNED_IN),
    PageRoute("POST", "/applications", mine.start, SIGNED_IN),
    PageRoute("GET", "/applications/new", mine.ask, SIGNED_IN),
    PageRoute("GET", _FILE, overview.overview, SIGNED_IN),
    PageRoute("GET", f"{_FILE}/consents", consents.consents, SIGNED_IN),
    PageRoute("POST", _CONSENT, consents.give, SIGNED_IN),
    PageRoute("GET", f"{_CONSENT}/withdrawal", consents.ask_withdrawal, SIGNED_IN),
    PageRoute("POST", f"{_CONSENT}/withdrawal", consents.withdraw, SIGNED_IN),
    PageRoute("GET", f"{_FILE}/eligibility", overview.eligibility, SIGNED_IN),
    PageRoute("GET", _SECTION, sections.show, SIGNED_IN),
    PageRoute("POST", _SECTION, sections.save, SIGNED_IN),
    PageRoute("GET", f"{_SECTION}/aside", sections.aside, SIGNED_IN),
    PageRoute("GET", f"{_FILE}/check", handing_in.check, SIGNED_IN),
    PageRoute("POST", f"{_FILE}/submission", handing_in.submit, SIGNED_IN),
    PageRoute("GET", f"{_FILE}/receipt", handing_in.receipt, SIGNED_IN),
    PageRoute("GET", f"{_FILE}/data", own_data.explain, SIGNED_IN),
    PageRoute("GET", f"{_FILE}/data/file", own_data.download, SIGNED_IN),
    PageRoute("GET", f"{_FILE}/print", papers.papers, SIGNED_IN),
    PageRoute("GET", f"{_FILE}/print/materials", papers.materials_list, SIGNED_IN),
)
