"""Plan files become plan rows, whatever people do to their headers."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pytest
from openpyxl import Workbook

from services.chassis.uploaded_table import read_uploaded_table
from services.contracts.vocabulary import SeatKind
from services.quotas.domain.plan import PlanLine, totals
from services.quotas.domain.plan_table import read_plan_table


def columns(cells: list[list[str]]) -> dict[str, int]:
    return {name: index for index, name in enumerate(cells[0])}


@pytest.mark.requirement("R25", "R26")
def test_the_sample_plan_has_41_units_162_rows_and_400_seats(
    plan_lines: Sequence[PlanLine],
) -> None:
    sums = totals(plan_lines)
    assert (sums.units, sums.rows) == (41, 162)
    assert sums.by_kind == {SeatKind.INLAND: 200, SeatKind.LONG: 120, SeatKind.SHORT: 80}
    assert sums.in_region == 200


def test_a_row_carries_all_its_columns(plan_lines: Sequence[PlanLine]) -> None:
    assert plan_lines[2] == PlanLine(
        seq=3,
        plan_unit_code="XJ-6540",
        plan_unit_name="伊犁哈萨克自治州（州直）",
        unit_kind="地州市",
        region_code="654000",
        southern_four=False,
        specialty="儿科学",
        quotas={SeatKind.INLAND: 1, SeatKind.LONG: 1, SeatKind.SHORT: 1},
        shortage=True,
        remark="样例数据",
        file_row=4,
    )


def test_the_same_plan_as_xlsx_reads_alike(
    plan_cells: list[list[str]], plan_lines: Sequence[PlanLine]
) -> None:
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    for cells in plan_cells:
        sheet.append([int(cell) if cell.isdigit() else cell for cell in cells])
    stream = io.BytesIO()
    workbook.save(stream)
    table = read_plan_table(read_uploaded_table(stream.getvalue()))
    assert (table.findings, table.lines) == ([], list(plan_lines))


def test_titles_above_the_header_and_fullwidth_brackets_do_not_matter(
    plan_cells: list[list[str]],
) -> None:
    header = [name.replace("(", "（").replace(")", "）") for name in plan_cells[0]]
    cells = [["附件2"], ["2019年计划表"], [f" {name} " for name in header], *plan_cells[1:]]
    table = read_plan_table(cells)
    assert table.findings == []
    assert (len(table.lines), table.lines[0].file_row) == (162, 4)


def test_a_right_total_row_is_not_a_plan_row(plan_cells: list[list[str]]) -> None:
    total = ["合计", *[""] * 6, "200", "120", "80", "400", "", ""]
    table = read_plan_table([*plan_cells, total])
    assert (table.findings, len(table.lines)) == ([], 162)


def test_a_wrong_total_row_is_found(plan_cells: list[list[str]]) -> None:
    total = ["合计", *[""] * 6, "201", "120", "80", "400", "", ""]
    findings = read_plan_table([*plan_cells, total]).findings
    assert [(found.row, found.message) for found in findings] == [
        (164, "合计行“内地(一年)”为201，各行相加为200，请核对。")
    ]


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("内地(一年)", "三", "“内地(一年)”应为不小于0的整数，现为“三”。"),
        ("内地(一年)", "-1", "“内地(一年)”应为不小于0的整数，现为“-1”。"),
        ("内地(一年)", "1.5", "“内地(一年)”应为不小于0的整数，现为“1.5”。"),
        ("紧缺专业", "可能", "“紧缺专业”应填“是”或“否”，现为“可能”。"),
        ("培养专业", "", "“培养专业”不能为空。"),
        ("培养专业", "内" * 41, "“培养专业”超过40个字，请缩短。"),
        (
            "单位类别",
            "公司",
            "“单位类别”应为地州市、自治区部门、大专院校、科研院所、大中型企业之一，现为“公司”。",
        ),
        ("小计", "9", "小计为9，三类名额相加为5，请核对。"),
    ],
)
def test_a_wrong_cell_is_named_by_row_and_column(
    plan_cells: list[list[str]], column: str, value: str, message: str
) -> None:
    plan_cells[1][columns(plan_cells)[column]] = value
    table = read_plan_table(plan_cells)
    assert message in [found.message for found in table.findings]
    assert {found.row for found in table.findings} == {2}
    assert len(table.lines) == 161


def test_a_missing_column_is_named(plan_cells: list[list[str]]) -> None:
    index = columns(plan_cells)["紧缺专业"]
    for cells in plan_cells:
        del cells[index]
    findings = read_plan_table(plan_cells).findings
    assert [found.message for found in findings] == ["缺少“紧缺专业”列，请按模板补上。"]


def test_a_column_given_twice_is_named(plan_cells: list[list[str]]) -> None:
    for cells in plan_cells:
        cells.append(cells[6])
    findings = read_plan_table(plan_cells).findings
    assert [found.message for found in findings] == ["“培养专业”列出现了两次，请保留一列。"]


@pytest.mark.parametrize("cells", [[], [["姓名", "电话"]], [[""] * 5]])
def test_something_else_is_no_plan(cells: list[list[str]]) -> None:
    table = read_plan_table(cells)
    assert table.lines == []
    assert "没有找到表头行" in table.findings[0].message


def test_a_plan_without_rows_is_none(plan_cells: list[list[str]]) -> None:
    table = read_plan_table(plan_cells[:1])
    assert [found.message for found in table.findings] == ["表中没有计划行。"]
