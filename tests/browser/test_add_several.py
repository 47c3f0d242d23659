"""Several people added to a list at once: by keyboard, and by somebody without scripts."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from demo.applicant import Applicant
from services.contracts.vocabulary import SeatKind
from tests.browser.conftest import NewVisitor
from tests.browser.test_lists import LIVE_MILLISECONDS, bring_all, place, signed_in
from tests.support.backstage import Backstage
from tests.support.browsing import inspect

SEATS = 2


def choose(page: Page, me: Applicant) -> None:
    """Tick somebody with the space bar."""
    page.locator(f"#choose-{me.application_id}").focus()
    page.keyboard.press("Space")


def test_several_are_chosen_looked_at_and_added_at_once(
    visitor: NewVisitor, backstage: Backstage
) -> None:
    at = place(backstage, SeatKind.LONG, seats=SEATS)
    people = backstage.run(bring_all(backstage, at, "READY_TO_LIST", SEATS + 1))
    page = signed_in(visitor, backstage, at.code, "FINAL_OFFICER").open(at.lists)
    for me in people:
        choose(page, me)
    expect(page.get_by_text(f"已选{len(people)}人")).to_be_visible()
    assert inspect(page) == []
    page.locator("#add-chosen").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=f"将{len(people)}人列入汇总表")).to_be_visible()
    expect(page.get_by_text("请取消勾选1人")).to_be_visible()
    assert inspect(page) == []
    page.get_by_role("button", name="确认列入").press("Enter")
    expect(page.get_by_role("link", name="请取消勾选1人")).to_be_visible()
    assert inspect(page) == []
    page.locator(f"#pick-{people[0].application_id}").press("Space")
    page.get_by_role("button", name="确认列入").press("Enter")
    expect(page.get_by_role("heading", name="列入结果")).to_be_visible()
    said = page.get_by_text(f"共{SEATS}人：已列入{SEATS}人，未列入0人")
    expect(said).to_be_visible(timeout=LIVE_MILLISECONDS)
    assert inspect(page) == []
    the_last_one_is_told_why(visitor, backstage, at.code, at.lists, people[0])


def the_last_one_is_told_why(
    visitor: NewVisitor, backstage: Backstage, code: str, address: str, me: Applicant
) -> None:
    """A colleague without scripts takes the whole page: there is no seat left for anybody."""
    plain = visitor(scripts=False)
    plain.sign_in(backstage.login(code, "FINAL_OFFICER", 0))
    page = plain.open(address)
    page.locator("#add-page").click()
    expect(page.locator("#cannot").get_by_text(me.application_no)).to_contain_text("名额已满")
    expect(page.get_by_role("heading", name="所选人员都不能列入")).to_be_visible()
