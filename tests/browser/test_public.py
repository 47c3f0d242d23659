"""Everybody's pages: two clicks to everything, alike on a phone and without scripts."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Response, expect

from tests.browser.conftest import NewVisitor
from tests.support.backstage import Backstage
from tests.support.browsing import inspect

PAGES = (
    "/",
    "/status",
    "/notice",
    "/plan/2019",
    "/plan/2019?kind=SHORT&shortage=1",
    "/plan/2018",
    "/progress/2019",
    "/guides",
    "/guides?q=断网",
    "/guides?q=没有这样的词",
    "/guides/applicant",
    "/contacts",
    "/dates",
    "/check",
    "/check?code=7K3M",
    "/check/7K3M-92PX-D4TV",
    "/privacy",
    "/accessibility",
)
MOST_BYTES = 150_000


@pytest.fixture
def site(backstage: Backstage) -> str:
    """The address, once the cycle is open and the plan published."""
    return backstage.stage.base_url


@pytest.mark.requirement("D10")
@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_accessible_light_and_does_not_move(
    visitor: NewVisitor, site: str, path: str
) -> None:
    page = visitor().page()
    sizes: list[int] = []
    page.on("response", lambda answer: sizes.append(_sent(answer)))
    page.goto(site + path)
    assert _shift(page) == 0
    assert inspect(page) == []
    page.wait_for_load_state("networkidle")  # by now nothing is on its way, so it costs nothing
    assert sum(sizes) < MOST_BYTES
    expect(page.locator("h1")).to_have_count(1)


def _sent(answer: Response) -> int:
    return int(answer.request.sizes()["responseBodySize"])


def _shift(page: Page) -> float:
    return float(
        page.evaluate(
            """() => document.fonts.ready.then(() => new Promise((done) => {
              let sum = 0;
              new PerformanceObserver((list) => {
                for (const entry of list.getEntries()) sum += entry.value;
              }).observe({ type: "layout-shift", buffered: true });
              setTimeout(() => done(sum), 100);
            }))"""
        )
    )


@pytest.mark.requirement("R28")
@pytest.mark.usefixtures("site")
def test_everything_is_two_clicks_from_the_front_page_without_scripts(visitor: NewVisitor) -> None:
    page = visitor(scripts=False).open("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("少数民族特培")
    for link, heading in (
        ("通知", "关于推荐2019年度"),
        ("名额计划", "2019年度名额计划"),
        ("时间安排", "时间安排"),
        ("申报人指南", "申报人指南"),
    ):
        page.locator("main").get_by_role("link", name=link, exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(heading)
        page.go_back()


@pytest.mark.requirement("R46")
@pytest.mark.usefixtures("site")
def test_the_countdown_runs_on_the_servers_clock(visitor: NewVisitor) -> None:
    person = visitor()
    page = person.page()
    page.clock.install(time="2031-01-01T00:00:00Z")
    page.goto(person.site + "/dates")
    left = page.locator("[data-left]")
    expect(left).to_have_text(re.compile(r"\d+(天|小时|分)"))
    before = left.inner_text()
    page.clock.run_for(61_000)
    expect(left).not_to_have_text(before)
    without = visitor(scripts=False).open("/dates").locator("[data-left]").inner_text()
    assert without.split("天")[0] == before.split("天")[0]


@pytest.mark.requirement("R36")
@pytest.mark.usefixtures("site")
def test_a_guide_is_found_by_words_and_opened_at_its_place(visitor: NewVisitor) -> None:
    page = visitor().open("/guides")
    page.get_by_label("搜索指南").fill("断网 接着传")
    page.get_by_role("button", name="搜索").click()
    page.locator("main").get_by_role("link", name="上传材料").click()
    expect(page).to_have_url(re.compile("/guides/applicant#materials$"))
    expect(page.get_by_role("heading", name="上传材料")).to_be_in_viewport()


@pytest.mark.requirement("R37")
@pytest.mark.requirement("R60")
@pytest.mark.usefixtures("site")
def test_numbers_can_be_called(visitor: NewVisitor) -> None:
    page = visitor().open("/contacts")
    for track, number, address in (
        ("内地培养", "0991-3689692", "tel:+869913689692"),
        ("疆内培养", "0991-3689899", "tel:+869913689899"),
    ):
        office = page.locator("section", has_text=track)
        expect(office.get_by_role("link", name=number)).to_have_attribute("href", address)
    helpline = page.locator("footer").get_by_role("link", name="0991-3193615")
    expect(helpline).to_have_attribute("href", "tel:+869913193615")


@pytest.mark.requirement("R24")
@pytest.mark.usefixtures("site")
def test_the_plan_adds_up_and_is_filtered(visitor: NewVisitor) -> None:
    page = visitor().open("/plan/2019")
    figures = page.get_by_role("list", name="合计")
    expect(figures).to_contain_text("400")
    page.get_by_label("培养类别").select_option("INLAND")
    page.get_by_role("button", name="筛选").click()
    expect(figures.locator("li").first).to_contain_text("200")
    page.get_by_label("地区或单位").select_option(label="喀什地区")
    page.get_by_label("只看紧缺专业").check()
    page.get_by_role("button", name="筛选").click()
    rows = page.locator("tbody tr")
    assert rows.count() > 0
    for number in range(rows.count()):
        expect(rows.nth(number)).to_contain_text("喀什地区")
        expect(rows.nth(number)).to_contain_text("紧缺")


def test_a_printed_code_is_checked(visitor: NewVisitor, backstage: Backstage) -> None:
    person = backstage.bring("UNIT_REVIEW")
    documents = backstage.run(person.visitor.get(f"{person.path}/documents"))
    code = documents["documents"][0]["verify_code"]
    page = visitor().open("/check")
    page.get_by_label("核验码").fill(code.replace("-", "").lower())
    page.get_by_role("button", name="核验").click()
    expect(page).to_have_url(re.compile(f"/check/{code}$"))
    expect(page.locator("main")).to_contain_text("申报人留存稿")
    expect(page.locator("main")).to_contain_text("当前有效")
    assert inspect(page) == []
