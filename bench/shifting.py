"""How far pages move while they are loaded: the browser's own measure of layout shifts."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from urllib.parse import urlsplit

from playwright.sync_api import Browser, sync_playwright

from bench.pages_found import Found

_WATCH = """
window.shifted = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
}).observe({type: "layout-shift", buffered: true});
"""
SETTLING_MILLISECONDS = 150
WIDTHS = (360, 1280)


def shifts(base_url: str, pages: Iterable[Found]) -> dict[str, float]:
    """The worst shift of each page over both widths, by its path."""
    sandbox = [] if os.geteuid() else ["--no-sandbox"]  # root may not use it
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium-headless-shell"),
            args=[*sandbox, "--disable-dev-shm-usage"],
        )
        told = {one.path: _shift(browser, base_url, one) for one in pages}
        browser.close()
    return told


def _shift(browser: Browser, base_url: str, one: Found) -> float:
    worst = 0.0
    for width in WIDTHS:
        context = browser.new_context(viewport={"width": width, "height": 900})
        context.add_init_script(_WATCH)
        if one.cookie:
            host = urlsplit(base_url).hostname or ""
            cookie = {"name": "tepei_session", "value": one.cookie, "domain": host, "path": "/"}
            context.add_cookies([cookie])  # type: ignore[list-item]  # -- a plain dict fits
        page = context.new_page()
        page.goto(base_url + one.path)
        page.wait_for_timeout(SETTLING_MILLISECONDS)
        worst = max(worst, float(page.evaluate("window.shifted")))
        context.close()
    return worst
