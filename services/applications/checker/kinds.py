"""What a file really is, by its first bytes."""

from __future__ import annotations

from typing import Final

MAGIC: Final[tuple[tuple[bytes, str], ...]] = (
    (b"\xff\xd8\xff", "jpg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"%PDF-", "pdf"),
)


def kind_of(content: bytes) -> str | None:
    """`jpg`, `png` or `pdf`; None for anything else."""
    return next((kind for magic, kind in MAGIC if content.startswith(magic)), None)
