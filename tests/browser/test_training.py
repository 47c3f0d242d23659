"""Training in the browser: arranged, notified whole, read, attended, enrolled, the rate."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from demo import lists, region
from demo.applicant import Applicant
from demo.stage import BEIJING, REGION
from services.contracts.vocabulary import SeatKind
from tests.browser.conftest import NewVisitor
from tests.browser.test_lists import bring_all, place, signed_in
from tests.support.backstage import Backstage
from tests.support.browsing import inspect

PAID = "参培学员不需要缴纳任何费用"


def one_selected(backstage: Backstage, folder: Path) -> tuple[Applicant, str, str]:
    """Somebody in the region who is selected; the final unit's code and the region's address."""
    at = place(backstage, SeatKind.SHORT, seats=1)
    stage = backstage.stage
    (me,) = backstage.run(bring_all(backstage, at, "READY_TO_LIST", 1))
    assert backstage.run(lists.nominate(stage, me, at.organisation_id))
    book = lists.ListBook(folder)
    backstage.run(lists.finish(stage, at.organisation_id, book, kind=at.kind.value))
    backstage.run(region.select(stage, "IN_REGION", [me.application_id]))
    office = next(i for i, code in stage.codes.items() if code == REGION)
    return me, at.code, f"/region/{office}/training"


def arrange(page: Page, me: Applicant) -> None:
    """The officer puts the person into a group of one."""
    assert inspect(page) == []
    page.get_by_role("button", name="为所选疆内人员安排培养").click()
    expect(page).to_have_title(re.compile("^错误："))
    assert inspect(page) == []
    page.locator(f"#file-{me.application_id}").check(force=True)
    page.get_by_role("button", name="为所选疆内人员安排培养").click()
    assert inspect(page) == []
    page.get_by_role("button", name="确认安排").click()
    expect(page.get_by_text("发出通知前还要填写：培养单位")).to_be_visible()
    assert inspect(page) == []


def fill_in(page: Page) -> None:
    """The whole plan, at first with a host of the other track."""
    today = datetime.now(BEIJING)
    page.get_by_label("培养单位", exact=True).fill("（样例）乌鲁木齐某大学")
    page.get_by_label("培养单位性质").select_option("UNIVERSITY")
    page.get_by_label("培养单位所在地").select_option("INLAND")
    page.get_by_label("导师").fill("样例导师")
    page.get_by_label("工作实践").check()
    page.get_by_label("在线教育").check()
    page.get_by_label("培养开始日期").fill(f"{today:%Y-%m-%d}")
    page.get_by_label("培养结束日期").fill(f"{today + timedelta(days=180):%Y-%m-%d}")
    page.get_by_label("报到时间").fill(f"{today + timedelta(days=2):%Y-%m-%dT10:00}")
    page.get_by_label("报到地点").fill("（样例）培训楼一层")
    page.get_by_label("学前教育时间").fill(f"{today + timedelta(days=1):%Y-%m-%dT10:00}")
    page.get_by_label("学前教育地点").fill("（样例）自治区培训中心")
    page.get_by_label("学前教育联系人").fill("样例联系人")
    page.get_by_label("学前教育内容").fill("（样例）培养要求与安全")
    page.get_by_role("button", name="保存培养计划").click()
    expect(page.get_by_role("link", name="疆内培养的培养单位须在疆内")).to_be_visible()
    assert inspect(page) == []
    page.get_by_label("培养单位所在地").select_option("IN_REGION")
    page.get_by_role("button", name="保存培养计划").click()
    expect(page.get_by_text("培养计划已保存")).to_be_visible()


def register(page: Page, me: Applicant, deed: str) -> None:
    """One step of the person, as of today."""
    page.locator(f"#file-{me.application_id}").check(force=True)
    page.get_by_label(deed).check()
    page.get_by_label("日期", exact=True).fill(f"{datetime.now(BEIJING):%Y-%m-%d}")
    page.get_by_role("button", name="下一步：核对").click()
    assert inspect(page) == []
    page.get_by_role("button", name="确认登记").click()
    expect(page.get_by_text(f"已登记1人{deed}")).to_be_visible()


@pytest.mark.requirement("R22", "R23", "R51", "R55", "R56", "R57")
def test_somebody_selected_is_notified_with_everything_and_finishes(
    visitor: NewVisitor, backstage: Backstage, tmp_path: Path
) -> None:
    me, bureau, desk = one_selected(backstage, tmp_path)
    officer = signed_in(visitor, backstage, REGION, "REGION_OFFICER_IN_REGION")
    page = officer.open(desk)
    expect(page.get_by_text(PAID)).to_be_visible()
    arrange(page, me)
    fill_in(page)
    page.get_by_role("link", name="发出通知").click()
    assert inspect(page) == []
    page.get_by_role("button", name="确认发出").click()
    expect(page.get_by_text("已通知1人")).to_be_visible()

    unit = signed_in(visitor, backstage, bureau, "FINAL_OFFICER")
    organisation = next(i for i, code in backstage.stage.codes.items() if code == bureau)
    told = unit.open(f"/desk/{organisation}/notifications")
    assert inspect(told) == []
    told.get_by_role("button", name=re.compile(f"已阅知.*{me.application_no}")).click()
    expect(told.get_by_text("已登记阅知")).to_be_visible()
    applicant = visitor()
    applicant.sign_in_applicant(me.person.login)
    own = applicant.open(f"/applications/{me.application_id}/status")
    own.get_by_role("link", name="培养通知").click()
    expect(own.get_by_text(PAID)).to_be_visible()
    assert inspect(own) == []
    own.get_by_role("button", name="我已阅知").click()
    expect(own.get_by_text("您已于")).to_be_visible()

    page.reload()
    assert inspect(page) == []
    page.get_by_role("button", name="下一步：核对").click()
    expect(page.get_by_role("link", name="请选择登记的事项")).to_be_visible()
    assert inspect(page) == []
    for deed in ("参加学前教育", "报到", "培养结业"):
        register(page, me, deed)
    page.goto(f"{officer.site}{desk}")
    expect(page.get_by_text("参训率＝已报到人数÷人选确定人数")).to_be_visible()
    own.goto(f"{applicant.site}/applications/{me.application_id}/status")
    expect(own.get_by_text("培养已结业，办理已结束")).to_be_visible()
