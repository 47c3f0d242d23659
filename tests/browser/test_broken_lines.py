"""Uploads over connections that break: nothing sent is sent again, nothing is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Response, Route, expect

from demo.applicant import Applicant
from tests.browser.conftest import NewVisitor
from tests.support.backstage import Backstage
from tests.support.slow_line import SlowLine
from tests.support.uploading import (
    CHECKED,
    choose,
    chosen,
    drafted,
    forgive_the_line,
    materials,
    noise,
    slot,
)

PART = 1024 * 1024
STORE = re.compile("^http://[^/]+/[a-z0-9-]*scans$")
"""Where the parts go; pages and the API have longer addresses."""


@pytest.fixture
def applicant(backstage: Backstage) -> Applicant:
    return drafted(backstage)


@pytest.fixture
def line() -> Iterator[SlowLine]:
    """A line of 256 kB/s that a test can cut and mend."""
    line = SlowLine(bytes_a_second=256 * 1024)
    line.mend()
    yield line
    line.cut()


def stored_parts(page: Page) -> list[int]:
    """The answers of the store that took a part; filled while the page works."""
    taken: list[int] = []

    def note(response: Response) -> None:
        if response.request.method == "POST" and STORE.match(response.url) and response.ok:
            taken.append(response.status)

    page.on("response", note)
    return taken


def parts_of(content: bytes) -> int:
    return -(-len(content) // PART)


def test_parts_that_fail_are_sent_again_and_no_others(
    visitor: NewVisitor, applicant: Applicant
) -> None:
    person = visitor()
    page = materials(person, applicant)
    content = noise(2400, 2400)
    stored = stored_parts(page)
    failing = [True, False, True, True, False]

    def flaky(route: Route) -> None:
        if route.request.method == "POST" and failing and failing.pop(0):
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route(STORE, flaky)
    choose(page, "A02", chosen("证书.jpg", content))
    expect(slot(page, "A02").get_by_text("正在重试")).to_be_visible()
    expect(slot(page, "A02").get_by_text("已接受")).to_be_visible(timeout=CHECKED)
    assert len(stored) == parts_of(content) >= 3
    forgive_the_line(person)


def test_an_upload_waits_while_there_is_no_line_and_then_goes_on(
    visitor: NewVisitor, applicant: Applicant
) -> None:
    person = visitor()
    page = materials(person, applicant)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(STORE, hold)
    choose(page, "A02", chosen("证书.jpg", noise(2400, 2400)))
    expect(slot(page, "A02").get_by_role("progressbar")).to_be_visible()
    while len(held) < 2:
        page.wait_for_timeout(50)
    person.context.set_offline(True)
    for route in held:
        route.abort("internetdisconnected")
    expect(slot(page, "A02").get_by_text("网络已断开")).to_be_visible()
    page.unroute(STORE, hold)
    person.context.set_offline(False)
    expect(slot(page, "A02").get_by_text("已接受")).to_be_visible(timeout=CHECKED)
    forgive_the_line(person)


def test_after_a_reload_the_same_file_goes_on_where_it_broke_off(
    visitor: NewVisitor, applicant: Applicant
) -> None:
    person = visitor()
    page = materials(person, applicant)
    page.on("dialog", lambda dialog: dialog.accept())
    content = noise(2400, 2400)
    stored = stored_parts(page)
    held: list[Route] = []

    def hold_all_but_the_first(route: Route) -> None:
        if route.request.method == "POST" and (stored or held):
            held.append(route)
        else:
            route.continue_()

    page.route(STORE, hold_all_but_the_first)
    choose(page, "A02", chosen("证书.jpg", content))
    while not stored or not held:
        page.wait_for_timeout(50)
    page.reload()
    page.unroute(STORE, hold_all_but_the_first)
    expect(slot(page, "A02").get_by_text("没有传完")).to_be_visible()
    choose(page, "A02", chosen("证书.jpg", content))
    expect(slot(page, "A02").get_by_text("已接受")).to_be_visible(timeout=CHECKED)
    expect(slot(page, "A02").get_by_role("listitem")).to_have_count(1)
    assert len(stored) == parts_of(content) >= 3
    assert "证书" not in page.evaluate("JSON.stringify(localStorage)")
    assert page.evaluate("localStorage.getItem('tepei-uploads')") == "[]"
    forgive_the_line(person)


def test_a_slow_line_that_is_cut_in_the_middle_brings_the_file_in_the_end(
    visitor: NewVisitor, applicant: Applicant, line: SlowLine
) -> None:
    person = visitor(proxy={"server": line.address})
    page = materials(person, applicant)
    stored = stored_parts(page)
    content = noise(1500, 1300)
    choose(page, "A02", chosen("证书.jpg", content))
    expect(slot(page, "A02").get_by_text(re.compile("已上传[1-9]"))).to_be_visible(timeout=CHECKED)
    line.cut()
    expect(slot(page, "A02").get_by_text("正在重试")).to_be_visible(timeout=CHECKED)
    line.mend()
    expect(slot(page, "A02").get_by_text("已接受")).to_be_visible(timeout=2 * CHECKED)
    assert len(stored) == parts_of(content)
    forgive_the_line(person)


def test_a_cancelled_upload_is_gone(visitor: NewVisitor, applicant: Applicant) -> None:
    person = visitor()
    page = materials(person, applicant)
    page.route(STORE, lambda _: None)
    choose(page, "A02", chosen("证书.jpg", noise(2400, 2400)))
    slot(page, "A02").get_by_role("button", name="取消：证书.jpg").click()
    expect(slot(page, "A02").get_by_text("还没有文件")).to_be_visible()
    expect(slot(page, "A02").locator("input[type=file]")).to_be_focused()
    forgive_the_line(person)
