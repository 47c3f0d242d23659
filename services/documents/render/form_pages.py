"""Laying the values of a form into its frame: sizes, shortened histories, continuation sheets.

The outcome is a plain structure that the template only has to write down. Sizes are decided here,
before layout, from font widths; the layout engine then merely follows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from markupsafe import Markup

from services.documents.render.cells import (
    LINE_MM,
    PAD_X_MM,
    PAD_Y_MM,
    CellOut,
    RowOut,
    inner_box,
    label_cell,
    needed_mm,
    size_class,
)
from services.documents.render.fitting import Advance, Box, fit, fit_or_split
from services.documents.render.form_history import PlacedHistory, place_history
from services.documents.render.layout import Cell, FormKind, FormLayout, Page, Row
from services.documents.render.text import markup
from services.documents.render.views import FormView, OpinionView

FRAME_HEIGHT_MM: Final = 262.0
HEADING_MM: Final = 16.0
SEAL_MM: Final = 45.0
"""Side of the square at the date line kept free of opinion text (`domain` §2.3)."""
SIGNATURE_LINE_MM: Final = 7.04
"""One signature line: 10.5 pt at a spacing of 1.9."""


@dataclass(frozen=True, slots=True)
class PageOut:
    """One page of the frame."""

    columns_mm: tuple[float, ...]
    heading: bool
    rows: tuple[RowOut, ...]


@dataclass(slots=True)
class Continuation:
    """What goes to the continuation sheets, in the order of the form."""

    histories: list[tuple[Markup, tuple[float, ...], tuple[RowOut, ...]]] = field(
        default_factory=list
    )
    texts: list[tuple[Markup, Markup]] = field(default_factory=list)

    def __bool__(self) -> bool:
        """Whether there is anything to continue."""
        return bool(self.histories or self.texts)


class FormPages:
    """The pages of one form, composed at construction."""

    def __init__(
        self, layout: FormLayout, kind: FormKind, view: FormView, advance: Advance
    ) -> None:
        """Lay out every page of the frame."""
        self._layout = layout
        self._kind = kind
        self._view = view
        self._advance = advance
        self._opinions = {opinion.node: opinion for opinion in view.opinions}
        self.continuation = Continuation()
        self.pages = tuple(self._page(page) for page in layout.pages)

    def _page(self, page: Page) -> PageOut:
        placed = [
            (row, None if row.history else self._row(row, page.columns_mm)) for row in page.rows
        ]
        spare = FRAME_HEIGHT_MM - sum(_height(row) for row in page.rows)
        spare -= HEADING_MM if page.heading else 0.0
        excess = sum(out[1] for _, out in placed if out is not None) - spare
        rows: list[RowOut] = []
        for row, out in placed:
            if out is not None:
                rows.append(out[0])
                continue
            given_up = min(max(excess, 0.0), row.height_mm * (row.count - 1))
            excess -= given_up
            rows += self._history(row, page.columns_mm, given_up)
        return PageOut(page.columns_mm, page.heading, tuple(rows))

    def _row(self, row: Row, columns: Sequence[float]) -> tuple[RowOut, float]:
        """The row, and by how much its content makes it higher than the frame says."""
        cells, growth, start = [], 0.0, 0
        taken = len(columns) - sum(cell.span for cell in row.cells)
        for cell in row.cells:
            width = sum(columns[start : start + cell.span])
            out, grown = self._cell(cell, width, row.height_mm)
            cells.append(out)
            growth = max(growth, grown)
            start += cell.span
        if taken < 0:
            raise ValueError(f"form template: a row has {-taken} columns too many")
        return RowOut(row.height_mm, tuple(cells)), growth

    def _cell(self, cell: Cell, width_mm: float, height_mm: float) -> tuple[CellOut, float]:
        if cell.label is not None:
            return label_cell(cell.label, cell.small_from, span=cell.span, rows=cell.rows), 0.0
        if cell.photo:
            return CellOut("photo", markup(_lines(self._layout.texts.photo)), rows=cell.rows), 0.0
        if cell.opinion is not None:
            text = self._opinion_text(self._opinions.get(cell.opinion))
            return self._area(cell, cell.opinion, text, width_mm, height_mm), 0.0
        if cell.choice is not None:
            return self._choice(cell, cell.choice, width_mm, height_mm)
        text = self._view.values.get(cell.field or "", "")
        if cell.area:
            return self._area(cell, cell.field or "", text, width_mm, height_mm), 0.0
        return self._fitted(cell, text, width_mm, height_mm)

    def _fitted(
        self, cell: Cell, text: str, width_mm: float, height_mm: float
    ) -> tuple[CellOut, float]:
        box = inner_box(width_mm, height_mm)
        fitted = fit(text, box, self._advance)
        out = CellOut(
            "value", markup(text), size_class(fitted), cell.span, cell.rows, align=cell.align
        )
        return out, needed_mm(text, box, fitted, self._advance) - box.height_mm

    def _area(self, cell: Cell, name: str, text: str, width_mm: float, height_mm: float) -> CellOut:
        signatures = tuple(self._signature(line) for line in cell.signatures)
        room = height_mm - 2 * PAD_Y_MM - LINE_MM - SIGNATURE_LINE_MM * len(signatures)
        seal = min(SEAL_MM - SIGNATURE_LINE_MM * len(signatures), room) if cell.opinion else 0.0
        box = Box(
            width_mm - 2 * PAD_X_MM - LINE_MM,
            room,
            seal_mm=SEAL_MM if seal else 0.0,
            seal_height_mm=seal,
        )
        fitted = fit_or_split(text, box, self._advance)
        shown = fitted.shown
        if fitted.rest:
            self.continuation.texts.append((self._continued_label(name), markup(fitted.rest)))
            shown += self._layout.texts.continued_text
        return CellOut(
            "area",
            markup(shown),
            size_class(fitted),
            cell.span,
            signatures=signatures,
            text_mm=round(room, 3),
            spacer_mm=round(room - seal, 3) if seal else 0.0,
            seal_mm=round(seal, 3),
        )

    def _signature(self, line: str) -> Markup:
        if line != "SEAL":
            return markup(line)
        texts = self._layout.texts
        return Markup('<span class="seal">{}</span>{}').format(texts.seal, texts.date)

    def _opinion_text(self, opinion: OpinionView | None) -> str:
        """The text and who signed it when; nothing on the applicant's copy."""
        if opinion is None or not self._kind.opinions:
            return ""
        texts = self._layout.texts
        pattern = texts.opinion_signed if opinion.leader_name else texts.opinion_signed_alone
        signed = pattern.format(
            decision=opinion.decision,
            author_name=opinion.author_name,
            author_post=opinion.author_post,
            leader_name=opinion.leader_name,
            signed_on=opinion.signed_on,
        )
        return f"{opinion.text}\n{signed}"

    def _choice(
        self, cell: Cell, name: str, width_mm: float, height_mm: float
    ) -> tuple[CellOut, float]:
        """All choices with their boxes, the chosen one ticked; a choice is never broken."""
        texts = self._layout.texts
        chosen = self._view.choices.get(name)
        words = [
            (texts.ticked if value == chosen else texts.unticked) + text
            for value, text in self._layout.choices[name]
        ]
        out, growth = self._fitted(cell, "　".join(words), width_mm, height_mm)
        whole = Markup("　").join(Markup('<span class="w">{}</span>').format(one) for one in words)
        return replace(out, html=whole), growth

    def _continued_label(self, name: str) -> Markup:
        return markup(self._layout.labels.get(name, name))

    def _history(self, row: Row, columns: tuple[float, ...], given_up: float) -> list[RowOut]:
        name = row.history or ""
        placed: PlacedHistory = place_history(
            row,
            columns,
            self._view.histories.get(name, ()),
            note=self._view.values.get(row.note.field, "") if row.note else "",
            given_up_mm=given_up,
            advance=self._advance,
        )
        label = row.label
        if placed.rest or placed.note_rest:
            label += f"|{self._layout.texts.continued}"
        if placed.rest:
            self.continuation.histories.append(
                (self._continued_label(name), columns[1:], (placed.head, *placed.rest))
            )
        if placed.note_rest and row.note:
            self.continuation.texts.append(
                (self._continued_label(row.note.field), markup(placed.note_rest))
            )
        rows = [placed.head, *placed.shown]
        side = label_cell(label, row.small_from, rows=len(rows))
        return [RowOut(rows[0].height_mm, (side, *rows[0].cells)), *rows[1:]]


def _height(row: Row) -> float:
    return row.height_mm * row.count + row.head_mm if row.history else row.height_mm


def _lines(text: str) -> str:
    return text.replace("|", "\n")
