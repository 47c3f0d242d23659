"""The dashboard and its exports: what the screen says is what the spreadsheet says."""

from __future__ import annotations

import io
from pathlib import Path
from uuid import uuid4

import openpyxl
from playwright.sync_api import APIResponse, Page, expect

from tests.browser.conftest import NewVisitor
from tests.support.backstage import Backstage
from tests.support.browsing import Visitor, inspect

MADE = 30_000
"""Milliseconds a renderer may take, its turn in the queue included."""
FIRST_ROWS = 3
SHEETS = ["说明", "按培养类别和期限", "按推荐单位", "按专业和类别"]


def at_the_final_unit(visitor: NewVisitor, backstage: Backstage, role: str) -> tuple[Visitor, Page]:
    """Somebody of a final reviewing unit with a file, at their dashboard."""
    me = backstage.bring("FINAL_REVIEW", "A1")
    final = next(node for node in me.part.unit["route"] if node["kind"] == "FINAL")
    code = backstage.stage.code_of(final["organisation_id"])
    person = visitor()
    person.sign_in(backstage.login(code, role))
    page = person.open("/workplaces")
    page.get_by_role("link", name="审核进度").click()
    expect(page.get_by_role("heading", name="审核进度", exact=True)).to_be_visible()
    return person, page


def figures(page: Page, title: str) -> list[list[str]]:
    """A table of the screen, its sums included, as texts."""
    table = page.get_by_role("table", name=title)
    rows = table.locator("tbody tr, tfoot tr").all()
    return [row.locator("th, td").all_inner_texts() for row in rows]


def sheet(book: openpyxl.Workbook, title: str) -> list[list[str]]:
    """The same table of the spreadsheet."""
    rows = book[title].iter_rows(min_row=FIRST_ROWS + 1, values_only=True)
    return [["" if cell is None else str(cell) for cell in row] for row in rows]


def test_the_numbers_of_the_spreadsheet_are_those_of_the_screen(
    visitor: NewVisitor, backstage: Backstage, tmp_path: Path
) -> None:
    _, page = at_the_final_unit(visitor, backstage, "FINAL_OFFICER")
    expect(page.get_by_role("list", name="各环节的申报").get_by_text("最终审核")).to_be_visible()
    assert inspect(page) == []
    shown = {title: figures(page, title) for title in SHEETS[1:3]}
    page.get_by_role("link", name="各专业名额").click()
    shown[SHEETS[3]] = figures(page, SHEETS[3])
    assert inspect(page) == []
    page.get_by_role("button", name="导出表格").click()
    expect(page.get_by_role("heading", name="审核进度统计表")).to_be_visible()
    link = page.get_by_role("button", name="下载表格")
    expect(link).to_be_visible(timeout=MADE)
    assert inspect(page) == []
    with page.expect_download() as download:
        link.click()
    file = tmp_path / "export.xlsx"
    download.value.save_as(file)
    book = openpyxl.load_workbook(io.BytesIO(file.read_bytes()))
    assert book.sheetnames == SHEETS
    for title, rows in shown.items():
        written = sheet(book, title)
        assert written[: len(rows) - 1] == rows[:-1], title
        assert written[-1] == rows[-1], title
    page.goto(page.url.rsplit("/", 1)[0])
    expect(page.get_by_role("cell", name="可下载").first).to_be_visible()
    assert inspect(page) == []


def test_the_page_asks_again_without_scripts_too_and_nobody_else_sees_it(
    visitor: NewVisitor, backstage: Backstage
) -> None:
    me = backstage.bring("UNIT_REVIEW", "B")
    unit = me.part.unit
    clerk = visitor(scripts=False)
    clerk.sign_in(backstage.login(unit["code"], "UNIT_HR"))
    page = clerk.open(f"/desk/{unit['organisation_id']}/progress")
    expect(page.get_by_text("单位审核").first).to_be_visible()
    page.get_by_role("button", name="导出表格").click()
    expect(page.get_by_role("button", name="下载表格")).to_be_visible(timeout=MADE)
    address = page.url.removeprefix(clerk.site)
    leader = visitor()
    leader.sign_in(backstage.login(unit["code"], "UNIT_LEADER"))
    other = leader.page()
    for path in (address, f"{address}/file", f"/desk/{me.application_id}/progress"):
        answer = other.goto(leader.site + path)
        assert answer is not None
        assert answer.status == 404, path
    leader_page = leader.open("/exports")
    expect(leader_page.get_by_text("您还没有导出过表格")).to_be_visible()
    assert inspect(leader_page) == []


def ask_for_files(person: Visitor, organisation_id: str) -> APIResponse:
    """The button of a queue, pressed over the API."""
    http = person.context.request
    session = http.get(f"{person.site}/api/v1/session").json()
    cycle = http.get(f"{person.site}/api/v1/cycles/2019").json()
    asked = {"kind": "FILES", "organisation_id": organisation_id, "year": cycle["year"]}
    return http.post(
        f"{person.site}/api/v1/exports",
        data=asked | {"cycle_id": cycle["cycle_id"], "filters": {"at_desk": True}},
        headers={"x-csrf-token": session["csrf_token"], "idempotency-key": uuid4().hex},
    )


def test_a_list_of_files_has_the_name_and_nothing_else_about_the_person(
    visitor: NewVisitor, backstage: Backstage, tmp_path: Path
) -> None:
    me = backstage.bring("FINAL_REVIEW", "B")
    final = next(node for node in me.part.unit["route"] if node["kind"] == "FINAL")
    officer = visitor()
    officer.sign_in(
        backstage.login(backstage.stage.code_of(final["organisation_id"]), "FINAL_OFFICER")
    )
    answer = ask_for_files(officer, final["organisation_id"])
    assert answer.status == 202, answer.text()
    page = officer.open(f"/exports/{answer.json()['export_id']}")
    link = page.get_by_role("button", name="下载表格")
    expect(link).to_be_visible(timeout=MADE)
    with page.expect_download() as download:
        link.click()
    file = tmp_path / "files.xlsx"
    download.value.save_as(file)
    book = openpyxl.load_workbook(io.BytesIO(file.read_bytes()))
    rows = {row[1]: row for row in sheet(book, "申报清单")}
    assert rows[me.application_no][2] == me.person.name
    written = str(list(book["申报清单"].values))
    assert me.person.mobile not in written
    assert me.person.id_number not in written
    heads = {cell.value for cell in book["申报清单"][FIRST_ROWS]}
    assert not heads & {"民族", "性别", "出生年月", "公民身份号码", "联系电话"}
    clerk = visitor()
    clerk.sign_in(backstage.login(me.part.unit["code"], "UNIT_HR"))
    assert ask_for_files(clerk, me.part.unit["organisation_id"]).status == 403
