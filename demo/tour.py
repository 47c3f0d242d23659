"""Pictures of the running demo, for the README and for the guides on the site: `make tour`."""

from __future__ import annotations

import io
import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, FloatRect, Page, sync_playwright

from demo.stage import APPLICANT_PASSWORD
from deploy.local.client import Stack
from services.accounts.demo import DEMO_PASSWORD

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "tour"
GUIDES = ROOT / "services" / "gateway" / "pages" / "assets" / "images"
DRAFTING, RETURNED = "yangli-0900", "yangli-0906"
WIDTH, HEIGHT = 1280, 860
QUALITY = 72
AIR = 12
CREATED = 201


@dataclass(frozen=True, slots=True)
class Stop:
    """One page: whose, and where it lies.

    `{organisation}` is the person's workplace, `{file}` the first file of its queue,
    `{application}` the person's own application.
    """

    name: str
    caption: str
    login: str
    path: str
    phone: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """What a guide speaks of: so much of a page, in a window of this width."""

    page: Stop
    shows: str
    width: int
    height: int


STOPS: tuple[Stop, ...] = (
    Stop("home", "首页：时间、计划、指南", "", "/"),
    Stop("applicant", "申报人：申报表的各部分", DRAFTING, "/applications/{application}"),
    Stop(
        "applicant-phone",
        "申报人：在手机上填报",
        DRAFTING,
        "/applications/{application}/sections/basic",
        phone=True,
    ),
    Stop("returned", "申报人：退回原因与进度", RETURNED, "/applications/{application}/status"),
    Stop("unit", "推荐单位：逐项审核", "xj-6501-u1.hr", "/desk/{organisation}/files/{file}"),
    Stop("unit-leader", "单位负责人：待签署的意见", "xj-6501-u1.leader", "/desk/{organisation}"),
    Stop("county", "县（市、区）人社局：待办", "xj-6501-c1.officer", "/desk/{organisation}"),
    Stop("final", "最终审核单位：汇总表与名额", "xj-6501.officer", "/desk/{organisation}/lists"),
    Stop("progress", "最终审核单位负责人：进度", "xj-6501.leader", "/desk/{organisation}/progress"),
    Stop("region", "自治区：收到的汇总表", "region.inland", "/region/{organisation}/lists"),
    Stop("leader", "自治区负责人：全区进度", "region.leader", "/desk/{organisation}/progress"),
    Stop("helpline", "咨询员：只凭编号看状态", "region.helpline", "/helpline"),
    Stop("system", "系统管理员：单位与审核路线", "admin.system", "/admin/organisations"),
    Stop("security", "安全管理员：岗位授予", "admin.security", "/admin/people"),
    Stop("auditor", "审计员：审计记录", "admin.audit", "/audit/review"),
)

UNIT_FILE = Stop("guide-unit-file", "", "xj-6501-u1.hr", "/desk/{organisation}/files/{file}")
MID_FILE = Stop("guide-mid-file", "", "xj-6501-c1.officer", UNIT_FILE.path)
PHONE, DESK = 480, 1280
PARTS: tuple[Part, ...] = (
    Part(Stop("guide-applicant-sign-up", "", "", "/sign-up"), "main", PHONE, 900),
    Part(
        Stop("guide-applicant-tasks", "", DRAFTING, "/applications/{application}"),
        ".govuk-task-list",
        PHONE,
        700,
    ),
    Part(
        Stop("guide-applicant-scans", "", DRAFTING, "/applications/{application}/scans"),
        "[data-uploads]",
        PHONE,
        700,
    ),
    Part(
        Stop("guide-unit-queue", "", "xj-6501-u1.hr", "/desk/{organisation}"),
        ".moj-filter-layout",
        DESK,
        480,
    ),
    Part(UNIT_FILE, "[data-desk-file]", DESK, 530),
    Part(MID_FILE, "[data-item]:has(.tp-mark) ~ [data-item]:has(.tp-mark)", DESK, 460),
    Part(
        Stop("guide-final-paper", "", "xj-6501.officer", "/desk/{organisation}/paper"),
        "main",
        720,
        460,
    ),
    Part(
        Stop("guide-final-list", "", "xj-6501.officer", "/desk/{organisation}/lists/inland"),
        "main",
        900,
        900,
    ),
)


def main() -> int:
    """Visit every stop and keep its picture."""
    site = Stack.load(os.environ.get("TEPEI_INSTANCE", "main")).gateway_url
    FOLDER.mkdir(parents=True, exist_ok=True)
    chromium = shutil.which("chromium-headless-shell")
    with sync_playwright() as playwright:
        sandbox = [] if os.geteuid() else ["--no-sandbox"]  # root may not use it
        browser = playwright.chromium.launch(executable_path=chromium, args=sandbox)
        failed = [stop.name for stop in STOPS if not _visit(browser, site, stop)]
        failed += [part.page.name for part in PARTS if not _visit(browser, site, part.page, part)]
        browser.close()
    if failed:
        print(f"没有取得：{'、'.join(failed)}")
    return int(bool(failed))


def _visit(browser: Browser, site: str, stop: Stop, part: Part | None = None) -> bool:
    width = part.width if part else 390 if stop.phone else WIDTH
    context = browser.new_context(
        viewport={"width": width, "height": HEIGHT}, locale="zh-CN", base_url=site
    )
    path = stop.path.format_map(_places(context, stop)) if stop.login else stop.path
    page = context.new_page()
    answer = page.goto(path)
    page.wait_for_load_state("networkidle")
    if part:
        _keep(_cut(page, part), GUIDES / f"{stop.name}.webp")
    else:
        _keep(page.screenshot(), FOLDER / f"{stop.name}.webp")
    context.close()
    return answer is not None and answer.ok


def _places(context: BrowserContext, stop: Stop) -> dict[str, str]:
    """Sign in, and find what the address of the stop needs."""
    own = stop.login.startswith("yangli")
    password = APPLICANT_PASSWORD if own else DEMO_PASSWORD
    signed_in = context.request.post(
        "/api/v1/session", data={"login": stop.login, "password": password}
    )
    assert signed_in.status == CREATED, signed_in.text()  # noqa: S101 -- the demo made them
    me: dict[str, Any] = signed_in.json()
    if own:
        mine = context.request.get("/api/v1/applications").json()
        return {"application": mine["applications"][0]["application_id"]}
    organisation = me["roles"][0]["organisation_id"]
    if "{file}" not in stop.path:
        return {"organisation": organisation}
    queue = context.request.get(
        "/api/v1/review/queue", params={"organisation_id": organisation}
    ).json()
    return {"organisation": organisation, "file": queue["items"][0]["application_id"]}


def _cut(page: Page, part: Part) -> bytes:
    """The part from its upper edge on, with a little air around it."""
    page.evaluate("for (const bar of document.querySelectorAll('.tp-file__save')) bar.remove()")
    box = page.locator(part.shows).first.bounding_box()
    assert box is not None, part.page.name  # noqa: S101 -- the demo left such a page
    left, top = max(box["x"] - AIR, 0), box["y"] - AIR
    width = min(box["width"] + 2 * AIR, part.width - left)
    height = min(box["height"] + 2 * AIR, part.height)
    clip: FloatRect = {"x": left, "y": top, "width": width, "height": height}
    return page.screenshot(full_page=True, clip=clip)


def _keep(picture: bytes, target: Path) -> None:
    """A picture small enough for a repository."""
    Image.open(io.BytesIO(picture)).convert("RGB").save(target, "WEBP", quality=QUALITY)


if __name__ == "__main__":
    sys.exit(main())
