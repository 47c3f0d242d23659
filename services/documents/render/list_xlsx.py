"""Annex 4 as a spreadsheet with the same columns (`domain` §3.2, §3.3).

Every cell but the row number is text: phone numbers keep their digits and nothing a person typed
can become a formula. The bytes depend on the list alone: dates inside the file are the list's.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from datetime import UTC
from typing import Final

import openpyxl
from openpyxl.styles import Alignment, Border, Font, NamedStyle, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from services.documents.render.layout import ListColumn, ListLayout, PrintProgramme
from services.documents.render.list_words import ListWords, list_words
from services.documents.render.text import clean
from services.documents.render.views import ListView, Rendered, cleaned_list

CONTENT_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEAD_ROW: Final = 4
"""Rows above: annex, title, head line; this one holds the column heads."""
_MM_PER_CHARACTER: Final = 2.0
"""One unit of column width at 9 pt is about two millimetres on the printed page."""
_MM_PER_INCH: Final = 25.4
_ZIP_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_FORMULA_STARTS: Final = ("=", "+", "-", "@")
_DATES: Final = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</)")


class ListXlsxRenderer:
    """Renders spreadsheets of one programme."""

    def __init__(self, programme: PrintProgramme) -> None:
        """Take columns and words from the programme."""
        self._layout = programme.list

    def render(self, view: ListView) -> Rendered:
        """Make the spreadsheet."""
        view = cleaned_list(view, clean)
        words = list_words(self._layout, view)
        book = openpyxl.Workbook()
        sheet = book.worksheets[0]
        sheet.title = self._layout.sheet_title
        _add_styles(book)
        _write_head(sheet, self._layout, words)
        last = _write_rows(sheet, self._layout, view)
        _write_foot(sheet, self._layout, words, last)
        _set_up_page(sheet, self._layout, words, last + 2)
        book.properties.title = words.title
        book.properties.creator = view.organisation
        content = _fixed(book, view)
        return Rendered(content, CONTENT_TYPE, hashlib.sha256(content).hexdigest(), None)


def _add_styles(book: openpyxl.Workbook) -> None:
    """Shared styles: named once, referred to by every cell."""
    line = Side(style="thin", color="FF000000")
    grid = Border(left=line, right=line, top=line, bottom=line)
    for name, font, align, border, text_format in (
        ("annex", Font(name="宋体", size=10.5), "left", None, "General"),
        ("title", Font(name="宋体", size=16, bold=True), "center", None, "General"),
        ("line", Font(name="宋体", size=9.5), "left", None, "@"),
        ("head", Font(name="黑体", size=9), "center", grid, "@"),
        ("number", Font(name="宋体", size=9), "center", grid, "0"),
        ("text-center", Font(name="宋体", size=9), "center", grid, "@"),
        ("text-left", Font(name="宋体", size=9), "left", grid, "@"),
    ):
        style = NamedStyle(name=f"tepei-{name}", font=font, number_format=text_format)
        style.alignment = Alignment(horizontal=align, vertical="center", wrap_text=name != "title")
        if border is not None:
            style.border = border
        book.add_named_style(style)


def _write_head(sheet: Worksheet, layout: ListLayout, words: ListWords) -> None:
    width = len(layout.columns)
    _merged(sheet, 1, (1, width), layout.annex, "annex")
    _merged(sheet, 2, (1, width), words.title, "title")
    third = width // 3
    for number, line in enumerate(words.head):
        last = width if number == len(words.head) - 1 else (number + 1) * third
        _merged(sheet, 3, (number * third + 1, last), line, "line")
    for number, column in enumerate(layout.columns, 1):
        _text(sheet, HEAD_ROW, number, column.head.replace("|", "\n"), "head")
    sheet.row_dimensions[2].height = 24
    sheet.row_dimensions[HEAD_ROW].height = 28


def _write_rows(sheet: Worksheet, layout: ListLayout, view: ListView) -> int:
    """Write the people's rows and answer the number of the last one."""
    number = HEAD_ROW
    for number, row in enumerate(view.rows, HEAD_ROW + 1):
        for index, column in enumerate(layout.columns, 1):
            _value(sheet, number, index, column, row.cells.get(column.name, ""))
    return number


def _value(sheet: Worksheet, row: int, index: int, column: ListColumn, text: str) -> None:
    if column.text:
        _text(sheet, row, index, text, f"text-{column.align}")
        return
    cell = sheet.cell(row=row, column=index, value=int(text))
    cell.style = "tepei-number"


def _write_foot(sheet: Worksheet, layout: ListLayout, words: ListWords, last: int) -> None:
    width = len(layout.columns)
    _merged(sheet, last + 1, (1, 2), layout.total_label, "text-center")
    _merged(sheet, last + 1, (3, width), words.total, "text-left")
    quarter = width // len(words.foot)
    for number, line in enumerate(words.foot):
        end = width if number == len(words.foot) - 1 else (number + 1) * quarter
        _merged(sheet, last + 2, (number * quarter + 1, end), line, "line")


def _merged(sheet: Worksheet, row: int, columns: tuple[int, int], text: str, style: str) -> None:
    first, last = columns
    for index in range(first, last + 1):
        sheet.cell(row=row, column=index).style = f"tepei-{style}"
    _text(sheet, row, first, text, style)
    sheet.merge_cells(start_row=row, start_column=first, end_row=row, end_column=last)


def _text(sheet: Worksheet, row: int, index: int, text: str, style: str) -> None:
    """A cell that is text whatever it begins with, also after a detour through CSV."""
    cell = sheet.cell(row=row, column=index)
    cell.value = text
    cell.data_type = "s"
    cell.style = f"tepei-{style}"
    if text.startswith(_FORMULA_STARTS):
        cell.quotePrefix = True


def _set_up_page(sheet: Worksheet, layout: ListLayout, words: ListWords, last: int) -> None:
    width = get_column_letter(len(layout.columns))
    for number, column in enumerate(layout.columns, 1):
        letter = get_column_letter(number)
        sheet.column_dimensions[letter].width = round(column.width_mm / _MM_PER_CHARACTER, 1)
    sheet.print_area = f"A1:{width}{last}"
    sheet.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
    sheet.freeze_panes = f"A{HEAD_ROW + 1}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    for side, millimetres in (("top", 18), ("right", 12), ("bottom", 16), ("left", 12)):
        setattr(sheet.page_margins, side, millimetres / _MM_PER_INCH)
    sheet.oddFooter = HeaderFooterItem(
        left=_HeaderFooterPart(text=words.footer.replace("&", "&&")),
        right=_HeaderFooterPart(text="第 &P 页 共 &N 页"),
    )


def _fixed(book: openpyxl.Workbook, view: ListView) -> bytes:
    """The file with the list's date in place of the time of writing."""
    frozen = view.frozen_at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    book.properties.created = frozen
    book.properties.modified = frozen
    raw = io.BytesIO()
    book.save(raw)
    stamp = frozen.strftime("%Y-%m-%dT%H:%M:%SZ")
    out = io.BytesIO()
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(source.namelist(), key=lambda name: name != "[Content_Types].xml"):
            content = source.read(name)
            if name == "docProps/core.xml":
                content = _with_dates(content, stamp)
            target.writestr(zipfile.ZipInfo(name, _ZIP_EPOCH), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _with_dates(core: bytes, stamp: str) -> bytes:
    """Saving writes the time of day into the properties; put the list's there."""
    return _DATES.sub(rb"\g<1>" + stamp.encode() + rb"\g<2>", core)
