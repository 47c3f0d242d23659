"""The five routes of `domain` §7.1, from handing in to the region, every desk in its browser."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

import pytest
from playwright.sync_api import Locator, Page, expect

from demo import waiting
from demo.applicant import Applicant
from demo.desks import current_document
from demo.paper import code_on
from demo.stage import REGION, YEAR, until
from services.contracts.vocabulary import ApplicationState as S
from tests.browser.conftest import NewVisitor
from tests.support.backstage import Backstage
from tests.support.browsing import Visitor, inspect
from tests.support.desk_work import check_paper, fill_unit_opinion, mark_rest_by_key, pass_on, sign

ROUTES: dict[str, tuple[str, ...]] = {
    "A1": ("XJ-6540-U4", "XJ-6540-C2W", "XJ-6540-C2", "XJ-6540"),
    "A2": ("XJ-6542-U2", "XJ-6542-W", "XJ-6542"),
    "A3": ("XJ-6543-U3", "XJ-6543-C1", "XJ-6543"),
    "B": ("XJ-D01-U1", "XJ-D01"),
    "C": ("XJ-S01", "XJ-S01"),
}
"""The unit, the desks between if the route has some, the final reviewing unit, as the rows of the
handbook's table have them; on C two people of one organisation."""

KIND, LIST = "LONG", "long"
OFFICE = "REGION_OFFICER_IN_REGION"
NOT_FOUND = 404
PRINTED_SECONDS = 60.0


@dataclass(frozen=True)
class Desk:
    """Who works at one stop of the route, and how the stop is shown."""

    clerk: Visitor
    organisation_id: str
    name: str
    state: S

    def file(self, me: Applicant) -> str:
        return f"/desk/{self.organisation_id}/files/{me.application_id}"


def drafted(backstage: Backstage, line: str) -> Applicant:
    """Somebody of the route's unit with a complete draft for a seat that is free."""
    leader = backstage.run(backstage.stage.crew.at(REGION, "REGION_LEADER"))
    cells = backstage.run(leader.get(f"/seats/{YEAR}", seat_kind=KIND))["cells"]
    free = {cell["plan_row_id"] for cell in cells if cell["left"] > 0}
    unit = backstage.unit(line, code=ROUTES[line][0])
    part = backstage.part(line, kind=KIND, unit=unit)
    row = next(
        row
        for row in backstage.rows
        if row["plan_unit_code"] == unit["plan_unit_code"] and row["plan_row_id"] in free
    )
    return backstage.run(waiting.bring(backstage.stage, replace(part, row=row), "DRAFT"))


def desks_of(visitor: NewVisitor, backstage: Backstage, codes: tuple[str, ...]) -> list[Desk]:
    """The stops in their order, with somebody signed in at each."""
    ids = {code: organisation_id for organisation_id, code in backstage.stage.codes.items()}
    leader = backstage.run(backstage.stage.crew.at(REGION, "REGION_LEADER"))
    desks = []
    for number, code in enumerate(codes):
        role, state = "MID_OFFICER", S.MID_REVIEW
        if number == 0:
            role, state = "UNIT_HR", S.UNIT_REVIEW
        elif number == len(codes) - 1:
            role, state = "FINAL_OFFICER", S.FINAL_REVIEW
        clerk = visitor()
        clerk.sign_in(backstage.login(code, role))
        name = backstage.run(leader.get(f"/organisations/{ids[code]}"))["name"]
        desks.append(Desk(clerk, ids[code], name, state))
    return desks


def hand_in(page: Page, me: Applicant) -> None:
    """From the page that shows everything once more to the receipt."""
    page.get_by_label("我作出以上承诺").check()
    page.get_by_role("button", name="提交", exact=True).click()
    me.application_no = page.locator(".govuk-panel strong").inner_text()
    page.goto(page.url.replace("/receipt", "/status"))


def shown(page: Page, what: Locator, seconds: float = 20.0) -> None:
    """Look at the page again until it is there: services tell each other of it meanwhile."""
    deadline = time.monotonic() + seconds
    while not what.first.is_visible() and time.monotonic() < deadline:
        page.wait_for_timeout(150)
        page.reload()
    expect(what.first).to_be_visible()


def fact(page: Page, name: str, value: str) -> Locator:
    """A row of the applicant's page of progress."""
    row = page.locator(".govuk-summary-list__row").filter(has=page.get_by_text(name, exact=True))
    return row.get_by_text(value, exact=True)


def stands_at(page: Page, desk: Desk, state: S) -> None:
    """The applicant reads whose desk it is."""
    shown(page, fact(page, "状态", state.label))
    shown(page, fact(page, "现在在", desk.name))


def nobody_skips(desks: list[Desk], me: Applicant) -> None:
    """Whom the file has not reached does not find it, neither to read nor to pass."""
    for desk in desks:
        page = desk.clerk.site + desk.file(me)
        for address in (page, f"{page}/pass"):
            assert desk.clerk.context.request.get(address).status == NOT_FOUND


def work_through(visitor: NewVisitor, backstage: Backstage, desk: Desk, me: Applicant) -> None:
    """Out of the queue, every item, the opinion, and on; behind it nothing is left to do here."""
    page = desk.clerk.open(f"/desk/{desk.organisation_id}?state={desk.state}")
    shown(page, page.get_by_role("link", name=me.application_no))
    page.get_by_role("link", name=me.application_no).click()
    mark_rest_by_key(page)
    if desk.state is S.UNIT_REVIEW:
        page.get_by_role("link", name="出具推荐意见").click()
        fill_unit_opinion(page)
        page.get_by_role("button", name="保存意见").click()
        leader = visitor()
        leader.sign_in(backstage.login(me.part.unit["code"], "UNIT_LEADER"))
        sign(leader.open(f"{desk.file(me)}/signature"))
    pass_on(page, me.application_no)
    page.goto(desk.clerk.site + desk.file(me))
    expect(page.get_by_role("link", name="通过", exact=True)).to_have_count(0)


def printed(backstage: Backstage, me: Applicant) -> str:
    """The code on the form the applicant printed."""

    async def read() -> str:
        form = await until("official form", lambda: current_document(me.visitor, me))
        return code_on(await me.visitor.download(f"/documents/{form['document_id']}"))

    return backstage.run(read())


def list_and_send_up(visitor: NewVisitor, backstage: Backstage, final: Desk, me: Applicant) -> None:
    """On the list, frozen, printed, and sent up by the leader with the code on the paper."""
    address = f"/desk/{final.organisation_id}/lists/{LIST}"
    page = final.clerk.open(address)
    shown(page, page.locator(f"#add-{me.application_id}"))
    page.locator(f"#add-{me.application_id}").click()
    row = page.locator(f"tr:has(#row-{me.application_id})")
    shown(page, row.get_by_text(S.LISTED.label))
    page.get_by_role("link", name="定稿…").click()
    page.get_by_role("button", name="确认定稿").click()
    pdf = page.get_by_role("link", name="PDF（打印用）").first
    shown(page, pdf, PRINTED_SECONDS)
    paper = final.clerk.context.request.get(final.clerk.site + str(pdf.get_attribute("href")))
    leader = visitor()
    leader.sign_in(backstage.login(backstage.stage.code_of(final.organisation_id), "FINAL_LEADER"))
    sending = leader.open(f"{address}/submission")
    sending.get_by_label("纸质汇总表上的核验码").fill(code_on(paper.body()))
    sending.get_by_role("button", name="确认报送").click()
    expect(sending.get_by_role("heading", name="已报送自治区")).to_be_visible()


def region_reads(
    visitor: NewVisitor, backstage: Backstage, desks: list[Desk], me: Applicant
) -> Page:
    """The office of the track finds the list of the final unit and opens the person's file."""
    region_id = next(i for i, code in backstage.stage.codes.items() if code == REGION)
    office = visitor()
    office.sign_in(backstage.login(REGION, OFFICE))
    page = office.open(f"/region/{region_id}/lists")
    page.get_by_role("link", name=desks[-1].name).first.click()
    page.get_by_role("link", name=me.person.name).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(me.person.name)
    expect(page.get_by_role("article")).to_have_count(len(desks))
    return page


@pytest.mark.requirement("R31")
@pytest.mark.requirement("R35")
@pytest.mark.parametrize("line", ROUTES)
def test_a_file_passes_every_desk_of_its_route_in_order_and_goes_up(
    visitor: NewVisitor, backstage: Backstage, line: str
) -> None:
    me = drafted(backstage, line)
    desks = desks_of(visitor, backstage, ROUTES[line])
    applicant = visitor()
    applicant.sign_in_applicant(me.person.login)
    status = applicant.open(f"{me.path}/check")
    hand_in(status, me)
    for number, desk in enumerate(desks):
        stands_at(status, desk, desk.state)
        nobody_skips([later for later in desks[number + 1 :] if later.name != desk.name], me)
        work_through(visitor, backstage, desk, me)
    final = desks[-1]
    stands_at(status, final, S.PAPER_CHECK)
    check_paper(final.clerk.open(f"/desk/{final.organisation_id}/paper"), printed(backstage, me))
    stands_at(status, final, S.READY_TO_LIST)
    list_and_send_up(visitor, backstage, final, me)
    shown(status, fact(status, "状态", S.REGION_REVIEW.label))
    page = region_reads(visitor, backstage, desks, me)
    if line == "A1":  # the longest: more opinions and marks stand on no file
        assert inspect(page) == []
        assert inspect(status) == []
