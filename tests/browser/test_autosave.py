"""What is typed is kept: within seconds, over a killed browser, a broken line, an ended session."""

from __future__ import annotations

import time
from typing import Any

import pytest
from playwright.sync_api import Error, Page, expect

from demo.applicant import Applicant
from demo.stage import APPLICANT_PASSWORD
from tests.browser.conftest import NewVisitor
from tests.support.backstage import Backstage
from tests.support.browsing import Visitor, inspect

STORED_WITHIN_SECONDS = 5.0
"""The issue's own limit for a value that was typed."""


@pytest.fixture
def me(backstage: Backstage) -> Applicant:
    """Somebody with every field filled in."""
    return backstage.written()


def signed_in(visitor: NewVisitor, me: Applicant) -> Visitor:
    person = visitor()
    person.sign_in_applicant(me.person.login)
    return person


def section(person: Visitor, me: Applicant, code: str) -> Page:
    return person.open(f"/applications/{me.application_id}/sections/{code}")


def state(page: Page) -> Any:
    return page.locator("[data-save-state]")


def stored(backstage: Backstage, me: Applicant) -> dict[str, Any]:
    return dict(backstage.run(me.visitor.get(me.path))["fields"])


def arrives(backstage: Backstage, me: Applicant, code: str, value: object, seconds: float) -> None:
    """The value is on the server before the time is over."""
    deadline = time.monotonic() + seconds
    while (now := stored(backstage, me).get(code)) != value:
        assert time.monotonic() < deadline, f"{code} is {now!r}"
        time.sleep(0.1)


@pytest.mark.requirement("D01")
def test_a_value_is_stored_while_typing_and_survives_a_killed_browser(
    visitor: NewVisitor, backstage: Backstage, me: Applicant
) -> None:
    person = signed_in(visitor, me)
    page = section(person, me, "education")
    page.get_by_label("毕业院校").fill("（样例）某农业大学")
    arrives(backstage, me, "school", "（样例）某农业大学", STORED_WITHIN_SECONDS)
    page.get_by_label("所学专业").press("End")
    page.get_by_label("所学专业").press_sequentially("动物医学")
    arrives(backstage, me, "major", f"{me.part.row['specialty']}动物医学", STORED_WITHIN_SECONDS)
    with pytest.raises(Error):
        page.goto("chrome://crash")
    again = section(person, me, "education")
    expect(again.get_by_label("毕业院校")).to_have_value("（样例）某农业大学")


def test_a_value_typed_in_the_last_moment_is_sent_when_the_page_goes(
    visitor: NewVisitor, backstage: Backstage, me: Applicant
) -> None:
    page = section(signed_in(visitor, me), me, "education")
    field = page.get_by_label("毕业院校")
    field.fill("（样例）最后一刻大学")
    page.goto("about:blank")
    arrives(backstage, me, "school", "（样例）最后一刻大学", STORED_WITHIN_SECONDS)


def test_a_broken_line_is_waited_for_and_nothing_is_lost(
    visitor: NewVisitor, backstage: Backstage, me: Applicant
) -> None:
    person = signed_in(visitor, me)
    page = section(person, me, "education")
    person.context.set_offline(True)
    page.get_by_label("毕业院校").fill("（样例）断线大学")
    expect(state(page)).to_have_attribute("data-state", "waiting")
    expect(state(page)).to_contain_text("未保存，正在重试")
    assert inspect(page) == []
    person.context.set_offline(False)
    expect(state(page)).to_have_attribute("data-state", "saved", timeout=40_000)
    assert stored(backstage, me)["school"] == "（样例）断线大学"
    kept = page.evaluate("Object.keys(sessionStorage).filter((k) => k.startsWith('tepei-draft'))")
    assert kept == []
    person.faults.clear()  # the browser tells the broken line as an error


def test_what_could_not_be_sent_comes_back_with_the_page(
    visitor: NewVisitor, backstage: Backstage, me: Applicant
) -> None:
    person = signed_in(visitor, me)
    page = section(person, me, "work_history")
    page.route("**/api/v1/applications/*", lambda route: route.abort())
    page.get_by_role("button", name="再加一行").click()
    rows = page.locator("[data-row-list] > [data-row]")
    count = rows.count()
    rows.last.get_by_label("单位及部门").fill("（样例）没有送到的单位")
    expect(state(page)).to_have_attribute("data-state", "waiting")
    page.unroute("**/api/v1/applications/*")
    page.evaluate("window.stop()")
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(rows).to_have_count(count)
    expect(rows.last.get_by_label("单位及部门")).to_have_value("（样例）没有送到的单位")
    expect(state(page)).to_have_attribute("data-state", "saved", timeout=40_000)
    assert stored(backstage, me)["work_history"][-1]["place"] == "（样例）没有送到的单位"
    person.faults.clear()


@pytest.mark.requirement("D01")
def test_a_session_that_ends_in_the_middle_of_a_text_costs_nothing(
    visitor: NewVisitor, backstage: Backstage, me: Applicant
) -> None:
    person = signed_in(visitor, me)
    page = section(person, me, "intention")
    text = page.get_by_label("岗位需求与拟补短板")
    person.context.clear_cookies()
    longer = "（样例）" + "补充一段写了很久的文字。" * 20
    text.fill(longer)
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    assert inspect(page) == []
    dialog.get_by_label("用户名或身份证号").fill(me.person.login)
    dialog.get_by_label("密码").fill("wrong-password-1A")
    dialog.get_by_role("button", name="登录并继续").click()
    expect(dialog.get_by_role("alert")).to_contain_text("用户名或密码不正确")
    dialog.get_by_label("密码").fill(APPLICANT_PASSWORD)
    dialog.get_by_role("button", name="登录并继续").click()
    expect(dialog).to_be_hidden()
    expect(text).to_be_focused()
    expect(text).to_have_value(longer)
    arrives(backstage, me, "training_need", longer, STORED_WITHIN_SECONDS)


def test_two_tabs_merge_and_ask_where_they_differ(
    visitor: NewVisitor, backstage: Backstage, me: Applicant
) -> None:
    person = signed_in(visitor, me)
    first, second = section(person, me, "education"), section(person, me, "education")
    first.get_by_label("毕业院校").fill("（样例）第一窗口大学")
    arrives(backstage, me, "school", "（样例）第一窗口大学", STORED_WITHIN_SECONDS)
    second.get_by_label("所学专业").fill("第二窗口专业")
    arrives(backstage, me, "major", "第二窗口专业", STORED_WITHIN_SECONDS)
    expect(second.get_by_label("毕业院校")).to_have_value("（样例）第一窗口大学")
    assert stored(backstage, me)["school"] == "（样例）第一窗口大学"

    first.get_by_label("所学专业").fill("第一窗口专业")
    box = first.get_by_role("group", name="所学专业")
    expect(box).to_contain_text("第二窗口专业")
    expect(box).to_contain_text("第一窗口专业")
    expect(state(first)).to_have_attribute("data-state", "failed")
    assert inspect(first) == []
    assert stored(backstage, me)["major"] == "第二窗口专业"
    box.get_by_role("button", name="用在这里填写的").click()
    arrives(backstage, me, "major", "第一窗口专业", STORED_WITHIN_SECONDS)

    second.get_by_label("毕业院校").fill("（样例）第二窗口大学")
    arrives(backstage, me, "school", "（样例）第二窗口大学", STORED_WITHIN_SECONDS)
    expect(second.get_by_label("所学专业")).to_have_value("第一窗口专业")
    first.get_by_label("毕业院校").fill("（样例）又是第一窗口")
    first.get_by_role("button", name="用另一个窗口的").click()
    expect(first.get_by_label("毕业院校")).to_have_value("（样例）第二窗口大学")
    expect(state(first)).to_have_attribute("data-state", "saved")
    assert stored(backstage, me)["school"] == "（样例）第二窗口大学"


def test_what_normalisation_changed_is_told_and_doubts_are_asked(
    visitor: NewVisitor, backstage: Backstage, me: Applicant
) -> None:
    page = section(signed_in(visitor, me), me, "basic")
    name = page.get_by_label("姓名", exact=True)
    name.fill("样例古丽•样例江")
    expect(page.get_by_text("已将•统一为·")).to_be_visible()
    page.get_by_label("通讯地址").focus()
    expect(name).to_have_value("样例古丽·样例江")
    name.fill("样例古丽.样例江")
    expect(page.get_by_text("是否应为“·”")).to_be_visible()
    assert inspect(page) == []
    page.get_by_role("button", name="改为“·”").click()
    arrives(backstage, me, "name", "样例古丽·样例江", STORED_WITHIN_SECONDS)
    name.fill("样例古丽")
    page.get_by_role("button", name="输入间隔号").click()
    expect(name).to_have_value("样例古丽·")
    name.press_sequentially("江")
    arrives(backstage, me, "name", "样例古丽·江", STORED_WITHIN_SECONDS)


def test_a_refused_value_is_told_at_its_field_and_the_others_are_kept(
    visitor: NewVisitor, backstage: Backstage, me: Applicant
) -> None:
    page = section(signed_in(visitor, me), me, "basic")
    page.get_by_label("手机号码").fill("123")
    page.get_by_label("通讯地址").fill("（样例）样例路1号")
    expect(page.get_by_text("手机号码应为11位数字")).to_be_visible()
    expect(state(page)).to_contain_text("1项没有保存")
    arrives(backstage, me, "mail_address", "（样例）样例路1号", STORED_WITHIN_SECONDS)
    page.get_by_label("公民身份号码").fill("650000198405010011")
    expect(page.locator("[data-field=id_number]").get_by_text("校验")).to_be_visible()
    page.get_by_role("button", name="保存", exact=True).last.click()
    expect(page.get_by_role("alert")).to_contain_text("手机号码应为11位数字")
    expect(page.get_by_label("手机号码")).to_have_value("123")
    assert inspect(page) == []
