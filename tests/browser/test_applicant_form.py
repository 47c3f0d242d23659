"""The applicant's form from the notice to the receipt, by hand, with and without scripts."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from demo import applicant
from demo.applicant import Applicant
from demo.form import GOAL, NEED
from demo.identity import Identity
from deploy.local.client import Stack
from tests.browser.conftest import NewVisitor
from tests.support.backstage import Backstage
from tests.support.browsing import Visitor, inspect

CLOCK_SETTLES_SECONDS = 1.5
RECEIPT = re.compile("/receipt$")


def signed_in(visitor: NewVisitor, me: Applicant, **options: bool) -> Visitor:
    person = visitor(**options)
    person.sign_in_applicant(me.person.login)
    return person


def saved(page: Page) -> None:
    expect(page.locator("[data-save-state]")).to_have_attribute("data-state", "saved")


def go_on(page: Page, heading: str) -> None:
    page.get_by_role("button", name="保存并继续").click()
    expect(page.get_by_role("heading", level=1, name=heading)).to_be_visible()


def begin(page: Page, me: Applicant) -> None:
    """Accept the notice; the draft's id is in the address."""
    page.get_by_role("button", name="开始").click()
    page.get_by_role("button", name="开始填写").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert inspect(page) == []
    page.get_by_label("我已阅读并同意").check()
    page.get_by_role("button", name="开始填写").click()
    expect(page).to_have_url(re.compile(r"/applications/[0-9a-f-]{36}$"))
    me.application_id = page.url.rsplit("/", 1)[-1]


def about(page: Page, person: Identity) -> None:
    expect(page.get_by_label("姓名", exact=True)).to_have_value(person.name)
    page.get_by_label("公民身份号码").fill(person.id_number)
    page.get_by_label("民族").select_option("05")
    page.get_by_label("参加工作时间").fill("2014.8")
    aside = page.locator("#aside")
    expect(aside).to_contain_text("周岁")
    expect(aside.get_by_text("符合", exact=True).first).to_be_visible()
    sex = "男" if int(person.id_number[16]) % 2 else "女"
    expect(page.get_by_label(sex, exact=True)).to_be_checked()
    assert inspect(page) == []
    go_on(page, "工作单位")
    page.get_by_label("专业技术岗位", exact=True).check()
    go_on(page, "职称")


def career(page: Page) -> None:
    page.get_by_label("按名称查找").fill("工程师")
    expect(page.get_by_text(re.compile("找到[0-9]+个"))).to_be_visible()
    page.get_by_label("专业技术职务任职资格", exact=True).select_option("083")
    page.get_by_label("取得时间").fill("2016-12")
    page.get_by_label("现从事专业").fill("样例专业")
    page.get_by_label("从事专业年限").fill("9")
    assert inspect(page) == []
    go_on(page, "学历")
    page.get_by_label("最高学历").select_option("21")
    page.get_by_label("学士", exact=True).check()
    page.get_by_label("毕业院校").fill("（样例）天池大学")
    page.get_by_label("所学专业").fill("样例专业")
    page.get_by_label("毕业时间").fill("2012-07")
    go_on(page, "能力")
    for skill in ("听", "说", "读", "写"):
        page.get_by_role("group", name=f"汉语（{skill}）").get_by_label(
            "能胜任", exact=True
        ).check()
    page.get_by_label("熟练", exact=True).check()
    go_on(page, "健康")
    page.get_by_label("能够坚持培养期间学习工作").check()
    go_on(page, "学习经历")


def histories(page: Page) -> None:
    page.get_by_label("起始年月").fill("2008-09")
    page.get_by_label("终止年月").fill("2012-07")
    page.get_by_label("院校及专业").fill("（样例）天池大学　样例专业")
    page.get_by_label("学历学位").fill("本科/学士")
    go_on(page, "工作经历")
    rows = page.locator("[data-row-list] > [data-row]")
    for index, (start, place) in enumerate((("2016-01", "后"), ("2014-08", "先"))):
        if index:
            page.get_by_role("button", name="再加一行").click()
        rows.nth(index).get_by_label("起始年月").fill(start)
        rows.nth(index).get_by_label("单位及部门").fill(f"（样例）单位{place}")
        rows.nth(index).get_by_label("职务职称").fill("工程师")
    rows.nth(1).get_by_label("终止年月").fill("2015-12")
    rows.nth(1).get_by_role("button", name="上移").click()
    expect(rows.nth(0).get_by_label("单位及部门")).to_have_value("（样例）单位先")
    assert inspect(page) == []
    go_on(page, "业绩")
    page.get_by_label("业务骨干说明").fill("（样例）承担本单位主要业务。")
    go_on(page, "培养意向")


def wish(page: Page, specialty: str) -> None:
    page.get_by_label("疆内", exact=True).check()
    expect(page.get_by_label("一年", exact=True)).to_be_hidden()
    page.get_by_label("内地", exact=True).check()
    expect(page.get_by_label("一年", exact=True)).to_be_checked()
    expect(page.get_by_label("短期半年")).to_be_hidden()
    page.get_by_label(specialty, exact=True).check()
    page.get_by_label("岗位需求与拟补短板").fill(NEED)
    page.get_by_label("研修内容及预期目标").fill(GOAL)
    page.get_by_role("group", name="是否服从调剂").get_by_label("是", exact=True).check()
    saved(page)
    assert inspect(page) == []
    go_on(page, "证明材料")


def upload(backstage: Backstage, me: Applicant) -> None:
    """The materials, beside the browser: their page has its own tests."""

    async def act() -> None:
        slots = applicant.materials(me.part)
        for slot in slots:
            await applicant.send(me, slot, applicant._scan_of(me.part, slot))
        done = await applicant.all_checked(me, slots)
        assert {scan["state"] for scan in done} == {"ACCEPTED"}

    backstage.run(act())


def test_the_whole_form_is_filled_in_by_hand_and_handed_in_once(
    visitor: NewVisitor, backstage: Backstage
) -> None:
    me = backstage.arrived()
    person = signed_in(visitor, me)
    page = person.open("/applications")
    assert inspect(page) == []
    begin(page, me)
    assert inspect(page) == []
    page.get_by_role("link", name="基本信息").click()
    about(page, me.person)
    career(page)
    histories(page)
    wish(page, me.part.row["specialty"])
    upload(backstage, me)
    page.goto(f"{person.site}/applications/{me.application_id}")
    expect(page.get_by_text("可以提交", exact=True)).to_be_visible()
    page.get_by_role("link", name="检查并提交").click()
    assert inspect(page) == []
    page.get_by_role("button", name="提交", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("承诺")
    assert inspect(page) == []
    page.get_by_role("alert").get_by_role("link").click()
    expect(page.get_by_label("我作出以上承诺")).to_be_focused()
    page.get_by_label("我作出以上承诺").check()
    page.get_by_role("button", name="提交", exact=True).dblclick()
    expect(page).to_have_url(RECEIPT)
    number = page.locator(".govuk-panel strong").inner_text()
    assert re.fullmatch(r"TP2019-\d{6}-\d{5}", number)
    assert inspect(page) == []
    assert len(backstage.run(me.visitor.get(f"{me.path}/versions"))["versions"]) == 1
    page.goto(f"{person.site}/applications/{me.application_id}")
    expect(page).to_have_url(re.compile("/status$"))


def test_the_copy_is_offered_once_it_is_rendered_and_the_list_names_the_final_unit(
    visitor: NewVisitor, backstage: Backstage
) -> None:
    me = backstage.bring("UNIT_REVIEW")
    page = signed_in(visitor, me).open(f"/applications/{me.application_id}/print")
    expect(page.get_by_role("heading", name="正式申报表（一式3份）")).to_be_visible()
    expect(page.get_by_role("button", name="下载（PDF）")).to_be_visible(timeout=60_000)
    assert inspect(page) == []
    page.get_by_role("link", name="打开并打印材料清单").click()
    final = next(node for node in me.part.unit["route"] if node["kind"] == "FINAL")
    expect(page.get_by_text(final["organisation_name"]).first).to_be_visible()
    assert inspect(page) == []


def test_a_rule_that_is_not_met_is_explained_and_stops_the_submission(
    visitor: NewVisitor, backstage: Backstage
) -> None:
    me = backstage.bring("DRAFT")
    person = signed_in(visitor, me)
    page = person.open(f"/applications/{me.application_id}/sections/unit")
    page.get_by_label("管理岗位", exact=True).check()
    aside = page.locator("#aside")
    expect(aside.get_by_text("不符合", exact=True)).to_be_visible()
    expect(aside).to_contain_text("通知：从事专业技术工作")
    expect(aside).to_contain_text("岗位类别：管理岗位")
    assert inspect(page) == []
    page.goto(f"{person.site}/applications/{me.application_id}/check")
    page.get_by_label("我作出以上承诺").check()
    page.get_by_role("button", name="提交", exact=True).click()
    page.get_by_role("alert").get_by_role("link", name=re.compile("管理或工勤")).click()
    expect(page).to_have_url(re.compile("/eligibility#E02$"))
    expect(page.get_by_role("heading", name="申请人工核对")).to_be_visible()
    assert inspect(page) == []


def test_without_scripts_rows_and_values_are_saved_by_buttons(
    visitor: NewVisitor, backstage: Backstage
) -> None:
    me = backstage.written()
    page = signed_in(visitor, me, scripts=False).open(
        f"/applications/{me.application_id}/sections/achievements"
    )
    rows = page.locator("[data-row]")
    assert rows.count() == 2
    titles = [rows.nth(n).get_by_label("名称").input_value() for n in range(2)]
    rows.nth(1).get_by_role("button", name="上移").click()
    expect(rows.nth(0).get_by_label("名称")).to_have_value(titles[1])
    page.get_by_role("button", name="再加一行").click()
    expect(rows).to_have_count(3)
    rows.nth(2).get_by_label("名称").fill("（样例）第三项")
    rows.nth(2).get_by_label("时间").fill("2" * 30)
    page.get_by_role("button", name="保存", exact=True).last.click()
    expect(page.get_by_role("alert")).to_contain_text("最多20个字")
    expect(rows.nth(2).get_by_label("名称")).to_have_value("（样例）第三项")
    rows.nth(2).get_by_label("时间").fill("2018")
    rows.nth(0).get_by_role("button", name="删除").click()
    expect(rows).to_have_count(2)
    expect(rows.nth(0).get_by_label("名称")).to_have_value(titles[0])
    expect(rows.nth(1).get_by_label("名称")).to_have_value("（样例）第三项")


def test_without_scripts_two_windows_do_not_overwrite_each_other(
    visitor: NewVisitor, backstage: Backstage
) -> None:
    me = backstage.written()
    person = signed_in(visitor, me, scripts=False)
    first, second = (
        person.open(f"/applications/{me.application_id}/sections/education") for _ in range(2)
    )
    for page, major in ((first, "甲专业"), (second, "乙专业")):
        page.get_by_label("所学专业").fill(major)
        page.get_by_role("button", name="保存", exact=True).last.click()
    expect(second.get_by_role("alert")).to_contain_text("改成了“甲专业”")
    expect(second.get_by_label("所学专业")).to_have_value("乙专业")
    second.get_by_role("button", name="保存", exact=True).last.click()
    expect(second.get_by_role("alert")).to_contain_text("已保存")
    assert backstage.run(me.visitor.get(me.path))["fields"]["major"] == "乙专业"


@pytest.fixture
def clock(stack: Stack) -> Iterator[Stack]:
    """The time of the system is put right again."""
    yield stack
    stack.set_clock_offset(0)
    time.sleep(CLOCK_SETTLES_SECONDS)


def turn(clock: Stack, closes: datetime, *, seconds: int) -> None:
    """Make it so many seconds after the close, for all processes."""
    clock.set_clock_offset(round((closes - datetime.now(UTC)).total_seconds()) + seconds)
    time.sleep(CLOCK_SETTLES_SECONDS)


@pytest.mark.requirement("R48")
def test_the_deadline_passes_while_the_form_is_open(
    visitor: NewVisitor, backstage: Backstage, clock: Stack
) -> None:
    me = backstage.bring("DRAFT")
    closes = datetime.fromisoformat(backstage.stage.cycle["close_at"])
    turn(clock, closes, seconds=-60)
    person = signed_in(visitor, me)
    page = person.open(f"/applications/{me.application_id}/check")
    page.get_by_label("我作出以上承诺").check()
    turn(clock, closes, seconds=2)
    page.get_by_role("button", name="提交", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("逾期不予受理")
    expect(page.get_by_text("草稿可以查看，不能再填写和提交")).to_be_visible()
    expect(page.get_by_role("button", name="提交", exact=True)).to_have_count(0)
    assert inspect(page) == []
    page.goto(f"{person.site}/applications/{me.application_id}/sections/basic")
    expect(page.get_by_text(me.person.name).last).to_be_visible()
    expect(page.get_by_role("textbox")).to_have_count(0)
    assert inspect(page) == []
