"""Pictures of pages: drawn in a process of its own, which may die without harm to the scan."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

import pikepdf
import pytest
from PIL import Image, ImageStat

from services.applications.checker import drawing
from services.applications.checker.drawing import drawn_pages
from services.applications.checker.inspection import inspect
from services.applications.checker.previews import Preview, previews_of
from tests.unit.applications.programme import programme_2019
from tests.unit.applications.scans import image, unchecked

BLACK = b"0 0 0 rg 0 0 300 400 re f\n"


def document(*sizes: tuple[int, int], turned: int = 0) -> bytes:
    """A PDF whose pages are black in their lower left."""
    pdf = pikepdf.new()
    for size in sizes:
        page = pdf.add_blank_page(page_size=size)
        page.contents_add(BLACK)
        page.obj.Rotate = turned
    buffer = io.BytesIO()
    pdf.save(buffer)
    return buffer.getvalue()


def previews(content: bytes, slot: str = "A02", kind: str = "jpeg") -> list[Preview]:
    programme = programme_2019()
    scan = unchecked(content, slot, kind)
    material = programme.form.materials[slot]
    clean = inspect(content, scan, material, programme.scans, programme.photo, clamd=None)
    return list(previews_of(clean, programme.scans))


def opened(preview: Preview) -> Image.Image:
    picture = Image.open(io.BytesIO(preview.content))
    assert picture.format == "JPEG"
    assert picture.size == (preview.width, preview.height)
    return picture


def is_black(page: Image.Image, left: int, top: int) -> bool:
    spot = page.convert("L").crop((left, top, left + 9, top + 9))
    return ImageStat.Stat(spot).mean[0] < 10


def test_a_picture_has_a_page_and_a_small_one() -> None:
    found = previews(image(3000, 4000))
    assert [preview.number for preview in found] == [0, 1]
    assert [opened(preview).size for preview in found] == [(120, 160), (930, 1240)]


def test_a_small_picture_is_not_blown_up() -> None:
    assert opened(previews(image(600, 800))[1]).size == (600, 800)


def test_each_page_of_a_pdf_is_drawn_upright_and_as_large_as_asked() -> None:
    found = previews(document((600, 800), (800, 600)), kind="pdf")
    assert [(each.number, opened(each).size) for each in found] == [
        (0, (120, 160)),
        (1, (930, 1240)),
        (2, (1240, 930)),
    ]
    page = opened(found[1])
    assert is_black(page, 100, 1100)
    assert not is_black(page, 800, 100)


def test_a_turned_page_is_drawn_as_readers_see_it() -> None:
    page = opened(previews(document((600, 800), turned=90), kind="pdf")[1])
    assert page.size == (1240, 930)
    assert is_black(page, 100, 100)


def test_a_page_of_five_metres_is_drawn_small() -> None:
    assert opened(previews(document((14000, 20)), kind="pdf")[1]).size == (1240, 2)


@pytest.mark.parametrize("kind", ["jpeg", "pdf"])
def test_the_pictures_of_an_identity_card_bear_the_watermark(kind: str) -> None:
    white = io.BytesIO()
    Image.new("RGB", (600, 800), "white").save(white, format=kind)
    for slot, marked in (("A02", False), ("A01", True)):
        small, page = previews(white.getvalue(), slot, kind)
        for preview in (small, page):
            darkest = ImageStat.Stat(opened(preview).convert("L")).extrema[0][0]
            assert (darkest < 245) is marked


def test_what_is_no_pdf_has_no_pages() -> None:
    assert list(drawn_pages(b"%PDF-1.7 nothing else", 1240)) == []


def hangs(*_: object) -> Image.Image | None:
    while True:
        pass


def crashes(*_: object) -> Image.Image | None:
    os.kill(os.getpid(), signal.SIGKILL)
    return None


def eats(*_: object) -> Image.Image | None:
    return Image.frombytes("L", (1, 1), bytes(4 * 1024**3)[:1])


@pytest.mark.parametrize("deed", [hangs, crashes, eats])
def test_whatever_ends_the_drawing_the_pages_before_are_kept(
    deed: Callable[..., Image.Image | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    draw = drawing._drawn

    def drawn(pdf: object, number: int, side: int) -> Image.Image | None:
        return draw(pdf, number, side) if number < 3 else deed()

    monkeypatch.setattr(drawing, "_drawn", drawn)
    monkeypatch.setattr(drawing, "SECONDS", 2.0)
    pages = list(drawn_pages(document(*[(600, 800)] * 4), 200))
    assert [number for number, _ in pages] == [1, 2]
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


HANGING = """
import os, sys
from services.applications.checker import drawing
def hangs(*_):
    print(os.getpid(), flush=True)
    while True:
        pass
drawing._drawn = hangs
list(drawing.drawn_pages(sys.stdin.buffer.read(), 200))
"""


def test_the_drawing_ends_with_its_checker() -> None:
    checker = subprocess.Popen(
        [sys.executable, "-c", HANGING], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert checker.stdin is not None
    assert checker.stdout is not None
    checker.stdin.write(document((600, 800)))
    checker.stdin.close()
    drawer = Path(f"/proc/{int(checker.stdout.readline())}")
    checker.kill()
    checker.wait()
    checker.stdout.close()
    deadline = time.monotonic() + 10
    while drawer.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not drawer.exists()


def test_a_page_that_cannot_be_read_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    draw = drawing._drawn

    def drawn(pdf: object, number: int, side: int) -> Image.Image | None:
        return None if number == 1 else draw(pdf, number, side)

    monkeypatch.setattr(drawing, "_drawn", drawn)
    assert [number for number, _ in drawn_pages(document(*[(600, 800)] * 3), 200)] == [2, 3]


def test_thirty_pages_of_noise_come_whole() -> None:
    noise = Image.frombytes("L", (300, 400), Random(1).randbytes(300 * 400))
    buffer = io.BytesIO()
    noise.save(buffer, format="PDF", save_all=True, append_images=[noise] * 29)
    found = previews(buffer.getvalue(), kind="pdf")
    assert [preview.number for preview in found] == list(range(31))


def cleaned(content: bytes) -> bytes:
    programme = programme_2019()
    scan, material = unchecked(content, kind="pdf"), programme.form.materials["A02"]
    return inspect(content, scan, material, programme.scans, programme.photo, clamd=None).content


def test_a_pdf_written_anew_twice_is_the_same_to_the_byte() -> None:
    one, other = document((600, 800)), document((500, 800))
    assert cleaned(one) == cleaned(one)
    # A mark made of the time would be the same for both just now, and another one later.
    marks = [pikepdf.open(io.BytesIO(cleaned(pdf))).trailer.ID[1] for pdf in (one, other)]
    assert bytes(marks[0]) != bytes(marks[1])
