"""Annex 4 as PDF: landscape, the column head on each page, the total row and signatures last."""

from __future__ import annotations

import hashlib
from typing import Final

from markupsafe import Markup

from services.documents.render.engine import PdfEngine, data_url, style_text, template_environment
from services.documents.render.fitting import MM_PER_PT
from services.documents.render.fonts import font_stack, require_glyphs
from services.documents.render.layout import ListColumn, PrintProgramme
from services.documents.render.list_words import list_words
from services.documents.render.qr import qr_png
from services.documents.render.text import clean, markup
from services.documents.render.views import ListRowView, ListView, Rendered, cleaned_list

_SIZE_PT: Final = 9.0
_SMALL: Final = "s80"
_PADDING_MM: Final = 1.5
_LINES: Final = 2
"""Cells that take more lines than these at 9 pt are set at 8 pt, then wrap."""


class ListPdfRenderer:
    """Renders lists of one programme; keep one per process."""

    def __init__(self, programme: PrintProgramme, engine: PdfEngine) -> None:
        """Load template, style sheet and font tables."""
        self._layout = programme.list
        self._engine = engine
        self._template = template_environment(programme.folder).get_template("list.html.j2")
        self._style = engine.style_sheet(style_text(programme.folder, "list", self._layout.fonts))
        self._stack = font_stack(self._layout.fonts.song)
        self._labels = {c.name: c.head.replace("|", "") for c in self._layout.columns}

    def render(self, view: ListView) -> Rendered:
        """Make the PDF.

        Raises:
            MissingGlyphError: naming row and column of a character no font can draw.
        """
        view = cleaned_list(view, clean)
        require_glyphs(self._stack, view.texts(self._labels))
        html = self._html(view)
        identifier = hashlib.sha256(html.encode()).digest()[:16]
        content, pages = self._engine.pdf(html, self._style, identifier=identifier)
        return Rendered(content, "application/pdf", hashlib.sha256(content).hexdigest(), pages)

    def _html(self, view: ListView) -> str:
        layout = self._layout
        words = list_words(layout, view)
        return self._template.render(
            language=layout.language,
            document_title=f"{words.title} 第{view.version_no}版",
            created=view.frozen_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            footer=words.footer,
            qr=data_url("image/png", qr_png(view.verify_code)),
            annex=layout.annex,
            title=markup(words.title),
            head=[markup(line) for line in words.head],
            columns=layout.columns,
            heads=[markup(column.head.replace("|", "\n")) for column in layout.columns],
            rows=[self._row(row) for row in view.rows],
            total_label=layout.total_label,
            total=words.total,
            foot=[markup(line) for line in words.foot],
        )

    def _row(self, row: ListRowView) -> list[tuple[ListColumn, Markup, str]]:
        return [
            (column, markup(text), self._size(text, column.width_mm))
            for column in self._layout.columns
            for text in (row.cells.get(column.name, ""),)
        ]

    def _size(self, text: str, width_mm: float) -> str:
        """No class for 9 pt, the small class for what would take a third line."""
        if "\n" not in text and len(text) * _SIZE_PT * MM_PER_PT <= width_mm - _PADDING_MM:
            return ""
        em = sum(self._stack.advance(char) for char in text)
        room = (width_mm - _PADDING_MM) / (_SIZE_PT * MM_PER_PT) * _LINES
        return _SMALL if em > room else ""
