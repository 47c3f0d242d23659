"""Tables that people upload: csv in UTF-8 or the first sheet of an xlsx, as rows of text.

The format is told by the content. What could exhaust memory or time is refused before it is read:
the file, what it unpacks to, rows and columns all have limits. Parsing takes CPU, so services call
it through `services.chassis.offload.run_in_thread`.
"""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date, datetime
from typing import Any

from services.contracts.errors import TooLargeError, ValidationFailedError
from services.contracts.requests.tables import MAX_TABLE_BYTES, MAX_TABLE_SIZE

MAX_ROWS = 5000
MAX_COLUMNS = 60
_MAX_UNPACKED_BYTES = 8 * 1024 * 1024
_MAX_PARTS = 200

_NOT_A_TABLE = "文件不是可读的表格，请上传xlsx文件，或另存为“CSV UTF-8”后上传。"
_HAS_DOCTYPE = "文件含有不允许的内容，请用表格软件重新保存后上传。"


def read_uploaded_table(content: bytes) -> list[list[str]]:
    """Read a csv or xlsx file.

    Returns:
        All rows, each cell as text: whole numbers without a fraction, dates as ISO 8601.

    Raises:
        TooLargeError: the file, what it unpacks to, or the table is beyond the limits.
        ValidationFailedError: it is neither a csv in UTF-8 nor an xlsx.
    """
    if len(content) > MAX_TABLE_BYTES:
        raise TooLargeError(limit=MAX_TABLE_SIZE)
    if content.startswith(b"PK\x03\x04"):
        return _read_xlsx(content)
    return _read_csv(content)


def _read_csv(content: bytes) -> list[list[str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValidationFailedError(_NOT_A_TABLE) from error
    if "\x00" in text:
        raise ValidationFailedError(_NOT_A_TABLE)
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline="")):
            rows.append(row)
            _check_size(len(rows), len(row))
    except csv.Error as error:
        raise ValidationFailedError(_NOT_A_TABLE) from error
    return rows


def _read_xlsx(content: bytes) -> list[list[str]]:
    from openpyxl import load_workbook

    _check_archive(content)
    try:
        workbook = load_workbook(
            io.BytesIO(content), read_only=True, data_only=True, keep_links=False
        )
    except Exception as error:  # openpyxl raises whatever its parsers do
        raise ValidationFailedError(_NOT_A_TABLE) from error
    try:
        return _read_sheet(workbook.worksheets[0])
    except (KeyError, IndexError, ValueError, SyntaxError, zipfile.BadZipFile) as error:
        raise ValidationFailedError(_NOT_A_TABLE) from error
    finally:
        workbook.close()


def _check_archive(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if len(parts) > _MAX_PARTS or sum(p.file_size for p in parts) > _MAX_UNPACKED_BYTES:
                raise TooLargeError(limit=f"{_MAX_UNPACKED_BYTES // 1024 // 1024} MB")
            for part in parts:
                with archive.open(part) as stream:
                    head = stream.read(4096)
                if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
                    raise ValidationFailedError(_HAS_DOCTYPE)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError) as error:
        raise ValidationFailedError(_NOT_A_TABLE) from error


def _read_sheet(sheet: Any) -> list[list[str]]:
    # The dimension a file declares is a claim; reset makes the reader look at the rows themselves.
    sheet.reset_dimensions()
    rows: list[list[str]] = []
    for values in sheet.iter_rows(max_col=MAX_COLUMNS + 1, values_only=True):
        row = [_text(value) for value in values]
        while row and not row[-1]:
            row.pop()
        rows.append(row)
        _check_size(len(rows), len(row))
    return rows


def _check_size(rows: int, columns: int) -> None:
    if rows > MAX_ROWS:
        raise TooLargeError(limit=f"{MAX_ROWS}行")
    if columns > MAX_COLUMNS:
        raise TooLargeError(limit=f"{MAX_COLUMNS}列")


def _text(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "是" if value else "否"
        case float() if value.is_integer():
            return str(int(value))
        case datetime():
            return value.date().isoformat()
        case date():
            return value.isoformat()
        case _:
            return str(value)
