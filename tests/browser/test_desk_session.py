"""A session that ends while somebody at a desk writes: the text stays, the work goes on there."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from services.accounts.demo import DEMO_PASSWORD
from tests.browser.conftest import NewVisitor
from tests.support.backstage import Backstage
from tests.support.browsing import Visitor, inspect
from tests.support.desk_work import OPINION, fill_unit_opinion

PROBLEM = "证书第二页看不清，请重新扫描后上传（样例）。"
NOTE = "已电话联系本人补充材料（样例）。"


def at_a_file(visitor: NewVisitor, backstage: Backstage) -> tuple[Visitor, str, str]:
    """A clerk of the unit, their login, and the address of a file at their desk."""
    me = backstage.bring("UNIT_REVIEW")
    clerk = visitor()
    login = backstage.login(me.part.unit["code"], "UNIT_HR")
    clerk.sign_in(login)
    return clerk, login, f"/desk/{me.part.unit['organisation_id']}/files/{me.application_id}"


def sign_in_again(page: Page, login: str) -> None:
    """On the page that asks who one is, with what was typed waiting in it."""
    expect(page.get_by_text("您刚才填写的内容没有丢失")).to_be_visible()
    page.get_by_label("用户名或身份证号").fill(login)
    page.get_by_label("密码", exact=True).fill(DEMO_PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", name="已登录，请继续提交")).to_be_visible()


def test_a_mark_waits_for_the_password_and_the_cursor_stays_in_its_text(
    visitor: NewVisitor, backstage: Backstage
) -> None:
    clerk, login, file = at_a_file(visitor, backstage)
    page = clerk.open(file)
    item = page.locator("[data-item=title]")
    item.get_by_label("有问题").check()
    text = item.get_by_label("问题说明")
    text.fill(PROBLEM)
    clerk.context.clear_cookies()
    item.get_by_label("原因").select_option("unclear_scan")
    text.focus()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    assert inspect(page) == []
    dialog.get_by_label("用户名或身份证号").fill(login)
    dialog.get_by_label("密码").fill(DEMO_PASSWORD)
    dialog.get_by_role("button", name="登录并继续").click()
    expect(dialog).to_be_hidden()
    expect(page.locator("[data-said]")).to_contain_text("已保存")
    expect(text).to_have_value(PROBLEM)
    expect(item.locator(":focus")).to_have_count(1)
    page.reload()
    expect(page.locator("[data-item=title]").get_by_label("问题说明")).to_have_value(PROBLEM)
    page.get_by_label("新备注").fill(NOTE)
    clerk.context.clear_cookies()
    page.get_by_role("button", name="保存备注").click()
    sign_in_again(page, login)
    page.get_by_role("button", name="继续提交").click()
    expect(page.locator(".tp-note")).to_contain_text(NOTE)


def test_an_opinion_outlives_the_session_and_is_stored_by_the_same_click(
    visitor: NewVisitor, backstage: Backstage
) -> None:
    clerk, login, file = at_a_file(visitor, backstage)
    page = clerk.open(f"{file}/opinion")
    fill_unit_opinion(page, "太短")
    page.get_by_label("您的职务").fill("人事科副科长")
    clerk.context.clear_cookies()
    page.get_by_role("button", name="保存意见").click()
    assert inspect(page) == []
    sign_in_again(page, login)
    assert inspect(page) == []
    page.get_by_role("button", name="继续提交").click()
    page.get_by_role("alert").get_by_role("link").click()
    text = page.get_by_label("推荐意见")
    expect(text).to_be_focused()
    expect(text).to_have_value("太短")
    expect(page.get_by_label("您的职务")).to_have_value("人事科副科长")
    expect(page.get_by_label("同意", exact=True)).to_be_checked()
    text.fill(OPINION)
    page.get_by_role("button", name="保存意见").click()
    expect(page.get_by_text("推荐意见已保存")).to_be_visible()
    expect(page.get_by_text(OPINION)).to_be_visible()
