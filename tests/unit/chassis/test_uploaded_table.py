"""Uploaded tables: told by content, bounded, and never trusted."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest
from openpyxl import Workbook

from services.chassis.uploaded_table import MAX_COLUMNS, MAX_ROWS, read_uploaded_table
from services.contracts.errors import TooLargeError, ValidationFailedError


def xlsx(*rows: list[object]) -> bytes:
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    for row in rows:
        sheet.append(row)
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def archive(**parts: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, content in parts.items():
            bundle.writestr(name, content)
    return stream.getvalue()


def test_csv_with_a_byte_order_mark_is_read() -> None:
    content = '\ufeff名称,数\r\n"甲,乙",3\r\n'.encode()
    assert read_uploaded_table(content) == [["名称", "数"], ["甲,乙", "3"]]


def test_xlsx_cells_become_text() -> None:
    content = xlsx(["名称", 3, 3.0, 2.5, True, date(2019, 3, 15), None], ["乙"])
    assert read_uploaded_table(content) == [
        ["名称", "3", "3", "2.5", "是", "2019-03-15"],
        ["乙"],
    ]


@pytest.mark.parametrize(
    "content",
    [
        "名称".encode("gb18030"),
        b"\x89PNG\r\n\x1a\n\x00",
        b"PK\x03\x04broken",
        b"a\x00b",
        b"\xff\xfe",
    ],
    ids=["gb18030", "png", "broken zip", "nul", "utf-16"],
)
def test_what_is_no_table_is_refused_with_advice(content: bytes) -> None:
    with pytest.raises(ValidationFailedError, match="CSV UTF-8"):
        read_uploaded_table(content)


def test_a_zip_that_is_no_workbook_is_refused() -> None:
    with pytest.raises(ValidationFailedError, match="xlsx"):
        read_uploaded_table(archive(**{"a.txt": b"hello"}))


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    with pytest.raises(TooLargeError):
        read_uploaded_table(archive(**{"xl/worksheets/sheet1.xml": b" " * 9 * 1024 * 1024}))


def test_xml_with_a_doctype_is_refused() -> None:
    evil = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'
    with pytest.raises(ValidationFailedError, match="不允许"):
        read_uploaded_table(archive(**{"xl/workbook.xml": evil}))


@pytest.mark.parametrize(
    "content",
    [b"a\n" * (MAX_ROWS + 1), b"a," * MAX_COLUMNS + b"a\n", b"a" * (1024 * 1024 + 1)],
    ids=["rows", "columns", "bytes"],
)
def test_tables_beyond_the_limits_are_refused(content: bytes) -> None:
    with pytest.raises(TooLargeError):
        read_uploaded_table(content)


def test_a_wide_sheet_is_refused() -> None:
    with pytest.raises(TooLargeError):
        read_uploaded_table(xlsx(["a"] * (MAX_COLUMNS + 1)))
