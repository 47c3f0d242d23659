"""The frame of Annex 3, measured on the page in millimetres (`domain` §2.6)."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from PIL import Image

from services.contracts.vocabulary import DocumentKind
from services.documents.render.renderers import ProgrammeRenderers
from services.documents.render.views import FormView
from tests.factories.documents import a_form

DPI = 254
PX_PER_MM = DPI / 25.4
LEFT_MM = 25.0
TOLERANCE_MM = 0.25
FRAME_TOP_MM = {1: 32.0, 2: 17.0, 3: 17.0}
"""Just above the frame: title and number stand over the first page's."""


def page_picture(
    printers: ProgrammeRenderers, tmp_path: Path, view: FormView, page: int
) -> Image.Image:
    pdf = printers.form.render(view, DocumentKind.OFFICIAL_FORM).content
    (tmp_path / "form.pdf").write_bytes(pdf)
    subprocess.run(
        ["pdftoppm", "-r", str(DPI), "-gray", "-f", str(page), "-l", str(page), "-singlefile",
         str(tmp_path / "form.pdf"), str(tmp_path / "page")],
        check=True,
    )  # fmt: skip
    return Image.open(tmp_path / "page.pgm")


def lines_mm(picture: Image.Image, at_mm: float, *, vertical: bool) -> list[float]:
    """Where dark lines cross a cut through the page, in millimetres."""
    if vertical:
        strip = picture.crop(
            (0, round(at_mm * PX_PER_MM), picture.width, round(at_mm * PX_PER_MM) + 1)
        )
    else:
        strip = picture.crop(
            (round(at_mm * PX_PER_MM), 0, round(at_mm * PX_PER_MM) + 1, picture.height)
        )
    dark = [value < 128 for value in strip.tobytes()]
    edges = [n for n in range(1, len(dark)) if dark[n] and not dark[n - 1]]
    return [round(edge / PX_PER_MM, 2) for edge in edges]


def steps(positions: list[float]) -> list[float]:
    return [round(after - before, 2) for before, after in pairwise(positions)]


@pytest.mark.parametrize(
    ("page", "heights"),
    [
        (1, [10.0, *[10.4] * 10, 12.0, 44.6, 44.6]),
        (2, [88.0, 56.0, 62.0, 44.0]),
        (3, [74.0, 44.0, 50.0, 50.0, 22.0]),
    ],
)
def test_rows_have_their_millimetres(
    printers: ProgrammeRenderers, tmp_path: Path, page: int, heights: list[float]
) -> None:
    picture = page_picture(printers, tmp_path, a_form(), page)
    found = steps(
        [
            y
            for y in lines_mm(picture, LEFT_MM + 0.8, vertical=False)
            if FRAME_TOP_MM[page] < y < 281
        ]
    )
    assert found == pytest.approx(heights, abs=TOLERANCE_MM)


def test_columns_have_their_millimetres(printers: ProgrammeRenderers, tmp_path: Path) -> None:
    blank = a_form(values=dict.fromkeys(a_form().values, ""))
    picture = page_picture(printers, tmp_path, blank, 1)
    top = next(y for y in lines_mm(picture, LEFT_MM + 0.8, vertical=False) if y > FRAME_TOP_MM[1])
    first_row = lines_mm(picture, top + 1.0, vertical=True)
    assert first_row[0] == pytest.approx(LEFT_MM, abs=TOLERANCE_MM)
    assert first_row[-1] == pytest.approx(LEFT_MM + 170, abs=TOLERANCE_MM)
    edges = [LEFT_MM + sum([22, 33, 18, 20, 18, 23, 36][:n]) for n in range(8)]
    for edge in edges:
        assert min(abs(edge - x) for x in first_row) <= TOLERANCE_MM


def test_the_seal_square_stays_free_of_opinion_text(
    printers: ProgrammeRenderers, tmp_path: Path
) -> None:
    long = a_form().opinions[0]
    view = a_form(
        opinions=tuple(replace(long, node=n, text="意见。" * 250) for n in ("UNIT", "FINAL"))
    )
    picture = page_picture(printers, tmp_path, view, 3)
    bottoms = [18 + 74, 18 + 74 + 44 + 50]
    for bottom in bottoms:
        # Right of the seal's left edge, above the signature lines.
        box = (195 - 45, bottom - 44, 194.3, bottom - 15)
        part = picture.crop(tuple(round(mm * PX_PER_MM) for mm in box))  # type: ignore[arg-type]  # -- four of them
        assert min(part.tobytes()) > 200
