"""Paper found by its code; a list built, frozen, printed, sent up; the last seat contested."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from playwright.sync_api import Page, expect

from demo import waiting
from demo.applicant import Applicant
from demo.client import JSON
from demo.desks import current_document
from demo.paper import code_on
from demo.stage import BEIJING, PRINT_PAUSE_SECONDS, REGION, YEAR, until
from services.contracts.vocabulary import SeatKind
from services.gateway.pages.lists.places import word_of
from tests.browser.conftest import NewVisitor
from tests.support.backstage import Backstage
from tests.support.browsing import Visitor, inspect
from tests.support.wrong_forms import sent_wrongly

LIVE_MILLISECONDS = 20_000
"""An open page asks every few seconds."""
PRINT_MILLISECONDS = 60_000
ORDER_COLUMN = 4


@dataclass(frozen=True)
class Place:
    """A final reviewing unit with a unit below it and a cell that has seats left."""

    unit: JSON
    row: JSON
    kind: SeatKind
    organisation_id: str
    code: str

    @property
    def lists(self) -> str:
        return f"/desk/{self.organisation_id}/lists/{word_of(self.kind)}"

    @property
    def paper(self) -> str:
        return f"/desk/{self.organisation_id}/paper"


def final_of(unit: JSON) -> str:
    return str(next(n["organisation_id"] for n in unit["route"] if n["kind"] == "FINAL"))


def place(backstage: Backstage, kind: SeatKind, *, seats: int, officers: int = 1) -> Place:
    """Somewhere with exactly so many seats left and so many final officers."""
    leader = backstage.run(backstage.stage.crew.at(REGION, "REGION_LEADER"))
    cells = backstage.run(leader.get(f"/seats/{YEAR}", seat_kind=kind.value))["cells"]
    left = {cell["plan_row_id"]: cell["left"] for cell in cells}
    for unit in backstage.units:
        where = final_of(unit)
        code = backstage.stage.code_of(where)
        crew = backstage.stage.crew.logins.get((code, "FINAL_OFFICER"), [])
        for row in backstage.rows:
            fits = row["plan_unit_code"] == unit["plan_unit_code"] and len(crew) >= officers
            if fits and unit["code"] != code and left.get(row["plan_row_id"]) == seats:
                return Place(unit, row, kind, where, code)
    raise LookupError(f"no cell with {seats} seats left of {kind}")


async def bring_all(backstage: Backstage, at: Place, state: str, count: int) -> list[Applicant]:
    """So many people of the place with files in a state, for the same seats."""
    parts = [
        replace(backstage.part(at.unit["line"], unit=at.unit, kind=at.kind.value), row=at.row)
        for _ in range(count)
    ]
    stage = backstage.stage
    return list(await asyncio.gather(*(waiting.bring(stage, p, state) for p in parts)))


def signed_in(visitor: NewVisitor, backstage: Backstage, at: str, role: str, n: int = 0) -> Visitor:
    person = visitor()
    person.sign_in(backstage.login(at, role, n))
    return person


async def printed_code(backstage: Backstage, at: Place, me: Applicant) -> str:
    """The code on the official form, read from the paper."""
    officer = await backstage.stage.crew.at(at.code, "FINAL_OFFICER")
    printed = await until(
        "official form", lambda: current_document(officer, me), pause=PRINT_PAUSE_SECONDS
    )
    return code_on(await officer.download(f"/documents/{printed['document_id']}"))


def add(page: Page, me: Applicant) -> None:
    """The button of somebody's row."""
    page.locator(f"#add-{me.application_id}").click()


def register_arrival(page: Page) -> None:
    """The paper that lies there is registered; what it lacks stands beside it."""
    page.get_by_role("link", name="登记收到纸质材料").click()
    assert inspect(page) == []
    page.get_by_role("button", name="登记").click()
    expect(page.get_by_role("link", name="请选择送达方式")).to_be_visible()
    assert inspect(page) == []
    page.get_by_label("收到日期").fill(f"{datetime.now(BEIJING):%Y-%m-%d}")
    page.get_by_label("当面送交").check()
    page.get_by_label("申报表份数").fill("2")
    page.get_by_label("缺少的材料").fill("学位证书复印件")
    page.get_by_role("button", name="登记").click()
    expect(page.get_by_text("缺：学位证书复印件")).to_be_visible()
    assert inspect(page) == []


def test_paper_leads_to_its_file_and_says_what_is_missing(
    visitor: NewVisitor, backstage: Backstage
) -> None:
    at = place(backstage, SeatKind.INLAND, seats=2)
    (me,) = backstage.run(bring_all(backstage, at, "PAPER_CHECK", 1))
    code = backstage.run(printed_code(backstage, at, me))
    page = signed_in(visitor, backstage, at.code, "FINAL_OFFICER").open(at.paper)
    field = page.get_by_label("核验码")
    expect(field).to_be_focused()
    assert inspect(page) == []
    page.keyboard.type("0000-0000-0000\n")
    expect(page.get_by_text("没有带此核验码的正式申报表").first).to_be_visible()
    assert inspect(page) == []
    status = backstage.run(me.visitor.get(f"{me.path}/versions"))
    field.fill(status["versions"][0]["verify_code"])
    field.press("Enter")
    expect(page.get_by_text("留存件").first).to_be_visible()
    field.fill(f"https://tepei.example/check?code={code}")
    field.press("Enter")
    expect(page.get_by_text("当前有效的正式申报表").first).to_be_visible()
    assert inspect(page) == []
    register_arrival(page)
    applicant = visitor()
    applicant.sign_in_applicant(me.person.login)
    own = applicant.open(f"/applications/{me.application_id}/status")
    expect(own.get_by_text("缺：学位证书复印件").first).to_be_visible()
    assert inspect(own) == []
    page.get_by_label("收到的申报表份数").fill("2")
    page.get_by_role("button", name="纸质材料审核通过").click()
    expect(page.get_by_role("link", name="申报表应为3份，实收2份")).to_be_visible()
    expect(page.get_by_role("link", name="未核验：居民身份证原件")).to_be_visible()
    assert inspect(page) == []
    page.get_by_label("收到的申报表份数").fill("3")
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.get_by_role("button", name="纸质材料审核通过").click()
    expect(page.get_by_text("纸质材料审核通过，已转入待汇总")).to_be_visible()
    expect(page.get_by_label("核验码")).to_be_focused()
    page.keyboard.type(f"{code}\n")
    expect(page.get_by_text("这份纸质材料已于").first).to_be_visible()
    assert inspect(page) == []


def test_a_list_is_built_frozen_printed_and_sent_up(
    visitor: NewVisitor, backstage: Backstage, tmp_path: Any
) -> None:
    at = place(backstage, SeatKind.INLAND, seats=2)
    (me,) = backstage.run(bring_all(backstage, at, "READY_TO_LIST", 1))
    officer = signed_in(visitor, backstage, at.code, "FINAL_OFFICER")
    page = officer.open(f"/desk/{at.organisation_id}/lists")
    assert inspect(page) == []
    page.get_by_role("link", name=at.kind.label, exact=True).click()
    expect(page.locator(f"#add-{me.application_id}")).to_be_visible()
    old = {"application_id": me.application_id, "version": "1"}
    assert sent_wrongly(page, f"{at.lists}/nominations", **old) == []
    page.goto(officer.site + at.lists)
    add(page, me)
    row = page.locator(f"tr:has(#row-{me.application_id})")
    expect(row.get_by_text("已列入汇总表")).to_be_visible(timeout=LIVE_MILLISECONDS)
    assert inspect(page) == []
    page.get_by_role("link", name="填写推荐顺序和备注").click()
    page.locator(f"#order-{me.application_id}").fill("1")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("link", name="填写推荐顺序须写明理由")).to_be_visible()
    assert inspect(page) == []
    page.locator(f"#reason-{me.application_id}").fill("本单位急需的学科带头人，业务扎实（样例）")
    page.get_by_role("button", name="保存").click()
    expect(row.get_by_role("cell").nth(ORDER_COLUMN)).to_have_text("1")
    page.get_by_role("link", name="定稿…").click()
    assert inspect(page) == []
    assert sent_wrongly(page, f"{at.lists}/freezing", version="1") == []
    page.get_by_role("button", name="确认定稿").click()
    expect(page.get_by_text("正在生成打印件").first).to_be_visible()
    pdf = page.get_by_role("link", name="PDF（打印用）").first
    expect(pdf).to_be_visible(timeout=PRINT_MILLISECONDS)
    assert inspect(page) == []
    paper = officer.context.request.get(officer.site + str(pdf.get_attribute("href"))).body()
    send_up(visitor, backstage, at, code_on(paper))
    region_reads(visitor, backstage, at, me)


def send_up(visitor: NewVisitor, backstage: Backstage, at: Place, code: str) -> None:
    """The leader types a wrong code, then the one on the paper."""
    page = signed_in(visitor, backstage, at.code, "FINAL_LEADER").open(at.lists)
    page.get_by_role("link", name="报送…").click()
    field = page.get_by_label("纸质汇总表上的核验码")
    field.fill("7K3M-9Q2T-XW4H")
    page.get_by_role("button", name="确认报送").click()
    expect(page.get_by_role("link", name="核验码与当前定稿的汇总表不符")).to_be_visible()
    assert inspect(page) == []
    field.fill(code)
    page.get_by_role("button", name="确认报送").click()
    expect(page.get_by_role("heading", name="已报送自治区")).to_be_visible()
    expect(page.get_by_text("BS2019").first).to_be_visible()
    assert inspect(page) == []


def region_reads(visitor: NewVisitor, backstage: Backstage, at: Place, me: Applicant) -> None:
    """The office of the track finds the list and its people; the other office does not."""
    office = signed_in(visitor, backstage, REGION, "REGION_OFFICER_INLAND")
    other = signed_in(visitor, backstage, REGION, "REGION_OFFICER_IN_REGION")
    region_id = next(i for i, code in backstage.stage.codes.items() if code == REGION)
    page = office.open(f"/region/{region_id}/lists")
    assert inspect(page) == []
    name = backstage.run(backstage.stage.crew.at(REGION, "REGION_LEADER"))
    organisation = backstage.run(name.get(f"/organisations/{at.organisation_id}"))["name"]
    page.get_by_role("link", name=organisation).first.click()
    expect(page.get_by_text(me.application_no)).to_be_visible()
    assert inspect(page) == []
    answer = other.page().goto(page.url)
    assert answer is not None
    assert answer.status == 404


def test_of_two_clerks_at_the_last_seat_one_gets_it_and_the_other_reads_what_to_do(
    visitor: NewVisitor, backstage: Backstage
) -> None:
    at = place(backstage, SeatKind.SHORT, seats=1, officers=2)
    two = backstage.run(bring_all(backstage, at, "READY_TO_LIST", 2))
    clerks = [signed_in(visitor, backstage, at.code, "FINAL_OFFICER", n) for n in range(2)]
    pages = [clerk.open(at.lists) for clerk in clerks]
    for page, me in zip(pages, two, strict=True):
        expect(page.locator(f"#add-{me.application_id}")).to_be_visible()
    for page, me in zip(pages, two, strict=True):
        page.locator(f"#add-{me.application_id}").click(no_wait_after=True)
    page = pages[0]
    refused = page.locator(".tp-refused")
    expect(refused).to_have_count(1, timeout=LIVE_MILLISECONDS)
    expect(page.locator("tr", has_text="待核定名额").locator("th")).to_have_count(
        0, timeout=LIVE_MILLISECONDS
    )
    listed = [me for me in two if page.locator(f"#row-{me.application_id}").count()]
    assert len(listed) == 1
    loser = next(me for me in two if me is not listed[0])
    words = page.locator(f"#refused-{loser.application_id}")
    expect(words).to_contain_text("名额已满")
    expect(words).to_contain_text("可以先把同一专业已列入的其他人员移出")
    assert inspect(page) == []
    expect(pages[1].locator(f"#refused-{loser.application_id}")).to_be_visible(
        timeout=LIVE_MILLISECONDS
    )
    take_off(page, listed[0])
    page.get_by_role("link", name="名额明细").first.click()
    expect(page.get_by_role("heading", name="名额明细")).to_be_visible()
    assert inspect(page) == []


def take_off(page: Page, me: Applicant) -> None:
    """The row is removed with a reason; its seat is free again."""
    page.locator(f"#remove-{me.application_id}").click()
    expect(page.get_by_text("名额随即退还")).to_be_visible()
    page.get_by_role("button", name="确认移出").click()
    expect(page.get_by_role("link", name="请填写移出的原因")).to_be_visible()
    assert inspect(page) == []
    page.get_by_label("移出的原因").fill("名额调整（样例）")
    page.get_by_role("button", name="确认移出").click()
    expect(page.get_by_text("已移出汇总表，名额已退还").first).to_be_visible()
    expect(page.locator(f"#add-{me.application_id}")).to_be_visible()
