"""Spreadsheets of exports: the screen's numbers, marked, with nothing that could run."""

from __future__ import annotations

import io
from datetime import timedelta
from uuid import uuid4

import openpyxl
import pytest

from services.contracts.requests.documents_exports import ExportFilters, ExportKind, ExportState
from services.contracts.requests.review_progress import Progress
from services.contracts.values import progress_tables
from services.contracts.vocabulary import Role, Track
from services.documents.render.export_books import FILE_HEADS, files_book, progress_book
from services.documents.render.export_xlsx import HEAD_ROW
from services.documents.storage.exports import ExportRow
from tests.factories.exports import AS_OF, a_progress, a_queue_item, seats_of

MARK = "样例地区人社局　样例江　2019-03-01 12:00导出"


def an_export(kind: ExportKind, **filters: object) -> ExportRow:
    return ExportRow(
        export_id=uuid4(),
        kind=kind,
        person_id=uuid4(),
        person_name="样例江",
        organisation_id=uuid4(),
        organisation_name="样例地区人社局",
        roles=(Role.FINAL_OFFICER,),
        year=2019,
        cycle_id=uuid4(),
        filters=ExportFilters.model_validate(filters),
        state=ExportState.PENDING,
        requested_at=AS_OF - timedelta(minutes=30),
        expires_at=AS_OF + timedelta(days=7),
        as_of=None,
        row_count=None,
        object_key=None,
        sha256=None,
        size_bytes=None,
        failure_code=None,
    )


def opened(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def cells(book: openpyxl.Workbook, title: str) -> list[list[object]]:
    return [list(row) for row in book[title].iter_rows(values_only=True)]


def files(*names: str, **filters: object) -> openpyxl.Workbook:
    items = tuple(a_queue_item(n) for n in range(1, len(names) + 1))
    named = {item.application_id: name for item, name in zip(items, names, strict=True)}
    row = an_export(ExportKind.FILES, **filters)
    return opened(files_book(row, AS_OF, items, named))


def test_files_stand_as_on_the_screen_with_their_sum() -> None:
    rows = cells(files("样例江", "样例·买买提"), "申报清单")
    assert rows[HEAD_ROW - 1] == [head for head, _ in FILE_HEADS]
    assert rows[HEAD_ROW][:5] == [1, "TP2019-650000-00001", "样例江", "样例医院", "内地"]
    assert rows[HEAD_ROW + 1][2] == "样例·买买提"
    assert rows[HEAD_ROW + 2][:2] == ["合计", "2份"]
    assert len(rows) == HEAD_ROW + 3


def test_every_sheet_is_marked_and_says_of_which_instant_it_is() -> None:
    book = files("样例江", track=Track.INLAND, waiting_longer_than_days=3)
    for sheet in book.worksheets:
        assert sheet["A2"].value == MARK
        assert sheet.oddFooter is not None
        assert MARK in str(sheet.oddFooter.left.text)
    notes = {row[0]: row[1] for row in cells(book, "说明")}
    assert notes["数据截至"] == "2019-03-01 12:30（北京时间）"
    assert notes["范围"] == "培养类别：内地；等待超过3天"
    assert notes["导出人"] == "样例江"


@pytest.mark.parametrize("name", ["=1+1", "+86", "-cmd", "@SUM(A1)", "\t=1"])
def test_what_begins_like_a_formula_is_text(name: str) -> None:
    cell = files(name)["申报清单"].cell(row=HEAD_ROW + 1, column=3)
    assert cell.data_type == "s"
    assert cell.value == name.strip("\t")
    assert cell.quotePrefix


def test_control_characters_do_not_break_the_file() -> None:
    cell = files("样例\x0b\u202e江")["申报清单"].cell(row=HEAD_ROW + 1, column=3)
    assert "\u202e" not in str(cell.value)
    assert "\x0b" not in str(cell.value)


@pytest.mark.requirement("D12", "F7", "X8")
def test_no_export_of_people_has_a_column_about_the_person() -> None:
    heads = {head for head, _ in FILE_HEADS}
    assert not heads & {"民族", "性别", "出生年月", "身份证号", "公民身份号码", "联系电话", "手机"}


def test_progress_has_the_tables_of_the_screen() -> None:
    progress = a_progress()
    content, count = progress_book(an_export(ExportKind.PROGRESS), progress, seats_of(progress))
    book = opened(content)
    tables = (
        progress_tables.by_kind(progress),
        progress_tables.by_unit(progress),
        progress_tables.by_cell(progress, seats_of(progress)),
    )
    assert count == sum(len(table.rows) for table in tables) == 6
    for table in tables:
        rows = cells(book, table.title)
        assert rows[HEAD_ROW - 1] == list(table.heads)
        assert rows[HEAD_ROW:-1] == [list(row) for row in table.rows]
        assert rows[-1] == [cell if cell != "" else None for cell in table.total]


def test_stages_without_files_have_no_column() -> None:
    heads = progress_tables.by_kind(a_progress()).heads
    assert heads == (
        "培养类别",
        "培养期限",
        "已提交",
        "单位审核",
        "待纸质材料",
        "已列入汇总表",
        "占用名额",
    )


def test_sums_are_over_all_units_not_over_the_page() -> None:
    progress = a_progress()
    page = progress.model_copy(update={"units": progress.units[:1]})
    assert progress_tables.by_unit(page).total == ("合计（2个单位）", 4, 2, 1, 1, 1)


def test_seats_stand_beside_files() -> None:
    progress = a_progress()
    table = progress_tables.by_cell(progress, seats_of(progress))
    assert table.rows[0] == ("样例地区", "内科学", "内地·一年", 5, 3, 2, 0, 1, 1, 1, 3)
    assert table.total == ("合计", "", "", 10, 4, 2, 1, 1, 2, 2, 6)


@pytest.mark.parametrize(
    ("changes", "cells_shown"),
    [({}, 2), ({"by_final_unit": True}, 3), ({"plan_unit_code": None, "cells": ()}, 0)],
)
def test_the_region_sees_every_cell_others_their_own(
    changes: dict[str, object], cells_shown: int
) -> None:
    seats = seats_of(a_progress())
    progress = a_progress(**changes)
    assert len(progress_tables.by_cell(progress, seats).rows) == cells_shown


def test_nothing_submitted_makes_empty_tables() -> None:
    nobody = a_progress(
        total={"submitted": 0, "stages": (0,) * 10, "holding_seat": 0},
        kinds=(),
        units=(),
        cells=(),
        units_total=0,
    )
    assert isinstance(nobody, Progress)
    content, count = progress_book(an_export(ExportKind.PROGRESS), nobody, ())
    assert count == 0
    assert len(opened(content).worksheets) == 4
