"""The region returns in the browser: one person, and a list as a whole, which goes up anew."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from playwright.sync_api import expect

from demo import lists
from demo.stage import BEIJING, REGION
from services.contracts.vocabulary import SeatKind
from tests.browser.conftest import NewVisitor
from tests.browser.test_lists import bring_all, place, signed_in
from tests.support.backstage import Backstage
from tests.support.browsing import inspect

WHY = "（样例）汇总表第二页未盖章，请核对后重新报送。"
WRONG = "（样例）学历证书扫描件第二页不清晰，请重新上传。"


def test_a_list_comes_back_as_a_whole_and_one_person_alone(
    visitor: NewVisitor, backstage: Backstage, tmp_path: Path
) -> None:
    at = place(backstage, SeatKind.INLAND, seats=3)
    me, other = backstage.run(bring_all(backstage, at, "READY_TO_LIST", 2))
    for one in (me, other):
        assert backstage.run(lists.nominate(backstage.stage, one, at.organisation_id))
    book = lists.ListBook(tmp_path)
    backstage.run(lists.finish(backstage.stage, at.organisation_id, book, kind=at.kind.value))
    region = next(i for i, code in backstage.stage.codes.items() if code == REGION)
    final = backstage.run(backstage.stage.crew.at(at.code, "FINAL_OFFICER"))
    known = backstage.run(final.get("/lists", organisation_id=at.organisation_id))["lists"]
    list_id = next(one["list_id"] for one in known if one["seat_kind"] == at.kind.value)

    office = signed_in(visitor, backstage, REGION, "REGION_OFFICER_INLAND")
    page = office.open(f"/desk/{region}/files/{other.application_id}/return")
    assert inspect(page) == []
    page.locator("[id='return.education']").check()
    page.locator("[id='reason.education']").select_option(index=1)
    page.locator("[id='text.education']").fill(WRONG)
    page.get_by_role("button", name="下一步：核对").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("确认退回")
    page.get_by_role("button", name="确认退回").click()
    expect(page.get_by_text("已退回，现为：退回修改")).to_be_visible()

    page.goto(f"{office.site}/region/{region}/lists/{list_id}")
    page.get_by_role("link", name="退回整份汇总表").click()
    assert inspect(page) == []
    page.get_by_role("button", name="下一步：核对").click()
    expect(page.get_by_role("link", name="请填写重新报送的截止日期")).to_be_visible()
    assert inspect(page) == []
    page.get_by_label("退回的原因").fill(WHY)
    page.get_by_label("重新报送的截止日期").fill(
        f"{datetime.now(BEIJING) + timedelta(days=6):%Y-%m-%d}"
    )
    page.get_by_role("button", name="下一步：核对").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("确认退回整份汇总表")
    assert inspect(page) == []
    page.get_by_role("button", name="确认退回").click()
    expect(page.get_by_text("已整份退回")).to_be_visible()
    assert inspect(page) == []

    officer = signed_in(visitor, backstage, at.code, "FINAL_OFFICER")
    list_page = officer.open(at.lists)
    expect(list_page.get_by_text(WHY)).to_be_visible()
    assert inspect(list_page) == []

    told = ((other, "退回原因（自治区人力资源和社会保障厅）"), (me, WHY))
    for one, words in told:
        applicant = visitor()
        applicant.sign_in_applicant(one.person.login)
        own = applicant.open(f"/applications/{one.application_id}/status")
        expect(own.get_by_text(words)).to_be_visible()
        assert inspect(own) == []
