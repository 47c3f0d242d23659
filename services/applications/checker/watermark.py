"""The watermark over copies of identity papers: what they may be used for."""

from __future__ import annotations

import io
from functools import lru_cache
from typing import Final

import pikepdf
from PIL import Image, ImageChops, ImageDraw, ImageFont

from services.applications.checker.verdict import RejectedError

FONT_FILE: Final = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"
_GREY: Final = 205
_ANGLE: Final = 28
_POINTS_PER_PIXEL: Final = 0.75
_MOST_PIXELS: Final = 1800
"""Along the longer side: a page may be five metres long and still be drawn in little memory."""
_IMAGE, _BLEND = "/TepeiMark", "/TepeiBlend"
"""Different names: pikepdf takes a name away from one kind of resource to give it to another."""


def stamp_image(picture: Image.Image, text: str) -> Image.Image:
    """The picture with the text slantwise all over it; multiplied, so that print shows through."""
    return ImageChops.multiply(picture, _pattern(picture.size, text).convert("RGB"))


def stamp_pdf(document: pikepdf.Pdf, text: str) -> None:
    """The text over every page, as an image blended by multiplication.

    Raises:
        RejectedError: a page has no proper size.
    """
    for page in document.pages:
        left, bottom, width, height = _place(page)
        scale = min(1 / _POINTS_PER_PIXEL, _MOST_PIXELS / max(width, height))
        pixels = (max(1, round(width * scale)), max(1, round(height * scale)))
        image = _image_object(document, pixels, text)
        state = pikepdf.Dictionary(Type=pikepdf.Name.ExtGState, BM=pikepdf.Name.Multiply)
        page.add_resource(image, pikepdf.Name.XObject, pikepdf.Name(_IMAGE))
        page.add_resource(state, pikepdf.Name.ExtGState, pikepdf.Name(_BLEND))
        page.contents_add(b"q\n", prepend=True)
        page.contents_add(
            f"\nQ q {_BLEND} gs {width:.2f} 0 0 {height:.2f} {left:.2f} {bottom:.2f} cm "
            f"{_IMAGE} Do Q\n".encode()
        )


def _place(page: pikepdf.Page) -> tuple[float, float, float, float]:
    """Left, bottom, width and height in points; a box may name any two opposite corners."""
    try:
        one, two, three, four = (float(edge) for edge in page.mediabox)
    except (TypeError, ValueError) as error:
        raise RejectedError("pdf_broken") from error
    width, height = abs(three - one), abs(four - two)
    if not width or not height:
        raise RejectedError("pdf_broken")
    return min(one, three), min(two, four), width, height


def _image_object(document: pikepdf.Pdf, pixels: tuple[int, int], text: str) -> pikepdf.Stream:
    buffer = io.BytesIO()
    _pattern(pixels, text).save(buffer, format="JPEG", quality=70)
    image = pikepdf.Stream(document, buffer.getvalue())
    image.Type, image.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
    image.Width, image.Height = pixels
    image.ColorSpace, image.BitsPerComponent = pikepdf.Name.DeviceGray, 8
    image.Filter = pikepdf.Name.DCTDecode
    return image


@lru_cache(maxsize=8)
def _pattern(size: tuple[int, int], text: str) -> Image.Image:
    """Light grey lines of text on white, turned, as large as the page."""
    side = round((size[0] ** 2 + size[1] ** 2) ** 0.5) + 2
    font = ImageFont.truetype(FONT_FILE, max(14, side // 36))
    ground = Image.new("L", (side, side), 255)
    draw = ImageDraw.Draw(ground)
    line = f"{text}　　" * 6
    step = max(60, side // 8)
    for row, top in enumerate(range(0, side, step)):
        draw.text((-(row % 2) * step, top), line, font=font, fill=_GREY)
    turned = ground.rotate(_ANGLE, fillcolor=255)
    left, top = (side - size[0]) // 2, (side - size[1]) // 2
    return turned.crop((left, top, left + size[0], top + size[1]))
