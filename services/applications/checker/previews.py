"""Pictures of the pages of an accepted scan, so that a desk need not open the file itself.

They are a convenience: a page that cannot be drawn has no picture, and its scan counts all the
same.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from PIL import Image

from services.applications.checker.drawing import drawn_pages
from services.applications.checker.verdict import CleanFile
from services.applications.domain.scans import ScanRules

SMALL: Final = 0
"""The number under which the small picture of the first page lies."""


@dataclass(frozen=True, slots=True)
class Preview:
    """The picture of one page; number 0 is the small one of the first page."""

    number: int
    width: int
    height: int
    content: bytes


def previews_of(clean: CleanFile, rules: ScanRules) -> tuple[Preview, ...]:
    """What could be drawn, the small picture first."""
    return tuple(_drawn(clean, rules))


def _drawn(clean: CleanFile, rules: ScanRules) -> Iterator[Preview]:
    for number, page in _pages(clean, rules.preview_side):
        if number == 1:
            yield _preview(SMALL, _smaller(page, rules.thumbnail_side), rules)
        yield _preview(number, page, rules)


def _pages(clean: CleanFile, side: int) -> Iterator[tuple[int, Image.Image]]:
    if clean.picture is None:
        yield from drawn_pages(clean.content, side)
    else:
        yield 1, _smaller(clean.picture, side)


def _smaller(picture: Image.Image, side: int) -> Image.Image:
    smaller = picture.copy()
    smaller.thumbnail((side, side))
    return smaller


def _preview(number: int, picture: Image.Image, rules: ScanRules) -> Preview:
    buffer = io.BytesIO()
    picture.save(buffer, format="JPEG", quality=rules.preview_quality)
    return Preview(number, picture.width, picture.height, buffer.getvalue())
