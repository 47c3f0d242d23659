"""Uploads as checkers find them, for unit tests."""

from __future__ import annotations

import io
from random import Random
from uuid import uuid4

from PIL import Image

from services.applications.storage.checks import UncheckedScan

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}" + b"$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
"""The harmless text that every scanner reports; in two pieces, lest one finds it here."""


def image(width: int = 600, height: int = 800) -> bytes:
    """A JPEG of noise, so that it does not shrink to nothing."""
    picture = Image.frombytes("L", (width, height), Random(1).randbytes(width * height))
    buffer = io.BytesIO()
    picture.save(buffer, format="JPEG")
    return buffer.getvalue()


def unchecked(content: bytes, slot: str = "A02", kind: str = "jpeg") -> UncheckedScan:
    """The announcement of an upload that was announced as it is."""
    return UncheckedScan(
        scan_id=uuid4(),
        application_id=uuid4(),
        slot=slot,
        state="CHECKING",
        filename={"jpeg": "扫描.jpg", "pdf": "扫描.pdf"}[kind],
        sent_type={"jpeg": "image/jpeg", "pdf": "application/pdf"}[kind],
        sent_size=len(content),
        sent_sha256=None,
        part_bytes=1024 * 1024,
        year=2019,
    )
