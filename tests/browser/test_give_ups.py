"""Giving up in the browser: asked by the unit, the person heard, proposed, decided."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from demo import give_ups, lists
from demo.applicant import Applicant
from demo.stage import REGION
from services.contracts.vocabulary import SeatKind
from tests.browser.conftest import NewVisitor
from tests.browser.test_desks import at_desk
from tests.browser.test_lists import bring_all, place
from tests.support.backstage import Backstage
from tests.support.browsing import inspect


def two_selected(backstage: Backstage, folder: Path) -> list[Applicant]:
    """Two people whose seats are confirmed."""
    at = place(backstage, SeatKind.LONG, seats=2)
    people = backstage.run(bring_all(backstage, at, "READY_TO_LIST", 2))
    for me in people:
        assert backstage.run(lists.nominate(backstage.stage, me, at.organisation_id))
    book = lists.ListBook(folder)
    backstage.run(lists.finish(backstage.stage, at.organisation_id, book, kind=at.kind.value))
    backstage.run(give_ups.select(backstage.stage, people))
    return list(people)


def wrongly_first(page: Page, button: str = "下一步：核对") -> None:
    """Send the empty form and look at what it tells."""
    assert inspect(page) == []
    page.get_by_role("button", name=button).click()
    expect(page).to_have_title(re.compile("^错误："))
    assert inspect(page) == []


def ask(page: Page) -> None:
    """Fill in why, look at the preview, ask."""
    page.get_by_role("link", name="申请放弃培养").click()
    expect(page.get_by_text("无特殊原因不得随意放弃培养或变更人选")).to_be_visible()
    wrongly_first(page)
    page.get_by_label("身体健康原因").check()
    page.get_by_label("具体原因").fill(give_ups.WHY)
    page.get_by_label("证明材料").fill(give_ups.EVIDENCE)
    page.get_by_role("button", name="下一步：核对").click()
    expect(page.get_by_text("无特殊原因不得随意放弃培养或变更人选")).to_be_visible()
    assert inspect(page) == []
    page.get_by_role("button", name="确认申请").click()
    expect(page.get_by_text("放弃培养的申请已提交")).to_be_visible()


@pytest.mark.requirement("R58", "R59")
def test_the_unit_asks_the_person_speaks_and_two_of_the_region_decide(
    visitor: NewVisitor, backstage: Backstage, tmp_path: Path
) -> None:
    me, other = two_selected(backstage, tmp_path)
    hr, desk = at_desk(visitor, backstage, me, "UNIT", "UNIT_HR")
    ask(hr.open(f"{desk}/files/{me.application_id}"))

    applicant = visitor()
    applicant.sign_in_applicant(me.person.login)
    own = applicant.open(f"/applications/{me.application_id}/status")
    expect(own.get_by_text(give_ups.WHY)).to_be_visible()
    own.get_by_role("link", name="陈述", exact=True).click()
    wrongly_first(own)
    own.get_by_label("陈述").fill("（样例）本人同意放弃，理由属实。")
    own.get_by_role("button", name="下一步：核对").click()
    assert inspect(own) == []
    own.get_by_role("button", name="提交陈述").click()
    expect(own.get_by_text("陈述已提交。")).to_be_visible()

    propose_and_decide(visitor, backstage, me)
    own.goto(f"{applicant.site}/applications/{me.application_id}/status")
    expect(own.get_by_text("经批准放弃").first).to_be_visible()
    expect(own.get_by_text(give_ups.GRANTED_TEXT)).to_be_visible()
    assert inspect(own) == []

    another = visitor()
    another.sign_in_applicant(other.person.login)
    ask(another.open(f"/applications/{other.application_id}/status"))


def propose_and_decide(visitor: NewVisitor, backstage: Backstage, me: Applicant) -> None:
    """The officer's proposal and the leader's decision."""
    region = next(at for at, code in backstage.stage.codes.items() if code == REGION)
    officer, leader = visitor(), visitor()
    officer.sign_in(backstage.login(REGION, give_ups.OFFICER))
    page = officer.open(f"/region/{region}/giving-up")
    assert inspect(page) == []
    page.get_by_role("link", name=me.application_no).click()
    wrongly_first(page)
    page.get_by_label("同意放弃", exact=True).check()
    page.get_by_label("理由").fill(give_ups.GRANTED_TEXT)
    page.get_by_role("button", name="下一步：核对").click()
    assert inspect(page) == []
    page.get_by_role("button", name="确认提出").click()
    expect(page.get_by_text("办理意见已提出")).to_be_visible()

    leader.sign_in(backstage.login(REGION, "REGION_LEADER"))
    page = leader.open(f"/region/{region}/giving-up/{me.application_id}")
    wrongly_first(page)
    page.get_by_label("同意经办意见").check()
    page.get_by_role("button", name="下一步：核对").click()
    assert inspect(page) == []
    page.get_by_role("button", name="确认", exact=True).click()
    expect(page.get_by_text("现为：经批准放弃")).to_be_visible()
