"""From nobody to an applicant whose unit has confirmed them; forgotten passwords; missing units."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page, expect

from services.accounts.domain.uscc import check_character
from tests.browser.conftest import NewVisitor
from tests.factories.people import fresh_id_number
from tests.support.browsing import Visitor, inspect
from tests.support.wrong_forms import sent_wrongly

PASSWORD, ANOTHER = "Tianshan-2019-peixun", "Turpan-2020-xuexi"
UNIT, CLERK = "（样例）伊宁市绿洲科技有限公司", "xj-6540-u3.hr"
BUREAU, BUREAU_OFFICER = "伊宁市人力资源和社会保障局", "xj-6540-c1.officer"
PLACE = "654002"


def drawn(length: int) -> str:
    """Han characters that tell invented people apart."""
    return "".join(secrets.choice("样例买提江古丽艾山努尔") for _ in range(length))


@dataclass
class Newcomer:
    """Somebody invented for one test."""

    name: str = field(default_factory=lambda: f"古丽样例·{drawn(6)}")
    password: str = PASSWORD
    login: str = field(default_factory=lambda: f"browser.{secrets.token_hex(5)}")
    id_number: str = field(default_factory=fresh_id_number)


def fill(page: Page, person: Newcomer, name: str = "") -> None:
    page.get_by_label("姓名", exact=True).fill(name or person.name)
    page.get_by_label("公民身份号码").fill(person.id_number)
    page.get_by_label("手机号码").fill("19900000001")
    page.get_by_label("用户名").fill(person.login)
    page.get_by_label("密码").fill(person.password)


def signed_up(visitor: Visitor, person: Newcomer) -> Page:
    page = visitor.open("/sign-up")
    fill(page, person)
    page.get_by_role("button", name="注册").click()
    expect(page).to_have_url(re.compile("/account/unit$"))
    return page


def choose(page: Page, unit: str = UNIT) -> None:
    page.get_by_label("单位名称").fill(unit)
    page.get_by_role("button", name="查找").click()
    page.get_by_role("link", name=unit).click()
    page.get_by_role("button", name="是，选择此单位").click()
    expect(page.get_by_text("待单位确认")).to_be_visible()


def row_of(desk: Page, person: Newcomer) -> Locator:
    """The newcomer's row on the clerk's page."""
    return desk.get_by_role("row").filter(has_text=person.name)


def desk_of(clerk: Visitor) -> Page:
    """The clerk's page of people, reached from the workplaces."""
    clerk.sign_in(CLERK)
    desk = clerk.open("/workplaces")
    desk.get_by_role("link", name="确认本单位人员").click()
    return desk


def test_somebody_signs_up_without_scripts_and_the_clerk_confirms_them(visitor: NewVisitor) -> None:
    me, clerk = visitor(scripts=False), visitor()
    page = me.open("/sign-up")
    page.get_by_role("button", name="注册").click()
    expect(page.get_by_role("alert").get_by_role("link")).to_have_count(5)
    person = Newcomer()
    fill(page, person, person.name.replace("·", "•"))
    page.get_by_role("button", name="注册").click()
    told = f"{person.name}，您的账号已建立。已将•统一为·。"
    expect(page.get_by_role("alert")).to_contain_text(told)
    choose(page)

    desk = desk_of(clerk)
    assert inspect(desk) == []
    row_of(desk, person).get_by_role("button", name="确认在本单位工作").click()
    expect(desk.get_by_text(f"已确认{person.name}在本单位工作")).to_be_visible()
    page.reload()
    expect(page.get_by_text("单位已确认，您可以提交申报")).to_be_visible()


def test_a_refusal_needs_a_reason_which_the_applicant_reads(visitor: NewVisitor) -> None:
    person = Newcomer()
    page = signed_up(visitor(), person)
    choose(page)
    desk = desk_of(visitor())
    row = row_of(desk, person)
    row.get_by_text("不予确认").first.click()
    row.get_by_role("button", name="不予确认").click()
    expect(desk.get_by_role("alert")).to_contain_text("请填写原因")
    assert inspect(desk) == []
    row.get_by_label("原因").fill("样例：本单位没有此人")
    row.get_by_role("button", name="不予确认").click()
    expect(desk.get_by_text(f"已告知{person.name}")).to_be_visible()
    page.reload()
    expect(page.get_by_text("样例：本单位没有此人")).to_be_visible()
    assert inspect(page) == []


def test_the_page_asks_about_a_doubtful_name_and_has_a_key_for_the_dot(visitor: NewVisitor) -> None:
    page = visitor().open("/sign-up")
    assert inspect(page) == []
    fill(page, Newcomer(), "古丽样例.样例买买提")
    page.get_by_role("button", name="注册").click()
    expect(page.get_by_role("alert")).to_contain_text("是否应为“·”")
    assert page.title().startswith("错误：")
    assert inspect(page) == []
    name = page.get_by_label("姓名", exact=True)
    expect(name).to_have_value("古丽样例.样例买买提")
    name.fill("古丽样例样例买买提")
    name.evaluate("field => field.setSelectionRange(4, 4)")
    page.get_by_role("button", name="输入间隔号").click()
    expect(name).to_have_value("古丽样例·样例买买提")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="注册").click()
    expect(page).to_have_url(re.compile("/account/unit$"))


def test_a_second_account_of_one_id_number_is_told_what_to_do(visitor: NewVisitor) -> None:
    person = Newcomer()
    signed_up(visitor(), person)
    page = visitor().open("/sign-up")
    fill(page, Newcomer(id_number=person.id_number))
    page.get_by_role("button", name="注册").click()
    expect(page.get_by_role("alert")).to_contain_text("每人只能有一个")
    expect(page.get_by_label("公民身份号码")).to_have_value(person.id_number)


def test_a_forgotten_password_is_renewed_through_the_unit(visitor: NewVisitor) -> None:
    person, old = Newcomer(), visitor()
    page = signed_up(old, person)
    choose(page)

    forgetful = visitor()
    page = forgetful.open("/password/forgotten")
    page.get_by_label("用户名或身份证号").fill(person.id_number)
    page.get_by_role("button", name="提出申请").click()
    expect(page.get_by_role("heading", name="已提出申请")).to_be_visible()

    desk = desk_of(visitor())
    row_of(desk, person).get_by_role("link", name="核对身份").click()
    desk.get_by_label("证件上的公民身份号码").fill("65000019900101006X")
    desk.get_by_role("button", name="核对无误").click()
    expect(desk.get_by_role("alert")).to_contain_text("不符")
    assert inspect(desk) == []
    desk.get_by_label("证件上的公民身份号码").fill(person.id_number)
    desk.get_by_role("button", name="核对无误").click()
    code = desk.locator(".tp-code").inner_text()
    assert inspect(desk) == []

    page.get_by_role("link", name="设置新密码").click()
    page.get_by_label("用户名或身份证号").fill(person.login)
    page.get_by_label("一次性口令").fill(code.upper())
    page.get_by_label("新密码").fill(ANOTHER)
    page.get_by_role("button", name="设置新密码").click()
    expect(page.get_by_text("新密码已设置")).to_be_visible()
    gone = old.open("/account")
    expect(gone).to_have_url(re.compile("/sign-in"))
    page.get_by_label("用户名或身份证号").fill(person.login)
    page.get_by_label("密码", exact=True).fill(ANOTHER)
    page.get_by_role("button", name="登录").click()
    page.goto(f"{forgetful.site}/account/sign-ins")
    expect(page.get_by_role("row").nth(1)).to_contain_text("成功")
    expect(page.get_by_role("row").nth(1)).to_contain_text("Chrome · Linux")
    assert inspect(page) == []


def test_a_changed_password_ends_the_sessions_elsewhere(visitor: NewVisitor) -> None:
    person, here, elsewhere = Newcomer(), visitor(), visitor()
    signed_up(here, person)
    elsewhere.sign_in(person.login, PASSWORD)
    page = here.open("/account/password")
    page.get_by_label("当前密码").fill("not-the-password")
    page.get_by_label("新密码").fill(ANOTHER)
    page.get_by_role("button", name="修改密码").click()
    expect(page.get_by_role("alert")).to_contain_text("当前密码不正确")
    page.get_by_label("当前密码").fill(PASSWORD)
    page.get_by_label("新密码").fill(ANOTHER)
    page.get_by_role("button", name="修改密码").click()
    expect(page.get_by_text("密码已修改")).to_be_visible()
    expect(elsewhere.open("/account")).to_have_url(re.compile("/sign-in"))


def new_firm() -> tuple[str, str]:
    """Name and code of a firm nobody has registered."""
    first = f"91{PLACE}{secrets.randbelow(10**9):09d}"
    return f"（样例）新芽{secrets.token_hex(3)}公司", first + check_character(first)


def describe(page: Page, name: str, uscc: str) -> None:
    page.get_by_label("单位全称").fill(name)
    page.get_by_label("统一社会信用代码").fill(uscc)
    page.get_by_label("非公有制企业").check()
    page.get_by_label("由谁确认").select_option(label=BUREAU)
    page.get_by_label("单位地址").fill("伊宁市样例路2号")
    page.get_by_label("人事联系人").fill("样例江")
    page.get_by_label("人事联系电话").fill("0999-0000001")
    page.get_by_role("button", name="登记").click()


def let_in(officer: Visitor, name: str, uscc: str) -> None:
    """The bureau's officer compares and confirms."""
    officer.sign_in(BUREAU_OFFICER)
    desk = officer.open("/workplaces")
    desk.get_by_role("link", name="确认自行登记的单位").click()
    assert inspect(desk) == []
    desk.get_by_role("link", name=name).click()
    expect(desk.get_by_text(uscc)).to_be_visible()
    assert inspect(desk) == []
    assert sent_wrongly(desk, desk.url, decision="refuse") == []
    desk.get_by_role("button", name="核对无误").click()
    expect(desk.get_by_text(f"{name}已列入单位名单")).to_be_visible()


def test_a_missing_firm_registers_itself_and_the_bureau_lets_it_in(visitor: NewVisitor) -> None:
    name, uscc = new_firm()
    me = visitor()
    page = signed_up(me, Newcomer())
    page.get_by_role("link", name="登记本单位").click()
    page.get_by_role("button", name="登记").click()
    expect(page.get_by_role("alert").get_by_role("link")).to_have_count(7)
    assert inspect(page) == []
    describe(page, name, uscc[:-1] + ("0" if uscc[-1] != "0" else "1"))
    expect(page.get_by_role("alert")).to_contain_text("校验位不符")
    page.get_by_label("统一社会信用代码").fill(uscc.lower())
    page.get_by_role("button", name="登记").click()
    expect(page.get_by_text("待人社局确认")).to_be_visible()
    let_in(visitor(), name, uscc)
    page.reload()
    expect(page.get_by_text("待单位确认")).to_be_visible()
    page.goto(f"{me.site}/account/unit?q={name[4:12]}")
    expect(page.get_by_role("link", name=name)).to_be_visible()
