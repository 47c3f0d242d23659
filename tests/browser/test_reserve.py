"""The reserve in the browser: no seat, a place with a reason, a seat that becomes free."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from demo import lists
from services.contracts.vocabulary import SeatKind
from tests.browser.conftest import NewVisitor
from tests.browser.test_lists import LIVE_MILLISECONDS, add, bring_all, place, signed_in
from tests.support.backstage import Backstage
from tests.support.browsing import inspect

WHY = "（样例）本专业工作年限长，所在县急需此专业人员。"


@pytest.mark.requirement("F6")
def test_who_has_no_seat_waits_in_an_order_with_a_reason(
    visitor: NewVisitor, backstage: Backstage
) -> None:
    at = place(backstage, SeatKind.LONG, seats=1)
    first, waiting = backstage.run(bring_all(backstage, at, "READY_TO_LIST", 2))
    assert backstage.run(lists.nominate(backstage.stage, first, at.organisation_id))
    page = signed_in(visitor, backstage, at.code, "FINAL_OFFICER").open(at.lists)
    add(page, waiting)
    reserve = page.locator(f"#reserve-{waiting.application_id}")
    expect(reserve).to_be_visible(timeout=LIVE_MILLISECONDS)
    reserve.click()
    assert inspect(page) == []
    page.get_by_role("button", name="保存候补顺序").click()
    expect(page.get_by_role("link", name="请写明排在这一位的理由")).to_be_visible()
    assert inspect(page) == []
    page.get_by_label("候补第几位").fill("1")
    page.get_by_label("理由").fill(WHY)
    page.get_by_role("button", name="保存候补顺序").click()
    expect(page.get_by_text("已列为候补第1位")).to_be_visible()
    expect(page.locator(f"#place-{waiting.application_id}")).to_be_visible()
    assert inspect(page) == []

    applicant = visitor()
    applicant.sign_in_applicant(waiting.person.login)
    own = applicant.open(f"/applications/{waiting.application_id}/status")
    expect(own.get_by_text(f"第1位。理由：{WHY}")).to_be_visible()
    assert inspect(own) == []

    officer = backstage.run(backstage.stage.crew.at(at.code, "FINAL_OFFICER"))
    case = backstage.run(officer.get(f"/review/cases/{first.application_id}"))
    backstage.run(
        officer.post(
            "/lists/removals",
            {
                "application_id": first.application_id,
                "version": case["version"],
                "reason": "（样例）名额调整",
            },
        )
    )
    page.reload()
    add(page, waiting)
    expect(page.locator(f"#row-{waiting.application_id}")).to_be_visible(timeout=LIVE_MILLISECONDS)
