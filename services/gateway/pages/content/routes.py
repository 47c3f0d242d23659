"""Pages of the region's officers and leader about what the public reads."""

from __future__ import annotations

from services.gateway.access import staff
from services.gateway.pages.content import dates, office, plan, texts, years
from services.gateway.pages.core.page import PageRoute

_STAFF = staff(*office.STAFF)
_OFFICERS = staff(*office.OFFICERS)
_LEADER = staff(office.LEADER)

_BASE = "/content/{organisation_id}"
_TEXT = f"{_BASE}/texts/{{slug}}"
_VERSION = f"{_TEXT}/versions/{{version}}"

# A form's target answers a GET too: whoever opens the address of a page with errors anew sees it.
ROUTES: tuple[PageRoute, ...] = (
    PageRoute("GET", _BASE, office.overview, _STAFF),
    PageRoute("GET", _TEXT, texts.text, _STAFF),
    PageRoute("GET", f"{_TEXT}/edit", texts.edit, _OFFICERS),
    PageRoute("POST", f"{_TEXT}/edit", texts.propose, _OFFICERS),
    PageRoute("GET", _VERSION, texts.version, _STAFF),
    PageRoute("POST", _VERSION, texts.decide, _LEADER),
    PageRoute("GET", f"{_BASE}/plan", plan.plan, _STAFF),
    PageRoute("POST", f"{_BASE}/plan", plan.upload, _OFFICERS, body_bytes=plan.UPLOAD_BYTES),
    PageRoute("GET", f"{_BASE}/plan/publication", plan.plan, _STAFF),
    PageRoute("POST", f"{_BASE}/plan/publication", plan.publish, _LEADER),
    PageRoute("GET", f"{_BASE}/years", years.years, _STAFF),
    PageRoute("GET", f"{_BASE}/years/{{year}}", years.year, _STAFF),
    PageRoute("POST", f"{_BASE}/years/{{year}}", years.open_year, _LEADER),
    PageRoute("GET", f"{_BASE}/dates", dates.dates, _STAFF),
    PageRoute("POST", f"{_BASE}/dates", dates.propose, _OFFICERS),
    PageRoute("GET", f"{_BASE}/dates/{{extension_id}}", dates.dates, _STAFF),
    PageRoute("POST", f"{_BASE}/dates/{{extension_id}}", dates.decide, _LEADER),
)
