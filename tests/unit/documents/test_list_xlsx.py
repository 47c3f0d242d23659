"""The spreadsheet of Annex 4."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from services.documents.render.layout import PrintProgramme
from services.documents.render.list_xlsx import HEAD_ROW, ListXlsxRenderer
from services.documents.render.views import ListView
from tests.factories.documents import a_list

RENDERER = ListXlsxRenderer(PrintProgramme(Path("programmes/2019/print")))


def sheet_of(view: ListView) -> Worksheet:
    book = openpyxl.load_workbook(io.BytesIO(RENDERER.render(view).content))
    return book.worksheets[0]


@pytest.mark.parametrize("count", [0, 1, 16, 17, 200])
def test_all_rows_and_the_total_are_there(count: int) -> None:
    sheet = sheet_of(a_list(count))
    numbers = [sheet.cell(row=HEAD_ROW + n, column=1).value for n in range(1, count + 1)]
    assert numbers == list(range(1, count + 1))
    total = sheet.cell(row=HEAD_ROW + count + 1, column=3).value
    women, relaxed = count // 2, count // 7
    assert total == (
        f"共 {count} 人（男 {count - women} 人，女 {women} 人）；"
        f"计划名额 26 人；其中放宽条件 {relaxed} 人"
    )


def test_phones_stay_text_and_keep_their_digits() -> None:
    cell = sheet_of(a_list(1)).cell(row=HEAD_ROW + 1, column=12)
    assert (cell.value, cell.data_type, cell.number_format) == ("19900001234", "s", "@")


@pytest.mark.parametrize("name", ["=1+1", '=HYPERLINK("x")', "+1", "-1", "@SUM(A1)"])
def test_nothing_a_person_typed_becomes_a_formula(name: str) -> None:
    cell = sheet_of(a_list(1, names=[name])).cell(row=HEAD_ROW + 1, column=2)
    assert (cell.value, cell.data_type, cell.quotePrefix) == (name, "s", True)


def test_control_characters_do_not_break_the_file() -> None:
    cell = sheet_of(a_list(1, names=["样例\x0b\x00江"])).cell(row=HEAD_ROW + 1, column=2)
    assert cell.value == "样例 江"


def test_it_prints_landscape_on_a4_with_heads_on_each_page() -> None:
    sheet = sheet_of(a_list(17))
    assert sheet.page_setup.orientation == "landscape"
    assert str(sheet.page_setup.paperSize) == "9"
    assert sheet.page_setup.fitToWidth == 1
    assert sheet.print_title_rows == f"${HEAD_ROW}:${HEAD_ROW}"
    assert sheet.print_area.endswith(f"$A$1:$M${HEAD_ROW + 19}")
    assert sheet.freeze_panes == f"A{HEAD_ROW + 1}"


def test_columns_are_those_of_the_paper() -> None:
    sheet = sheet_of(a_list(1))
    heads = [str(cell.value).replace("\n", "") for cell in sheet[HEAD_ROW]]
    assert heads == [
        "序号", "姓　名", "性别", "民族", "出生年月", "学历学位", "工作单位及职务",
        "专业技术职务任职资格", "现从事专业", "培养专业", "意向培养单位及导师", "联系电话", "备注",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "suffix", "office"),
    [
        ("INLAND", "内地·一年", "自治区人社厅专业技术人员管理处"),
        ("LONG", "疆内·长期一年", "自治区职称社会化评价中心"),
        ("SHORT", "疆内·短期半年", "自治区职称社会化评价中心"),
    ],
)
@pytest.mark.requirement("R44")
def test_each_list_has_its_title_and_its_office(kind: str, suffix: str, office: str) -> None:
    sheet = sheet_of(a_list(1, seat_kind=kind))
    assert sheet["A2"].value == f"2019年申报少数民族科技骨干特培人员名单汇总表（{suffix}）"
    heads = [str(cell.value) for cell in sheet[3] if cell.value]
    assert f"报送对象：{office}" in heads


def test_the_same_list_gives_the_same_bytes_whenever_it_is_written() -> None:
    first, second = (RENDERER.render(a_list(5)).content for _ in range(2))
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as file:
        assert b"2019-03-01T04:30:00Z" in file.read("docProps/core.xml")
