"""The three administrators and the helpline at their pages, in one story each."""

from __future__ import annotations

import re
import secrets

from playwright.sync_api import Page, expect

from tests.browser.conftest import NewVisitor
from tests.support.backstage import Backstage
from tests.support.browsing import Visitor, inspect

REGION = "XJ"


def opened(visitor: Visitor, backstage: Backstage, role: str, door: str) -> Page:
    """A page of an administrator, reached from the workplaces."""
    visitor.sign_in(backstage.login(REGION, role))
    page = visitor.open("/workplaces")
    page.get_by_role("link", name=door).click()
    return page


def test_an_organisation_is_found_and_changed_from_a_later_day_on(
    visitor: NewVisitor, backstage: Backstage
) -> None:
    page = opened(visitor(scripts=False), backstage, "SYSTEM_ADMIN", "单位与审核路线")
    unit = backstage.unit("A3")
    page.get_by_label("名称或代码").fill(unit["code"])
    page.get_by_role("button", name="查找").click()
    page.get_by_role("link", name=unit["name"]).click()
    expect(page.get_by_role("heading", name="现行审核路线")).to_be_visible()
    page.get_by_role("link", name="修改").click()
    page.get_by_label("生效日期").fill("2000-01-01")
    page.get_by_label("审核路径").fill("NOBODY")
    page.get_by_role("button", name="下一步：核对改动").click()
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("没有代码为“NOBODY”的单位")
    expect(alert).to_contain_text("生效日期不能早于今天")
    assert page.title().startswith("错误：")
    page.goto(page.url)
    address = f"样例路{secrets.randbelow(9_000) + 1_000}号"
    page.get_by_label("地址").fill(address)
    page.get_by_label("生效日期").fill("2090-01-01")
    page.get_by_role("button", name="下一步：核对改动").click()
    expect(page.get_by_role("row").filter(has_text="地址")).to_contain_text(address)
    page.get_by_role("button", name="确认修改").click()
    expect(page.get_by_text("修改将于2090年1月1日生效。")).to_be_visible()
    planned = page.get_by_role("row").filter(has_text=address)
    expect(planned).to_contain_text("待生效")
    planned.get_by_role("button", name="取消此修改").click()
    expect(page.get_by_role("row").filter(has_text=address)).to_contain_text("已取消")


def test_every_page_of_the_system_administrator_is_accessible(
    visitor: NewVisitor, backstage: Backstage
) -> None:
    me = visitor()
    page = opened(me, backstage, "SYSTEM_ADMIN", "单位与审核路线")
    assert inspect(page) == []
    page.get_by_role("table").get_by_role("link").first.click()
    assert inspect(page) == []
    page.get_by_role("link", name="修改").click()
    assert inspect(page) == []
    page.get_by_role("button", name="下一步：核对改动").click()
    expect(page.get_by_role("alert")).to_contain_text("没有改动")
    assert inspect(page) == []
    for address in ("/admin/organisations?text=NOBODY", "/admin/people", "/admin/people/new"):
        assert inspect(me.open(address)) == []


def test_a_file_is_looked_at_before_it_is_imported(
    visitor: NewVisitor, backstage: Backstage
) -> None:
    page = opened(visitor(scripts=False), backstage, "SYSTEM_ADMIN", "导入单位")
    page.get_by_role("button", name="下一步：核对改动").click()
    expect(page.get_by_role("alert")).to_contain_text("请选择要导入的文件")
    header = "代码,名称,类型,所在地代码,启用日期"
    code = f"XJ-{secrets.token_hex(4)}".upper()
    row = f"{code},（样例）导入{code}局,县级主管部门,653201,2019-01-01"
    send(page, f"{header}\n{row.replace('653201', '999999')}")
    expect(page.get_by_role("heading", name="文件需要修改")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="999999")).to_contain_text("所在地代码")
    page.get_by_role("link", name="重新选择文件").first.click()
    send(page, f"{header}\n{row}")
    expect(page.get_by_role("row").filter(has_text=code)).to_contain_text("新增")
    page.get_by_role("button", name="确认导入").click()
    expect(page.get_by_text("已导入：新增1个单位")).to_be_visible()
    page.goto(page.url.partition("?")[0] + f"?text={code}")
    expect(page.get_by_role("link", name=f"（样例）导入{code}局")).to_be_visible()


def send(page: Page, text: str) -> None:
    page.get_by_label("选择文件").set_input_files(
        {"name": "units.csv", "mimeType": "text/csv", "buffer": text.encode()}
    )
    page.get_by_role("button", name="下一步：核对改动").click()


def test_the_pages_of_an_import_are_accessible(visitor: NewVisitor, backstage: Backstage) -> None:
    page = opened(visitor(), backstage, "SYSTEM_ADMIN", "导入单位")
    assert inspect(page) == []
    header = "代码,名称,类型,所在地代码,启用日期"
    send(page, f"{header}\nXJ-LOOK,（样例）只看不存局,县级主管部门,653201,2019-01-01")
    assert inspect(page) == []
    page.get_by_role("link", name="重新选择文件").click()
    send(page, f"{header}\nXJ-LOOK,（样例）只看不存局,县级主管部门,999999,2019-01-01")
    assert inspect(page) == []


def test_somebody_is_hired_given_a_role_and_relieved_of_it(
    visitor: NewVisitor, backstage: Backstage
) -> None:
    login = f"browser.{secrets.token_hex(5)}"
    system, security = visitor(), visitor()
    page = opened(system, backstage, "SYSTEM_ADMIN", "工作人员账号")
    page.get_by_role("link", name="建立工作人员账号").click()
    page.get_by_role("button", name="建立账号").click()
    expect(page.get_by_role("alert").get_by_role("link")).to_have_count(2)
    assert inspect(page) == []
    page.get_by_label("姓名").fill("样例江·新")
    page.get_by_label("用户名", exact=True).fill(login)
    password = page.get_by_label("初始密码").input_value()
    page.get_by_role("button", name="建立账号").click()
    expect(page.get_by_text(password)).to_be_visible()
    assert inspect(page) == []

    desk = opened(security, backstage, "SECURITY_ADMIN", "人员与角色")
    desk.get_by_label("姓名或用户名").fill(login)
    desk.get_by_role("button", name="查找").click()
    assert login not in desk.url
    assert inspect(desk) == []
    desk.get_by_role("link", name="样例江·新").click()
    assert inspect(desk) == []
    grant(desk, "SYSTEM_ADMIN", REGION)
    expect(desk.get_by_role("heading", name="授予后可以做什么")).to_be_visible()
    assert inspect(desk) == []
    desk.get_by_role("button", name="确认授予").click()
    expect(desk.get_by_text("已授予样例江·新“系统管理员”")).to_be_visible()
    grant(desk, "AUDITOR", REGION)
    expect(desk.get_by_text("为什么不能授予")).to_be_visible()
    assert inspect(desk) == []
    desk.get_by_role("link", name="收回").click()
    assert inspect(desk) == []
    desk.get_by_role("button", name="确认收回").click()
    expect(desk.get_by_text("没有角色，只能办理本人的申报。")).to_be_visible()


def grant(desk: Page, role: str, organisation: str) -> None:
    desk.get_by_label("角色", exact=True).select_option(role)
    desk.get_by_label("单位名称或代码").fill(organisation)
    desk.get_by_role("button", name="下一步：核对").click()


def test_a_name_that_several_organisations_bear_is_asked_back(
    visitor: NewVisitor, backstage: Backstage
) -> None:
    me = visitor()
    desk = opened(me, backstage, "SECURITY_ADMIN", "人员与角色")
    desk.get_by_role("table").get_by_role("link").first.click()
    grant(desk, "UNIT_HR", "样例")
    expect(desk.get_by_role("alert")).to_contain_text("有多个单位符合")
    assert inspect(desk) == []


def test_a_token_is_shown_once_and_ended(visitor: NewVisitor, backstage: Backstage) -> None:
    name = f"样例系统{secrets.token_hex(3)}"
    page = opened(visitor(), backstage, "SECURITY_ADMIN", "客户端令牌")
    page.get_by_role("link", name="签发令牌").click()
    page.get_by_role("button", name="签发").click()
    expect(page.get_by_role("alert").get_by_role("link")).to_have_count(3)
    assert inspect(page) == []
    page.get_by_label("系统名称").fill(name)
    page.get_by_label("所属单位名称或代码").fill(REGION)
    page.get_by_label("名额计划").check()
    page.get_by_role("button", name="签发").click()
    token = page.locator("#token").inner_text()
    assert len(token) > 40
    assert inspect(page) == []
    page.get_by_role("link", name="返回客户端令牌").click()
    assert token not in page.content()
    assert inspect(page) == []
    row = page.get_by_role("row").filter(has_text=name)
    row.get_by_role("link", name="停用").click()
    assert inspect(page) == []
    page.get_by_role("button", name="确认停用").click()
    expect(page.get_by_role("row").filter(has_text=name)).to_contain_text("已停用")


def test_the_auditor_reads_filters_and_checks_a_trail(
    visitor: NewVisitor, backstage: Backstage
) -> None:
    page = opened(visitor(), backstage, "AUDITOR", "日志")
    assert inspect(page) == []
    page.get_by_role("link", name="账号与单位").click()
    page.get_by_role("link", name="更早的记录").click()
    expect(page.get_by_role("link", name="回到最新")).to_be_visible()
    page.get_by_label("事项").select_option("signed_in")
    page.get_by_role("button", name="筛选").click()
    expect(page.get_by_role("row").nth(1)).to_contain_text("登录")
    expect(page.get_by_role("row").filter(has_text="查看日志")).to_have_count(0)
    page.get_by_role("button", name="核对封存").click()
    expect(page.get_by_text("未发现改动")).to_be_visible()
    assert inspect(page) == []
    page.goto(re.sub("/check.*", "?since=2019-99-99&object=nothing", page.url))
    expect(page.get_by_role("alert")).to_contain_text("请填写日期")
    assert inspect(page) == []


def test_the_auditor_reads_the_fairness_report(visitor: NewVisitor, backstage: Backstage) -> None:
    page = opened(visitor(), backstage, "AUDITOR", "公平性报告")
    assert inspect(page) == []
    page.get_by_role("button", name="生成报告").click()
    expect(page.get_by_role("table")).to_have_count(3)
    assert inspect(page) == []


def test_a_security_administrator_reads_of_security_alone(
    visitor: NewVisitor, backstage: Backstage
) -> None:
    me = visitor()
    page = opened(me, backstage, "SECURITY_ADMIN", "日志")
    expect(page.get_by_role("main").get_by_role("listitem")).to_have_count(1)
    page.get_by_role("link", name="账号与单位").click()
    expect(page.get_by_role("row").filter(has_text="登录").first).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="导入单位")).to_have_count(0)
    expect(page.get_by_role("button", name="核对封存")).to_have_count(0)
    other = me.open("/audit/review")
    expect(other.get_by_role("heading", level=1)).to_contain_text("没有找到")


def test_the_helpline_hears_the_state_and_no_person(
    visitor: NewVisitor, backstage: Backstage
) -> None:
    file = backstage.bring("UNIT_REVIEW", "B")
    number = file.application_no
    page = opened(visitor(scripts=False), backstage, "HELPLINE", "按编号查询进度")
    page.get_by_label("申报编号").fill("2019-NOBODY")
    page.get_by_role("button", name="查询").click()
    expect(page.get_by_role("alert")).to_contain_text("没有这个编号")
    page.get_by_label("申报编号").fill(number)
    page.get_by_role("button", name="查询").click()
    expect(page.get_by_text("待单位审核")).to_be_visible()
    expect(page.get_by_role("main")).not_to_contain_text(file.part.unit["name"])
    assert number not in page.url


def test_the_page_of_the_helpline_is_accessible(visitor: NewVisitor, backstage: Backstage) -> None:
    page = opened(visitor(), backstage, "HELPLINE", "按编号查询进度")
    assert inspect(page) == []
    page.get_by_role("button", name="查询").click()
    expect(page.get_by_role("alert")).to_contain_text("请填写申报编号")
    assert inspect(page) == []
