"""Images: looked at before they are decoded, then drawn anew without metadata (§2.5)."""

from __future__ import annotations

import io
import warnings
from typing import Final

from PIL import Image, ImageOps, UnidentifiedImageError

from services.applications.checker.verdict import CleanFile, RejectedError
from services.applications.checker.watermark import stamp_image
from services.applications.domain.scans import PhotoRules, ScanRules, megabytes

JPEG: Final = "image/jpeg"
_WHITE: Final = (255, 255, 255)
_TEN_THOUSAND: Final = 10_000
_QUALITIES: Final = (90, 80, 70, 60, 50)
"""Tried in turn until a photo is light enough."""


def clean_scan(content: bytes, rules: ScanRules, *, watermark: str | None) -> CleanFile:
    """A scan as JPEG, at most `long_side` pixels long, with a watermark if asked for."""
    picture = _decoded(content, rules)
    picture.thumbnail((rules.long_side, rules.long_side))
    if watermark:
        picture = stamp_image(picture, watermark)
    return CleanFile(_jpeg(picture, rules.jpeg_quality), JPEG, 1, picture)


def clean_photo(content: bytes, rules: ScanRules, photo: PhotoRules) -> CleanFile:
    """The photo for the form: the middle cut to its proportions, then scaled."""
    picture = _decoded(content, rules)
    if picture.width < photo.min_width or picture.height < photo.min_height:
        raise RejectedError(
            "photo_too_small",
            width=photo.min_width,
            height=photo.min_height,
            actual=f"{picture.width}×{picture.height}",
        )
    fitted = ImageOps.fit(picture, (photo.width, photo.height))
    for quality in _QUALITIES:
        encoded = _jpeg(fitted, quality)
        if len(encoded) <= photo.max_bytes:
            return CleanFile(encoded, JPEG, 1, fitted)
    raise RejectedError("photo_too_heavy", limit=megabytes(photo.max_bytes))


def _decoded(content: bytes, rules: ScanRules) -> Image.Image:
    """The picture upright, without transparency; refused before decoding if it is too large."""
    try:
        with warnings.catch_warnings(), Image.open(io.BytesIO(content)) as picture:
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            if picture.width * picture.height > rules.max_pixels:
                raise RejectedError(
                    "image_too_many_pixels", limit=rules.max_pixels // _TEN_THOUSAND
                )
            if picture.format == "JPEG":
                # Decodes at a fraction of the size where that still suffices.
                picture.draft("RGB", (rules.long_side, rules.long_side))
            upright = ImageOps.exif_transpose(picture)
            return _flat(upright)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        limit = rules.max_pixels // _TEN_THOUSAND
        raise RejectedError("image_too_many_pixels", limit=limit) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise RejectedError("image_broken") from error


def _flat(picture: Image.Image) -> Image.Image:
    if picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info:
        layered = picture.convert("RGBA")
        ground = Image.new("RGB", layered.size, _WHITE)
        ground.paste(layered, mask=layered.getchannel("A"))
        return ground
    return picture.convert("RGB")


def _jpeg(picture: Image.Image, quality: int) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, format="JPEG", quality=quality, optimize=True, dpi=(300, 300))
    return buffer.getvalue()
