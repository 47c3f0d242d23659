"""Spreadsheets of exports, row by row: what was written is forgotten, however many rows there are.

Every sheet says on its second line and in its footer who took it, when and for which organisation
(D12). Words are text: nothing a person typed can become a formula, here or after a detour through
CSV.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import openpyxl
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, NamedStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties

from services.documents.render.text import clean

Value = str | int

HEAD_ROW: Final = 3
"""Rows above: title, mark; this one holds the column heads."""
_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")
_A4: Final = 9


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: heads with their widths in characters, rows as they come, the sums below."""

    title: str
    heads: Sequence[tuple[str, int]]
    rows: Iterable[Sequence[Value]]
    total: Sequence[Value]


def workbook(
    title: str, mark: str, notes: Sequence[tuple[str, str]], sheets: Sequence[Sheet]
) -> bytes:
    """Write the sheets behind one that says what this is.

    Args:
        title: Of the whole.
        mark: Who took it, when, for whom; on every sheet.
        notes: Lines of the first sheet, label and text.
        sheets: What follows.
    """
    book = openpyxl.Workbook(write_only=True)
    for name, font in (("title", Font(bold=True, size=14)), ("head", Font(bold=True))):
        style = NamedStyle(name=f"tepei-{name}", font=font)
        style.alignment = Alignment(wrap_text=name == "head", vertical="center")
        book.add_named_style(style)
    book.properties.title = title
    book.properties.creator = mark
    _write(book, Sheet("说明", (("项目", 18), ("内容", 70)), notes, ()), title, mark)
    for sheet in sheets:
        _write(book, sheet, sheet.title, mark)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _write(book: openpyxl.Workbook, sheet: Sheet, title: str, mark: str) -> None:
    page = book.create_sheet(sheet.title)
    _set_up(page, sheet, mark)
    page.append([_styled(page, title, "title")])
    page.append([_text(page, mark)])
    page.append([_styled(page, head, "head") for head, _ in sheet.heads])
    for row in sheet.rows:
        page.append([_text(page, cell) if isinstance(cell, str) else cell for cell in row])
    if sheet.total:
        page.append([_styled(page, cell, "head") if cell != "" else None for cell in sheet.total])


def _set_up(page: Any, sheet: Sheet, mark: str) -> None:
    """Widths, panes and paper come before the rows in the file."""
    for number, (_, width) in enumerate(sheet.heads, 1):
        page.column_dimensions[get_column_letter(number)].width = width
    page.freeze_panes = f"A{HEAD_ROW + 1}"
    page.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = _A4
    page.page_setup.fitToWidth = 1
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.oddFooter = HeaderFooterItem(
        left=_HeaderFooterPart(text=mark.replace("&", "&&")),
        right=_HeaderFooterPart(text="第 &P 页 共 &N 页"),
    )


def _text(page: Any, words: str) -> Any:
    """Words as text; most need nothing done to them."""
    if not words.isprintable():
        words = clean(words)
    if not words.startswith(_FORMULA_STARTS):
        return words
    cell = WriteOnlyCell(page, value=words)
    cell.data_type = "s"
    cell.quotePrefix = True
    return cell


def _styled(page: Any, value: Value, style: str) -> Any:
    cell = WriteOnlyCell(page, value=clean(value) if isinstance(value, str) else value)
    if isinstance(value, str):
        cell.data_type = "s"
    cell.style = f"tepei-{style}"
    return cell
