"""Pages of the re-reviewers."""

from __future__ import annotations

from services.contracts.vocabulary import Role
from services.gateway.access import staff
from services.gateway.pages.core.page import PageRoute
from services.gateway.pages.re_reviews import deciding

RE_REVIEWERS = staff(Role.RE_REVIEWER)

_QUEUE = "/re-reviews/{organisation_id}"
_FILE = f"{_QUEUE}/files/{{application_id}}"

ROUTES: tuple[PageRoute, ...] = (
    PageRoute("GET", _QUEUE, deciding.queue, RE_REVIEWERS),
    PageRoute("GET", _FILE, deciding.look, RE_REVIEWERS),
    PageRoute("GET", f"{_FILE}/decision", deciding.ask_decision, RE_REVIEWERS),
    PageRoute("POST", f"{_FILE}/decision", deciding.decide, RE_REVIEWERS),
)
