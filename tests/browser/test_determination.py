"""Determination in the browser: proposed from the list, confirmed, the word of the ministry."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from demo import lists
from demo.applicant import Applicant
from demo.stage import BEIJING, REGION
from services.contracts.vocabulary import SeatKind
from tests.browser.conftest import NewVisitor
from tests.browser.test_lists import bring_all, place, signed_in
from tests.support.backstage import Backstage
from tests.support.browsing import inspect

BACK = "（样例）请先核对第二位的培养专业再提出。"
REASON = "（样例）文件所附名单中没有此人。"


def two_gone_up(backstage: Backstage, folder: Path) -> tuple[list[Applicant], str, str]:
    """Two inland people on one list before the region; their list and the region's address."""
    at = place(backstage, SeatKind.INLAND, seats=2)
    people = backstage.run(bring_all(backstage, at, "READY_TO_LIST", 2))
    for me in people:
        assert backstage.run(lists.nominate(backstage.stage, me, at.organisation_id))
    book = lists.ListBook(folder)
    backstage.run(lists.finish(backstage.stage, at.organisation_id, book, kind=at.kind.value))
    officer = backstage.run(backstage.stage.crew.at(at.code, "FINAL_OFFICER"))
    found = backstage.run(officer.get("/lists", organisation_id=at.organisation_id))
    list_id = next(r["list_id"] for r in found["lists"] if r["seat_kind"] == "INLAND")
    region = next(i for i, code in backstage.stage.codes.items() if code == REGION)
    return people, list_id, f"/region/{region}"


def propose(page: Page, people: list[Applicant]) -> str:
    """The officer ticks people on the received list; answers the address of the proposal."""
    assert inspect(page) == []
    page.get_by_role("button", name="将所选人员提为人选").click()
    expect(page).to_have_title(re.compile("^错误："))
    expect(page.get_by_role("link", name="请至少勾选一人")).to_be_visible()
    assert inspect(page) == []
    for me in people:
        page.locator(f"#file-{me.application_id}").check(force=True)
    page.get_by_role("button", name="下一步：核对").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("提出内地人选2人")
    expect(page.get_by_text("确定后剩余")).to_be_visible()
    assert inspect(page) == []
    page.get_by_role("button", name="确认提出").click()
    expect(page.get_by_text("已提出2人，等待负责人审核")).to_be_visible()
    assert inspect(page) == []
    return page.url


def decide(page: Page, choice: str, reason: str = "") -> None:
    """The leader decides about the proposal of the page."""
    page.get_by_label(choice, exact=True).check()
    page.get_by_label("退回理由").fill(reason)
    page.get_by_role("button", name="下一步：核对").click()
    assert inspect(page) == []
    page.get_by_role("button", name="确认").click()


def record(page: Page, chosen: Applicant, other: Applicant) -> None:
    """The officer records the ministry's word about both."""
    page.get_by_role("button", name="下一步：核对").click()
    expect(page).to_have_title(re.compile("^错误："))
    assert inspect(page) == []
    page.get_by_label("文件号").fill("（样例）人社厅函〔2019〕1号")
    page.get_by_label("文件日期").fill(f"{datetime.now(BEIJING):%Y-%m-%d}")
    page.get_by_label("扫描件存放位置").fill("（样例）专技处收文第1号")
    page.locator(f"#outcome-{chosen.application_id}").check()
    page.locator(f"#outcome-{other.application_id}-2").check()
    page.locator(f"#reason-{other.application_id}").fill(REASON)
    page.get_by_role("button", name="下一步：核对").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("核对人社部结果（2人）")
    assert inspect(page) == []
    page.get_by_role("button", name="确认登记").click()
    expect(page.get_by_text("已登记2人的结果")).to_be_visible()


def status_of(visitor: NewVisitor, me: Applicant) -> Page:
    """What the applicant sees."""
    person = visitor()
    person.sign_in_applicant(me.person.login)
    page = person.open(f"/applications/{me.application_id}/status")
    assert inspect(page) == []
    return page


@pytest.mark.requirement("R53", "R54")
def test_two_people_are_proposed_confirmed_and_read_what_the_ministry_said(
    visitor: NewVisitor, backstage: Backstage, tmp_path: Path
) -> None:
    people, list_id, region = two_gone_up(backstage, tmp_path)
    chosen, other = people
    officer = signed_in(visitor, backstage, REGION, "REGION_OFFICER_INLAND")
    leader = signed_in(visitor, backstage, REGION, "REGION_LEADER")
    address = propose(officer.open(f"{region}/lists/{list_id}"), people)
    deciding = leader.open(address.removeprefix(leader.site))
    deciding.get_by_role("button", name="下一步：核对").click()
    expect(deciding.get_by_role("link", name="请选择如何办理")).to_be_visible()
    assert inspect(deciding) == []
    decide(deciding, "退回经办人", BACK)
    expect(deciding.get_by_text(BACK)).to_be_visible()

    address = propose(officer.open(f"{region}/lists/{list_id}"), people)
    deciding = leader.open(address.removeprefix(leader.site))
    decide(deciding, "同意")
    expect(deciding.get_by_text("已审核确定2人")).to_be_visible()
    assert status_of(visitor, chosen).get_by_text("最终确定，目前不需要您办理").is_visible()

    desk = officer.open(f"{region}/determination")
    assert inspect(desk) == []
    desk.get_by_role("link", name="登记人社部结果").first.click()
    record(desk, chosen, other)
    decide(leader.open(desk.url.removeprefix(leader.site)), "同意")
    own = status_of(visitor, chosen)
    expect(own.get_by_text("您已确定为培养人选")).to_be_visible()
    expect(own.get_by_text("不需要您缴纳任何费用")).to_be_visible()
    own = status_of(visitor, other)
    expect(own.get_by_text(REASON)).to_be_visible()
    expect(own.get_by_role("heading", name="不同意的，可以申请复核")).to_be_visible()
