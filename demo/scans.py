"""Invented scans: small pictures and PDFs that say what they are."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cache

from PIL import Image, ImageDraw

PHOTO_SIZE = (480, 640)
SCAN_SIZE = (1240, 900)


@dataclass(frozen=True, slots=True)
class Scan:
    """A file as the applicant would choose it."""

    filename: str
    content_type: str
    content: bytes


@cache
def photo(tone: int) -> Scan:
    """A portrait-shaped picture of nobody: a disc over a shoulder line on white."""
    picture = Image.new("RGB", PHOTO_SIZE, "white")
    draw = ImageDraw.Draw(picture)
    skin, cloth = (200 - tone, 170 - tone, 140 - tone), (60 + tone, 80 + tone, 110 + tone)
    draw.ellipse((140, 120, 340, 370), fill=skin)
    draw.rounded_rectangle((60, 400, 420, 640), radius=90, fill=cloth)
    return Scan("照片.jpg", "image/jpeg", _jpeg(picture))


@cache
def certificate(material: str, tone: int) -> Scan:
    """A page with a frame and lines, as JPEG."""
    picture = Image.new("RGB", SCAN_SIZE, (250, 248, 240))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((40, 40, SCAN_SIZE[0] - 40, SCAN_SIZE[1] - 40), outline=(90, 60, 40), width=6)
    draw.text((90, 90), f"SAMPLE {material} - invented, no person", fill=(40, 40, 40))
    for line in range(12):
        draw.line((90, 180 + line * 52, 1150 - tone * 3, 180 + line * 52), fill=(150, 150, 150))
    return Scan(f"{material}.jpg", "image/jpeg", _jpeg(picture))


@cache
def paper(material: str) -> Scan:
    """A one-page PDF."""
    buffer = io.BytesIO()
    picture = Image.new("RGB", (595, 842), "white")
    ImageDraw.Draw(picture).text((60, 60), f"SAMPLE {material} - invented", fill="black")
    picture.save(buffer, format="PDF")
    return Scan(f"{material}.pdf", "application/pdf", buffer.getvalue())


def _jpeg(picture: Image.Image) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, format="JPEG", quality=80)
    return buffer.getvalue()
