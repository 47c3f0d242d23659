"""Pages for everybody."""

from __future__ import annotations

from services.gateway.access import PUBLIC
from services.gateway.pages.core.page import PageRoute
from services.gateway.pages.public import check, counts, dates, home, plan, texts, years

ROUTES: tuple[PageRoute, ...] = (
    PageRoute("GET", "/", home.home, PUBLIC),
    PageRoute("GET", "/status", home.status, PUBLIC),
    PageRoute("GET", "/notice", texts.notice, PUBLIC),
    PageRoute("GET", "/plan", plan.plan_of_now, PUBLIC),
    PageRoute("GET", "/plan/{year}", plan.plan, PUBLIC),
    PageRoute("GET", "/progress", counts.counts_of_now, PUBLIC),
    PageRoute("GET", "/progress/{year}", counts.counts, PUBLIC),
    PageRoute("GET", "/guides", texts.guides, PUBLIC),
    PageRoute("GET", "/guides/{slug}", texts.guide, PUBLIC),
    PageRoute("GET", "/contacts", texts.contacts, PUBLIC),
    PageRoute("GET", "/dates", dates.dates, PUBLIC),
    PageRoute("GET", "/now", dates.now, PUBLIC),
    PageRoute("GET", "/check", check.form, PUBLIC),
    PageRoute("GET", "/check/{code}", check.code, PUBLIC),
    PageRoute("GET", "/years", years.years, PUBLIC),
    PageRoute("GET", "/years/{year}", years.choose, PUBLIC),
    PageRoute("GET", "/privacy", texts.privacy, PUBLIC),
    PageRoute("GET", "/accessibility", texts.accessibility, PUBLIC),
)
