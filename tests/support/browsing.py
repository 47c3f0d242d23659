"""A browser as a person uses it: signed in, watched for faults, its pages inspected."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response

from demo.stage import APPLICANT_PASSWORD
from services.accounts.demo import DEMO_PASSWORD
from tests.support.inspected_pages import note_inspected

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "services/gateway/pages/assets/node_modules/axe-core/axe.min.js"
OPTIONS = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
}
_LOOK = """async (options) => {
  await new Promise(requestAnimationFrame); // scripts have heard of the width when it is drawn
  const { violations } = await axe.run(document, options);
  return { violations, wider: document.documentElement.scrollWidth - window.innerWidth };
}"""
PHONE, DESK = 360, 1280
PATIENCE_MILLISECONDS = 10_000
_EXPECTED = "Failed to load resource: the server responded with a status of 4"
CREATED, SERVER_FAULT = 201, 500


@dataclass
class Visitor:
    """One browser of one person; what goes wrong in it is noted."""

    context: BrowserContext
    site: str
    faults: list[str] = field(default_factory=list)

    def page(self) -> Page:
        """A new tab."""
        page = self.context.new_page()
        page.set_default_timeout(PATIENCE_MILLISECONDS)
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        page.on("response", self._on_response)
        return page

    def open(self, path: str) -> Page:
        """A new tab with a page of the site."""
        page = self.page()
        page.goto(self.site + path)
        return page

    def sign_in(self, login: str, password: str = DEMO_PASSWORD) -> None:
        """Begin a session in this browser, as the page for it does."""
        answer = self.context.request.post(
            f"{self.site}/api/v1/session", data={"login": login, "password": password}
        )
        assert answer.status == CREATED, answer.text()

    def sign_in_applicant(self, login: str) -> None:
        """The same for somebody invented by the play."""
        self.sign_in(login, APPLICANT_PASSWORD)

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(_EXPECTED):
            self.faults.append(f"console: {message.text}")

    def _on_response(self, response: Response) -> None:
        if response.status >= SERVER_FAULT:
            self.faults.append(f"{response.status} {response.url}")


def visitor_of(
    browser: Browser, site: str, *, width: int = DESK, scripts: bool = True, **options: Any
) -> Visitor:
    """A fresh browser profile."""
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        locale="zh-CN",
        timezone_id="Asia/Urumqi",
        java_script_enabled=scripts,
        **options,
    )
    return Visitor(context, site)


def inspect(page: Page) -> list[str]:
    """What is wrong with the page as it is: WCAG 2.2 AA, at 360 and 1280 px, nothing sticks out."""
    before = page.viewport_size
    note_inspected(page.url, page.title())
    _bring_axe(page)
    found: list[str] = []
    for width in (PHONE, DESK):
        page.set_viewport_size({"width": width, "height": 900})
        found += [f"{width} px {page.url}: {fault}" for fault in _faults(page)]
    if before is not None and before["width"] != DESK:
        page.set_viewport_size(before)
    return found


def _faults(page: Page) -> list[str]:
    seen = page.evaluate(_LOOK, OPTIONS)
    faults = [
        f"{violation['id']}: {violation['help']} ({node['target']}) {node['html'][:120]}"
        for violation in seen["violations"]
        for node in violation["nodes"]
    ]
    wider = seen["wider"]
    return [*faults, f"{wider} px wider than the screen"] if wider > 0 else faults


def _bring_axe(page: Page) -> None:
    """Over the devtools protocol: Playwright's own way of evaluating takes three times as long for
    half a megabyte, more than axe itself."""
    if page.evaluate("'axe' in window"):
        return
    line = page.context.new_cdp_session(page)
    line.send("Runtime.evaluate", {"expression": _axe()})
    line.detach()


@cache
def _axe() -> str:
    return f"{AXE.read_text(encoding='utf-8')};0"
