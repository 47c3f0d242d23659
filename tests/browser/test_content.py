"""Public texts, plan and dates: an officer proposes, the leader publishes in another browser."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from demo.stage import PLAN, REGION
from tests.browser.conftest import NewVisitor
from tests.support.backstage import Backstage
from tests.support.browsing import Visitor, inspect


@pytest.fixture
def officer(visitor: NewVisitor, backstage: Backstage) -> Visitor:
    person = visitor()
    person.sign_in(backstage.login(REGION, "REGION_OFFICER_INLAND"))
    return person


@pytest.fixture
def leader(visitor: NewVisitor, backstage: Backstage) -> Visitor:
    person = visitor()
    person.sign_in(backstage.login(REGION, "REGION_LEADER"))
    return person


def content(person: Visitor) -> Page:
    """The pages of public content, reached as people reach them."""
    page = person.open("/workplaces")
    page.get_by_role("link", name="公开内容").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("公开内容")
    return page


def test_a_text_is_proposed_previewed_refused_published_and_undone(
    officer: Visitor, leader: Visitor, visitor: NewVisitor
) -> None:
    page = content(officer)
    assert inspect(page) == []
    page.get_by_role("link", name="咨询与常见问题").click()
    assert inspect(page) == []
    old = page.get_by_role("heading", level=1).inner_text()
    page.get_by_role("link", name="修改").click()
    assert inspect(page) == []
    body = page.get_by_label("正文", exact=True)
    body.fill(body.input_value().replace("请准备好", "请先准备好{没有}"))
    page.get_by_label("改了什么，为什么改").fill("说得更清楚")
    page.get_by_role("button", name="预览").click()
    page.get_by_role("button", name="提出，交负责人发布").click()
    expect(page.get_by_role("alert").first).to_contain_text("不认识“{没有}”")
    assert inspect(page) == []
    body.fill(body.input_value().replace("{没有}", ""))
    page.get_by_role("button", name="预览").click()
    expect(page.locator(".tp-diff ins")).to_have_text("先")
    assert inspect(page) == []
    page.get_by_role("button", name="提出，交负责人发布").click()
    expect(page.get_by_role("alert")).to_contain_text("等待负责人发布")

    decision = content(leader)
    decision.get_by_role("link", name=old).click()
    decision.get_by_role("link", name=re.compile("查看不同之处")).click()
    assert inspect(decision) == []
    decision.get_by_role("button", name="不予发布").click()
    expect(decision.get_by_role("alert")).to_contain_text("不少于5个字")
    assert inspect(decision) == []
    decision.get_by_role("button", name=re.compile("^发布第")).click()
    expect(decision.get_by_role("alert")).to_contain_text("已发布")
    reader = visitor(scripts=False).page()
    _until_read(reader, f"{leader.site}/guides/helpline", "请先准备好")

    decision.locator("table").get_by_role("link", name="第1版").click()
    decision.get_by_role("button", name="恢复第1版").click()
    expect(decision.get_by_role("alert")).to_contain_text("第1版已发布")


def _until_read(page: Page, address: str, words: str) -> None:
    """Public pages are a few seconds old at most."""
    for _ in range(40):
        page.goto(address)
        if words in page.locator("main").inner_text():
            return
        page.wait_for_timeout(250)
    expect(page.locator("main")).to_contain_text(words)


def test_a_plan_is_checked_compared_and_published(
    officer: Visitor, leader: Visitor, tmp_path: Path
) -> None:
    page = content(officer)
    page.get_by_role("link", name="名额计划").click()
    assert inspect(page) == []
    lines = PLAN.read_text(encoding="utf-8-sig").splitlines()
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("\n".join(lines[:-3]), encoding="utf-8")
    page.get_by_label("计划表文件").set_input_files(wrong)
    page.get_by_role("button", name="检查并保存").click()
    expect(page.locator("main")).to_contain_text("内地名额合计为")
    assert inspect(page) == []

    renamed = tmp_path / "renamed.csv"
    changed = [line.replace("图书资料", "图书情报") for line in lines]
    if changed == lines:
        changed = [line.replace("作曲", "作曲与指挥") for line in lines]
    renamed.write_text("\n".join(changed), encoding="utf-8")
    page.get_by_label("计划表文件").set_input_files(renamed)
    page.get_by_role("button", name="检查并保存").click()
    expect(page.get_by_role("alert")).to_contain_text("计划已保存")
    expect(page.locator("main")).to_contain_text("新增")
    expect(page.locator("main")).to_contain_text("删除")

    decision = content(leader)
    decision.get_by_role("link", name="名额计划").click()
    assert inspect(decision) == []
    decision.get_by_role("button", name=re.compile("^发布第")).click()
    expect(decision.get_by_role("alert")).to_contain_text("请写明调整的原因")
    expect(decision.get_by_role("button", name=re.compile("^发布第"))).to_be_visible()

    back = tmp_path / "plan.csv"
    back.write_text("\n".join(lines), encoding="utf-8")
    page.get_by_label("计划表文件").set_input_files(back)
    page.get_by_role("button", name="检查并保存").click()
    decision.goto(decision.url)
    expect(decision.locator("main")).to_contain_text("与现行计划没有不同")
    decision.get_by_label("调整的原因").fill("恢复原来的专业名称")
    publish = decision.get_by_role("button", name=re.compile("^发布第"))
    published = publish.inner_text().removeprefix("发布").removesuffix("计划")
    publish.click()
    expect(decision.get_by_role("alert")).to_contain_text("计划已发布")
    expect(decision.locator("main")).to_contain_text(f"现行的是{published}")
    expect(decision.get_by_role("heading", name="等待发布")).to_have_count(0)


def test_later_dates_are_proposed_and_left_as_they_are(officer: Visitor, leader: Visitor) -> None:
    page = content(officer)
    page.get_by_role("link", name="时间").click()
    assert inspect(page) == []
    last = page.get_by_label("纸质材料寄出截止（最后一天）")
    announced = date.fromisoformat(last.input_value())
    last.fill((announced - timedelta(days=1)).isoformat())
    page.get_by_label("原因").fill("网络中断，统一延长")
    page.get_by_role("button", name="提出，交负责人发布").click()
    expect(page.get_by_role("alert").first).to_contain_text("不能早于已公布的")
    assert inspect(page) == []
    last.fill((announced + timedelta(days=1)).isoformat())
    page.get_by_role("button", name="提出，交负责人发布").click()
    expect(page.get_by_role("alert")).to_contain_text("延期建议已提出")

    decision = content(leader)
    decision.get_by_role("link", name="时间").click()
    expect(decision.locator("section")).to_contain_text("纸质材料寄出截止")
    assert inspect(decision) == []
    decision.get_by_label("不予发布的原因").fill("暂时不需要延长")
    decision.get_by_role("button", name="不予发布").click()
    expect(decision.get_by_role("alert")).to_contain_text("时间不变")
    expect(decision.get_by_role("heading", name="等待发布")).to_have_count(0)
    refused = decision.get_by_role("listitem").filter(has_text="暂时不需要延长")
    expect(refused.first).to_be_visible()
    assert inspect(decision) == []
