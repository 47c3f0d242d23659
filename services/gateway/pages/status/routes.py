"""Pages of an applicant about what was submitted."""

from __future__ import annotations

from services.gateway.access import SIGNED_IN
from services.gateway.pages.core.page import PageRoute
from services.gateway.pages.status import contest, progress, refusal, versions, withdrawal

_FILE = "/applications/{application_id}"

ROUTES: tuple[PageRoute, ...] = (
    PageRoute("GET", f"{_FILE}/status", progress.status, SIGNED_IN),
    PageRoute("GET", f"{_FILE}/accesses", progress.accesses, SIGNED_IN),
    PageRoute("GET", f"{_FILE}/versions/{{version_no}}", versions.version, SIGNED_IN),
    PageRoute("GET", f"{_FILE}/changes", versions.unsubmitted_changes, SIGNED_IN),
    PageRoute("GET", f"{_FILE}/withdrawal", withdrawal.ask, SIGNED_IN),
    PageRoute("POST", f"{_FILE}/withdrawal", withdrawal.withdraw, SIGNED_IN),
    PageRoute("GET", f"{_FILE}/refusal", refusal.ask, SIGNED_IN),
    PageRoute("POST", f"{_FILE}/refusal", refusal.answer, SIGNED_IN),
    PageRoute("GET", f"{_FILE}/re-review/{{subject_id}}", contest.ask, SIGNED_IN),
    PageRoute("POST", f"{_FILE}/re-review/{{subject_id}}", contest.contest, SIGNED_IN),
)
