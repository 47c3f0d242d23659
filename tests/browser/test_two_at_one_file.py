"""Two officers of one desk at one file, each in a browser of their own."""

from __future__ import annotations

import re
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from demo.applicant import Applicant
from tests.browser.conftest import NewVisitor
from tests.support.backstage import Backstage
from tests.support.browsing import inspect
from tests.support.desk_work import LEVEL_OPINION, mark_rest_by_key, pass_on

TWO_OFFICERS_UNIT = "XJ-6540-U6"
HANDED_OVER = "本人休假，请接着核对学历证书原件（样例）。"
TEXT = "证书上的专业与填报的专业不一致，请更正（样例）。"


@dataclass(frozen=True)
class Officer:
    """One of the two, with the file open."""

    name: str
    page: Page
    file: str


def officer(visitor: NewVisitor, backstage: Backstage, me: Applicant, number: int) -> Officer:
    """The first or second final officer of a department that has two."""
    final = next(node for node in me.part.unit["route"] if node["kind"] == "FINAL")
    person = visitor()
    code = backstage.stage.code_of(final["organisation_id"])
    person.sign_in(backstage.login(code, "FINAL_OFFICER", number))
    address = f"/desk/{final['organisation_id']}/files/{me.application_id}"
    page = person.open(address)
    name = page.locator(".tp-header__person span").inner_text()
    return Officer(name, page, person.site + address)


def mark_problem(page: Page) -> None:
    """有问题 with its text at one item; it is stored when the field is left."""
    item = page.locator("[data-item=title]")
    item.get_by_label("有问题").check()
    item.get_by_label("原因").select_option("inconsistent")
    item.get_by_label("问题说明").fill(TEXT)
    item.get_by_label("问题说明").press("Tab")


def test_whose_marks_met_newer_ones_reads_whose_and_keeps_the_text(
    visitor: NewVisitor, backstage: Backstage
) -> None:
    me = backstage.bring("FINAL_REVIEW")
    first, second = (officer(visitor, backstage, me, number) for number in range(2))
    assert first.name != second.name
    first.page.locator("label[for=verdict-photo-1]").click()
    expect(first.page.locator("[data-said]")).to_contain_text("已保存")
    page = second.page
    mark_problem(page)
    expect(page.locator("[data-said]")).to_contain_text("没有保存")
    page.get_by_role("button", name="保存审核结论").click()
    expect(page).to_have_title(re.compile("^错误："))
    expect(page.get_by_role("alert")).to_contain_text(f"您填写期间，{first.name}更新了此申报")
    expect(page.locator("[data-item=photo]").get_by_text("同事已作结论")).to_contain_text("通过")
    expect(page.locator("[data-item=title]").get_by_label("问题说明")).to_have_value(TEXT)
    assert inspect(page) == []
    page.get_by_role("button", name="保存审核结论").click()
    expect(page.get_by_text("已保存1项审核结论")).to_be_visible()
    expect(page.locator("#verdict-photo-1")).to_be_checked()
    expect(page.locator("#verdict-title-2")).to_be_checked()


def test_whose_colleague_was_quicker_reads_who_decided_and_decides_nothing(
    visitor: NewVisitor, backstage: Backstage
) -> None:
    me = backstage.bring("FINAL_REVIEW")
    first, second = (officer(visitor, backstage, me, number) for number in range(2))
    first.page.get_by_role("button", name="领取").click()
    expect(first.page.get_by_text("已由您领取。")).to_be_visible()
    second.page.get_by_role("button", name="领取").click()
    expect(second.page.get_by_role("alert")).to_contain_text(f"此申报已由{first.name}领取")
    assert inspect(second.page) == []

    mark_rest_by_key(first.page)
    page = second.page
    page.goto(f"{second.file}/pass")
    page.get_by_label("审核意见").fill(LEVEL_OPINION)
    page.get_by_label("您的职务").fill("样例科科长")
    page.get_by_label("审批负责人").fill("样例科长")
    page.get_by_role("button", name="确认通过").click()
    expect(page.get_by_role("alert")).to_contain_text(f"此申报已由{first.name}领取")
    expect(page.get_by_label("审核意见")).to_have_value(LEVEL_OPINION)
    late = page.context.new_page()
    late.goto(second.file)
    mark_problem(late)
    expect(late.locator("[data-said]")).to_contain_text(first.name)

    first.page.reload()
    pass_on(first.page, me.application_no)
    page.get_by_role("button", name="确认通过").click()
    expect(page).to_have_title(re.compile("^错误："))
    main = page.locator("main")
    expect(main).to_contain_text(re.compile(f"最近一次办理：审核通过.*{first.name}"))
    expect(main).to_contain_text(LEVEL_OPINION)
    assert inspect(page) == []
    late.get_by_role("button", name="保存审核结论").click()
    expect(late.get_by_role("alert")).to_contain_text(f"{first.name}已办理“审核通过”")
    opinions = backstage.run(me.status())["opinions"]
    assert [one["author_name"] for one in opinions].count(first.name) == 1
    assert second.name not in [one["author_name"] for one in opinions]


def test_a_claimed_file_is_handed_over_and_the_colleague_goes_on(
    visitor: NewVisitor, backstage: Backstage
) -> None:
    me = backstage.bring("FINAL_REVIEW", unit=backstage.unit("A2", code=TWO_OFFICERS_UNIT))
    first, second = (officer(visitor, backstage, me, number) for number in range(2))
    page = first.page
    page.get_by_role("button", name="领取").click()
    expect(page.get_by_text("已由您领取。")).to_be_visible()
    choose_in_queue(page, first, me)
    page.get_by_role("button", name="移交所选").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("移交1份申报")
    page.get_by_role("button", name="确认移交").click()
    expect(page.get_by_role("alert").get_by_role("link")).to_have_count(2)
    assert inspect(page) == []
    page.get_by_label("接手的同事").select_option(label=second.name)
    page.get_by_label("备注").fill(HANDED_OVER)
    page.get_by_role("button", name="确认移交").click()
    expect(page.get_by_text("已移交1份申报。")).to_be_visible()
    page.goto(first.file)
    mark_problem(page)
    expect(page.locator("[data-said]")).to_contain_text(second.name)

    page = second.page
    choose_in_queue(page, second, me)
    page.get_by_role("link", name=me.application_no).click()
    expect(page.locator(".tp-note")).to_contain_text(HANDED_OVER)
    mark_rest_by_key(page)
    pass_on(page, me.application_no)
    opinions = backstage.run(me.status())["opinions"]
    assert opinions[-1]["author_name"] == second.name


def choose_in_queue(page: Page, officer: Officer, me: Applicant) -> None:
    """Among the files one has claimed, tick this one."""
    page.goto(f"{officer.file.partition('/files/')[0]}?claimed=MINE")
    page.locator(f"input[value='{me.application_id}'] + label").click()
