"""The photo in the form: checked to be a small picture before the engine sees it."""

from __future__ import annotations

import io
import warnings
from typing import Final

from PIL import Image, UnidentifiedImageError

from services.documents.render.engine import data_url

_TYPES: Final = {"JPEG": "image/jpeg", "PNG": "image/png"}
_MAX_SIDE_PX: Final = 2000


class PhotoUnreadableError(ValueError):
    """The bytes are not a JPEG or PNG of sane size."""


def photo_url(photo: bytes) -> str:
    """The photo as an address inside the document.

    Raises:
        PhotoUnreadableError: when it is not a picture that may be embedded.
    """
    try:
        with (
            warnings.catch_warnings(),
            Image.open(io.BytesIO(photo), formats=list(_TYPES)) as image,
        ):
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            if max(image.size) > _MAX_SIDE_PX:
                raise PhotoUnreadableError(f"photo of {image.size} pixels")
            image.load()
            kind = str(image.format)
    except (UnidentifiedImageError, OSError, Image.DecompressionBombWarning) as error:
        raise PhotoUnreadableError("photo cannot be read") from error
    return data_url(_TYPES[kind], photo)
