"""The watermark of §2.5 on what is stored of an identity card, as a reader of the file sees it."""

from __future__ import annotations

import io
import subprocess
from pathlib import Path

import pikepdf
import pytest
from PIL import Image, ImageChops, ImageStat

from services.applications.checker.inspection import inspect
from services.applications.checker.verdict import CleanFile, RejectedError
from services.applications.checker.watermark import stamp_image
from tests.unit.applications.programme import programme_2019
from tests.unit.applications.scans import unchecked

A4 = (595, 842)
WORDS = "仅供2019年特培申报使用"
PRINTED = b"BT /F1 40 Tf 60 700 Td (SPECIMEN) Tj ET 0 0 0 rg 100 300 200 100 re f\n"


def document(*sizes: tuple[int, int], box: list[int] | None = None, turned: int = 0) -> bytes:
    pdf = pikepdf.new()
    for size in sizes or (A4,):
        page = pdf.add_blank_page(page_size=size)
        page.contents_add(PRINTED)
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        page.add_resource(font, pikepdf.Name.Font, pikepdf.Name("/F1"))
        page.obj.Rotate = turned
        if box is not None:
            page.obj.MediaBox = pikepdf.Array(box)
    buffer = io.BytesIO()
    pdf.save(buffer)
    return buffer.getvalue()


def stored(content: bytes, slot: str = "A01") -> CleanFile:
    programme = programme_2019()
    return inspect(
        content,
        unchecked(content, slot, "pdf"),
        programme.form.materials[slot],
        programme.scans,
        programme.photo,
        clamd=None,
    )


def rendered(content: bytes, folder: Path) -> list[Image.Image]:
    """The pages as poppler draws them, in grey, a pixel for each of the watermark's."""
    source = folder / "stored.pdf"
    source.write_bytes(content)
    subprocess.run(["pdftoppm", "-r", "96", "-gray", source, folder / "page"], check=True)
    return [Image.open(path).convert("L") for path in sorted(folder.glob("page*.pgm"))]


def marked(page: Image.Image) -> float:
    """The share of pixels in the light grey of the watermark."""
    return sum(page.histogram()[195:240]) / (page.width * page.height)


def tiles(page: Image.Image) -> list[Image.Image]:
    """The page in nine parts."""
    width, height = page.width // 3, page.height // 3
    corners = [(x * width, y * height) for x in range(3) for y in range(3)]
    return [page.crop((x, y, x + width, y + height)) for x, y in corners]


@pytest.mark.parametrize("turned", [0, 90])
def test_every_page_of_an_id_card_as_pdf_bears_the_mark_all_over(
    tmp_path: Path, turned: int
) -> None:
    clean = stored(document(A4, (842, 595), A4, turned=turned))
    pages = rendered(clean.content, tmp_path)
    assert len(pages) == clean.pages == 3
    for page in pages:
        assert all(marked(tile) > 0.01 for tile in tiles(page))


def test_what_is_printed_can_still_be_read_below_the_mark(tmp_path: Path) -> None:
    clean = stored(document())
    source = tmp_path / "stored.pdf"
    source.write_bytes(clean.content)
    told = subprocess.run(["pdftotext", source, "-"], capture_output=True, check=True, text=True)
    assert "SPECIMEN" in told.stdout
    (page,) = rendered(clean.content, tmp_path)
    black = page.crop((140, 600, 390, 715))  # the filled rectangle
    assert ImageStat.Stat(black).extrema[0][1] < 20
    assert page.histogram()[255] > page.width * page.height // 2  # the paper stayed white


def test_the_mark_says_what_the_programme_says(tmp_path: Path) -> None:
    assert programme_2019().scans.watermark == WORDS
    (page,) = rendered(stored(document()).content, tmp_path)
    blank = Image.new("RGB", page.size, "white")
    empty = (0, 750, page.width, page.height)  # nothing is printed there
    likeness = {
        words: ImageStat.Stat(
            ImageChops.difference(
                page.crop(empty), stamp_image(blank, words).convert("L").crop(empty)
            )
        ).mean[0]
        for words in (WORDS, WORDS.replace("2019", "2018"), "样")
    }
    assert min(likeness, key=lambda words: likeness[words]) == WORDS


def test_a_box_with_its_corners_the_other_way_round_is_marked_too(tmp_path: Path) -> None:
    (page,) = rendered(stored(document(box=[595, 842, 0, 0])).content, tmp_path)
    assert all(marked(tile) > 0.01 for tile in tiles(page))


def test_a_page_of_five_metres_is_marked_in_little_memory(tmp_path: Path) -> None:
    clean = stored(document((14_000, 14_000)))
    assert len(clean.content) < 2_000_000
    with pikepdf.open(io.BytesIO(clean.content)) as pdf:
        mark = pdf.pages[0].Resources.XObject["/TepeiMark"]
        assert (int(mark.Width), int(mark.Height)) == (1800, 1800)


def test_a_page_without_a_size_is_refused_with_its_reason() -> None:
    with pytest.raises(RejectedError) as refused:
        stored(document(box=[0, 0, 0, 0]))
    assert refused.value.code == "pdf_broken"


def test_other_papers_are_not_marked(tmp_path: Path) -> None:
    (page,) = rendered(stored(document(), "A02").content, tmp_path)
    assert marked(page) < 0.005
