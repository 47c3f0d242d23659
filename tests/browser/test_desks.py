"""Desks in the browser: marks by key, opinion and signature, returning, two at one file."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from demo.applicant import Applicant
from demo.client import JSON
from tests.browser.conftest import NewVisitor
from tests.support.backstage import Backstage
from tests.support.browsing import Visitor, inspect
from tests.support.desk_work import OPINION, fill_unit_opinion, mark_rest_by_key, sign


def node_of(me: Applicant, kind: str) -> JSON:
    """The desk of a kind on the route of somebody's unit."""
    found: JSON = next(node for node in me.part.unit["route"] if node["kind"] == kind)
    return found


def at_desk(
    visitor: NewVisitor, backstage: Backstage, me: Applicant, kind: str, role: str
) -> tuple[Visitor, str]:
    """Somebody of a desk, signed in, with the address of the desk."""
    organisation_id = node_of(me, kind)["organisation_id"]
    someone = visitor()
    someone.sign_in(backstage.login(backstage.stage.code_of(organisation_id), role))
    return someone, f"/desk/{organisation_id}"


def mark_all_by_key(page: Page) -> None:
    """j, k and the figures, until every item has its mark."""
    page.locator("[data-item]").first.focus()
    page.keyboard.press("j")
    expect(page.locator(".tp-item--focus")).to_have_attribute("data-item", "photo")
    page.keyboard.press("k")
    mark_rest_by_key(page)


def test_a_unit_marks_by_key_writes_signs_and_passes(
    visitor: NewVisitor, backstage: Backstage
) -> None:
    me = backstage.bring("UNIT_REVIEW")
    hr, desk = at_desk(visitor, backstage, me, "UNIT", "UNIT_HR")
    page = hr.open(desk)
    assert inspect(page) == []
    page.get_by_role("link", name=me.application_no).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(me.person.name)
    assert inspect(page) == []
    mark_all_by_key(page)
    page.reload()
    expect(page.locator("input[type=radio][value=PASS]:checked")).to_have_count(
        page.locator("[data-item]").count()
    )
    page.get_by_role("link", name="出具推荐意见").click()
    expect(page.get_by_label("推荐意见")).to_have_value("")
    page.get_by_role("button", name="保存意见").click()
    expect(page).to_have_title(re.compile("^错误："))
    assert inspect(page) == []
    fill_unit_opinion(page)
    page.get_by_role("button", name="保存意见").click()
    leader, _ = at_desk(visitor, backstage, me, "UNIT", "UNIT_LEADER")
    signing = leader.open(f"{desk}/files/{me.application_id}/signature")
    expect(signing.get_by_text(OPINION)).to_be_visible()
    assert inspect(signing) == []
    signing.get_by_role("button", name="签署").click()
    expect(signing).to_have_title(re.compile("^错误："))
    assert inspect(signing) == []
    sign(signing)
    page.get_by_role("link", name="通过", exact=True).click()
    assert inspect(page) == []
    page.get_by_role("button", name="确认通过").click()
    expect(page.get_by_text(f"{me.application_no}已通过")).to_be_visible()


def test_a_file_is_returned_for_the_items_in_question(
    visitor: NewVisitor, backstage: Backstage
) -> None:
    me = backstage.bring("FINAL_REVIEW")
    officer, desk = at_desk(visitor, backstage, me, "FINAL", "FINAL_OFFICER")
    file = f"{desk}/files/{me.application_id}"
    page = officer.open(f"{file}?item=title")
    item = page.locator("[data-item=title]")
    item.get_by_label("有问题").check()
    item.get_by_label("原因").select_option("unclear_scan")
    item.get_by_label("问题说明").fill("证书第二页看不清，请重新扫描。")
    item.get_by_label("问题说明").press("Tab")
    expect(page.locator("[data-said]")).to_contain_text("已保存")
    page.get_by_role("link", name="退回", exact=True).click()
    expect(page.get_by_label("问题和怎样修改").locator("visible=true")).to_have_value(
        "证书第二页看不清，请重新扫描。"
    )
    assert inspect(page) == []
    page.get_by_role("button", name="下一步：核对").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("确认退回")
    assert inspect(page) == []
    page.get_by_role("button", name="确认退回").click()
    expect(page.get_by_text(f"{me.application_no}已退回，现为：退回修改。")).to_be_visible()
    status = backstage.run(me.status())
    assert [reason["item_code"] for reason in status["reasons"]] == ["title"]


def test_marks_are_saved_without_scripts(visitor: NewVisitor, backstage: Backstage) -> None:
    me = backstage.bring("UNIT_REVIEW")
    desk = f"/desk/{node_of(me, 'UNIT')['organisation_id']}"
    plain = visitor(scripts=False)
    plain.sign_in(backstage.login(me.part.unit["code"], "UNIT_HR"))
    page = plain.open(f"{desk}/files/{me.application_id}")
    page.locator("#verdict-photo-1").check()
    page.locator("#verdict-title-2").check()
    page.get_by_role("button", name="保存审核结论").click()
    expect(page.locator("#verdict-title-2")).to_be_checked()
    expect(page).to_have_title(re.compile("^错误："))
    page.locator("#reason-title").select_option("other")
    page.locator("#text-title").fill("请补充聘任文件，并写明聘任起止时间。")
    page.get_by_role("button", name="保存审核结论").click()
    expect(page.get_by_text("已保存2项审核结论")).to_be_visible()


def test_two_clerks_do_not_decide_the_same_file(visitor: NewVisitor, backstage: Backstage) -> None:
    me = backstage.bring("UNIT_REVIEW")
    hr, desk = at_desk(visitor, backstage, me, "UNIT", "UNIT_HR")
    file = f"{desk}/files/{me.application_id}"
    first, second = hr.open(file), hr.open(file)
    first.locator("label[for=verdict-photo-1]").click()
    expect(first.locator("[data-said]")).to_contain_text("已保存")
    second.locator("label[for=verdict-photo-3]").click()
    expect(second.locator("[data-said]")).to_contain_text("没有保存")
    first.get_by_role("button", name="领取").click()
    expect(first.get_by_text("已由您领取。")).to_be_visible()
    queue = hr.open(desk)
    queue.get_by_label("办理人").select_option("MINE")
    queue.get_by_role("button", name="筛选").click()
    expect(queue.get_by_role("link", name=me.application_no)).to_be_visible()
    queue.locator(f"input[value='{me.application_id}'] + label").click()
    queue.get_by_role("button", name="退还所选").click()
    expect(queue.get_by_role("heading", level=1)).to_have_text("退还待领1份申报")
    assert inspect(queue) == []
    queue.get_by_role("button", name="确认退还待领").click()
    expect(queue.get_by_text("已退还待领1份申报。")).to_be_visible()


def test_a_name_is_found_and_a_number_shown_for_a_purpose(
    visitor: NewVisitor, backstage: Backstage
) -> None:
    me = backstage.bring("UNIT_REVIEW")
    hr, desk = at_desk(visitor, backstage, me, "UNIT", "UNIT_HR")
    page = hr.open(desk)
    page.get_by_label("按姓名或编号查找").fill(me.application_no[-5:])
    page.get_by_role("button", name="查找").click()
    expect(page.get_by_text(me.person.name)).to_be_visible()
    assert inspect(page) == []
    page.get_by_role("link", name=me.application_no).click()
    page.get_by_role("link", name="查看完整身份证号").click()
    page.get_by_label("用途").fill("核对身份证原件")
    page.get_by_role("button", name="查看").click()
    expect(page.locator(".tp-idnumber")).to_have_text(re.compile(r"650000\d{11}[\dX]"))
    assert inspect(page) == []
    team = hr.open(f"{desk}/team")
    team.get_by_label("每行一条").fill("请补充证书背面。")
    team.get_by_role("button", name="保存常用语").click()
    expect(team.get_by_text("常用语已保存。")).to_be_visible()
    assert inspect(team) == []
