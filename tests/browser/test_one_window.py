"""One window alone is never taken for two, whatever is on its way at the same time."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Request, Route, expect

from demo.applicant import Applicant
from tests.browser.conftest import NewVisitor
from tests.browser.test_autosave import STORED_WITHIN_SECONDS, arrives, stored
from tests.support.backstage import Backstage
from tests.support.browsing import Visitor

API = "**/api/v1/applications/*"
LOST = "（样例）答复丢失大学"
WRITES = {"PATCH", "POST"}
SLOW_MILLISECONDS = 150


@pytest.fixture
def me(backstage: Backstage) -> Applicant:
    return backstage.written()


@pytest.fixture
def person(visitor: NewVisitor, me: Applicant) -> Visitor:
    person = visitor()
    person.sign_in_applicant(me.person.login)
    return person


@pytest.fixture
def page(person: Visitor, me: Applicant) -> Page:
    """学历学位, opened in the only window."""
    return person.open(f"{me.path}/sections/education")


def wait_for(page: Page, routes: list[Route]) -> None:
    while not routes:
        page.wait_for_timeout(20)


def test_the_button_waits_for_what_was_typed_while_a_saving_was_in_hand(
    page: Page, backstage: Backstage, me: Applicant
) -> None:
    held: list[Route] = []
    order: list[str] = []

    def hold(route: Route) -> None:
        held.append(route)

    def note(request: Request) -> None:
        if request.method in WRITES:
            order.append(request.method)

    def answer_slowly(route: Route) -> None:
        answer = route.fetch()
        page.wait_for_timeout(SLOW_MILLISECONDS)
        order.append("answered")
        route.fulfill(response=answer)

    page.on("request", note)
    page.route("**/aside", hold, times=1)
    page.route(API, answer_slowly)
    page.get_by_label("毕业院校").fill("（样例）第一所大学")
    page.get_by_label("毕业院校").press("Tab")
    wait_for(page, held)
    page.get_by_label("所学专业").fill("刚刚填写的专业")
    page.get_by_role("button", name="保存并继续").click(no_wait_after=True)
    held[0].continue_()
    expect(page.get_by_role("heading", level=1, name="能力")).to_be_visible()
    assert order == ["PATCH", "answered", "PATCH", "answered", "POST"]
    assert stored(backstage, me)["major"] == "刚刚填写的专业"


def test_what_this_window_sent_itself_is_not_asked_about(
    person: Visitor, page: Page, backstage: Backstage, me: Applicant
) -> None:
    lost: list[Route] = []

    def store_and_lose_the_answer(route: Route) -> None:
        route.fetch()
        route.abort()
        lost.append(route)

    page.route(API, store_and_lose_the_answer, times=1)
    page.get_by_label("毕业院校").fill(LOST)
    page.evaluate("window.dispatchEvent(new PageTransitionEvent('pagehide'))")
    wait_for(page, lost)
    assert stored(backstage, me)["school"] == LOST
    page.get_by_label("毕业院校").press_sequentially("分校")
    arrives(backstage, me, "school", f"{LOST}分校", STORED_WITHIN_SECONDS)
    person.faults.clear()  # the browser tells the lost answer as an error


def test_a_saving_that_is_still_in_hand_is_asked_for_again(
    page: Page, backstage: Backstage, me: Applicant
) -> None:
    early: list[Route] = []

    def answer_too_early(route: Route) -> None:
        route.fulfill(status=409, json={"code": "in_progress", "detail": "正在处理"})
        early.append(route)

    page.route(API, answer_too_early, times=1)
    page.get_by_label("毕业院校").fill(LOST)
    page.get_by_label("毕业院校").press("Tab")
    wait_for(page, early)
    arrives(backstage, me, "school", LOST, STORED_WITHIN_SECONDS)
