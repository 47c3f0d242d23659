"""A package in the browser: packed, printed, sent too late, refused as a whole, explained."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from demo import lists
from demo.stage import BEIJING, REGION
from deploy.local.client import Stack
from services.contracts.vocabulary import SeatKind
from tests.browser.conftest import NewVisitor
from tests.browser.test_applicant_form import CLOCK_SETTLES_SECONDS
from tests.browser.test_lists import Place, bring_all, place, signed_in
from tests.support.backstage import Backstage
from tests.support.browsing import Visitor, inspect
from tests.support.wrong_forms import sent_wrongly


@pytest.fixture
def clock(stack: Stack) -> Iterator[Stack]:
    """The time of the system is put right again."""
    yield stack
    stack.set_clock_offset(0)
    time.sleep(CLOCK_SETTLES_SECONDS)


def turn_to(clock: Stack, day: date) -> None:
    """Noon of a day, for all processes."""
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=BEIJING)
    clock.set_clock_offset(round((noon - datetime.now(UTC)).total_seconds()))
    time.sleep(CLOCK_SETTLES_SECONDS)


def pack(officer: Visitor, at: Place) -> str:
    """Everything is ticked, one form at first forgotten; answers the address of the package."""
    page = officer.open(f"/desk/{at.organisation_id}/packages")
    assert inspect(page) == []
    page.get_by_role("link", name="封装").click()
    assert inspect(page) == []
    page.get_by_label("每份汇总表装入几份").fill("1")
    page.get_by_role("button", name="齐全，封装").click()
    expect(page.get_by_role("link", name="的申报表2份未装入").first).to_be_visible()
    assert inspect(page) == []
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.get_by_role("button", name="齐全，封装").click()
    expect(page.get_by_text("已封装。请打印清单和标签")).to_be_visible()
    assert inspect(page) == []
    address = page.url.removeprefix(officer.site)
    page.get_by_role("link", name="打印寄送清单和标签").click()
    expect(page.get_by_text("专业技术人员管理处").first).to_be_visible()
    assert inspect(page) == []
    page.goto(f"{officer.site}/desk/{at.organisation_id}/packing/inland")
    assert sent_wrongly(page, f"/desk/{at.organisation_id}/packing/inland", list_copies="1") == []
    return address


def dispatch(page: Page, day: date) -> None:
    """The day of the postmark, after an empty form."""
    page.get_by_role("button", name="已寄出").click()
    expect(page.get_by_role("link", name="请填写单号")).to_be_visible()
    assert inspect(page) == []
    page.get_by_label("寄出日期").fill(f"{day:%Y-%m-%d}")
    page.get_by_label("快递或邮政名称").fill("邮政特快专递")
    page.get_by_label("单号").fill("EA123456789CN")
    page.get_by_role("button", name="已寄出").click()
    expect(page.get_by_text("已登记寄出")).to_be_visible()
    assert inspect(page) == []


def receive(office: Visitor, package_no: str, region: str, day: date) -> None:
    """What it leads to is read before it is done."""
    page = office.open(f"/region/{region}/packages")
    assert inspect(page) == []
    page.get_by_role("link", name=package_no).click()
    page.get_by_role("button", name="下一步：核对").click()
    expect(page.get_by_role("link", name="请填写邮戳日期")).to_be_visible()
    assert inspect(page) == []
    for label in ("收到日期", "邮戳日期"):
        page.get_by_label(label).fill(f"{day:%Y-%m-%d}")
    for label in ("收到的申报表份数", "收到的汇总表份数"):
        field = page.get_by_label(label)
        said = page.locator(f"#{field.get_attribute('id')}-hint").inner_text()
        field.fill("".join(filter(str.isdigit, said)))
    page.get_by_role("button", name="下一步：核对").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("确认登记：逾期，整件不予受理")
    assert inspect(page) == []
    page.get_by_role("button", name="确认登记").click()
    expect(page.get_by_text("整件不予受理，包内人员可以申请复核")).to_be_visible()
    assert inspect(page) == []


@pytest.mark.requirement("R43", "R44", "R47", "R60", "F15")
def test_a_package_sent_too_late_is_refused_and_everybody_reads_why(
    visitor: NewVisitor, backstage: Backstage, clock: Stack, tmp_path: Path
) -> None:
    at = place(backstage, SeatKind.INLAND, seats=1)
    (me,) = backstage.run(bring_all(backstage, at, "READY_TO_LIST", 1))
    book = lists.ListBook(tmp_path)
    assert backstage.run(lists.nominate(backstage.stage, me, at.organisation_id))
    backstage.run(lists.finish(backstage.stage, at.organisation_id, book, kind=at.kind.value))
    region = next(i for i, code in backstage.stage.codes.items() if code == REGION)
    address = pack(signed_in(visitor, backstage, at.code, "FINAL_OFFICER"), at)

    late = date.fromisoformat(backstage.stage.cycle["dispatch_deadline_on"]) + timedelta(days=1)
    turn_to(clock, late)
    page = signed_in(visitor, backstage, at.code, "FINAL_OFFICER").open(address)
    package_no = page.get_by_role("heading", level=1).inner_text()
    dispatch(page, late)
    office = signed_in(visitor, backstage, REGION, "REGION_OFFICER_INLAND")
    receive(office, package_no, region, late)

    applicant = visitor()
    applicant.sign_in_applicant(me.person.login)
    own = applicant.open(f"/applications/{me.application_id}/status")
    expect(own.get_by_text("材料逾期寄出")).to_be_visible()
    expect(own.get_by_text("这与申报人的条件无关").first).to_be_visible()
    expect(own.get_by_text("向上一级审核单位书面申请复核")).to_be_visible()
    expect(own.get_by_text(f"材料包{package_no}于").first).to_be_visible()
    assert inspect(own) == []
