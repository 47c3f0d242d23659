"""Cells and rows of the form as the template writes them down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from services.documents.render.fitting import Advance, Box, Fit
from services.documents.render.text import markup

LINE_MM: Final = 0.35
PAD_X_MM: Final = 1.0
PAD_Y_MM: Final = 0.6

VALUE_LEADING: Final = 1.14
"""Line spacing of values: two lines of 10.5 pt stand in a row of 10 mm (`td.center` in the CSS)."""


@dataclass(frozen=True, slots=True)
class CellOut:
    """One cell as the template writes it."""

    kind: str
    html: Markup = Markup("")  # noqa: RUF009 -- immutable
    size: str = "s105"
    span: int = 1
    rows: int = 1
    align: str = "center"
    signatures: tuple[Markup, ...] = ()
    text_mm: float = 0.0
    spacer_mm: float = 0.0
    seal_mm: float = 0.0


@dataclass(frozen=True, slots=True)
class RowOut:
    """One table row and its height in millimetres."""

    height_mm: float
    cells: tuple[CellOut, ...]

    @property
    def inner_mm(self) -> float:
        """Height inside padding and lines."""
        return round(self.height_mm - 2 * PAD_Y_MM - LINE_MM, 3)

    @property
    def holder(self) -> int:
        """Which cell holds the row open: the first that does not reach into the rows below."""
        return next((n for n, cell in enumerate(self.cells) if cell.rows == 1), 0)


def label_cell(label: str, small_from: int, *, span: int = 1, rows: int = 1) -> CellOut:
    """A label; from the `small_from`-th part on it is set smaller."""
    parts = label.split("|")
    html = Markup("<br>").join(markup(part) for part in parts[:small_from])
    if parts[small_from:]:
        small = Markup("<br>").join(markup(part) for part in parts[small_from:])
        html += Markup('<br><span class="s">{}</span>').format(small)
    return CellOut("label", html, "", span, rows)


def inner_box(width_mm: float, height_mm: float) -> Box:
    """The space for text inside a cell's lines and padding, set tighter than running text."""
    return Box(width_mm - 2 * PAD_X_MM - LINE_MM, height_mm - 2 * PAD_Y_MM - LINE_MM, VALUE_LEADING)


def size_class(fitted: Fit) -> str:
    """The style class of a type size."""
    return f"s{round(fitted.size_pt * 10)}"


def needed_mm(text: str, box: Box, fitted: Fit, advance: Advance) -> float:
    """Height the text takes at its size, at least that of the box."""
    lines = box.count_lines(text, fitted.size_pt, advance)
    return max(box.height_mm, lines * box.line_height_mm(fitted.size_pt))
