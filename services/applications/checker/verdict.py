"""What a check ends in: a clean file, or a reason."""

from __future__ import annotations

from dataclasses import dataclass, field

from PIL import Image

from services.applications.domain.scans import reason_text


@dataclass(frozen=True, slots=True)
class CleanFile:
    """What will be stored."""

    content: bytes
    content_type: str
    pages: int
    picture: Image.Image | None = field(default=None, compare=False, repr=False)
    """The only page of what is a picture; it need not be decoded again to be drawn smaller."""


class RejectedError(Exception):
    """The file cannot be accepted; the sentence is for the applicant."""

    def __init__(self, code: str, **words: object) -> None:
        """Build the sentence from the reason's template."""
        self.code = code
        self.sentence = reason_text(code, **words)
        super().__init__(code)
