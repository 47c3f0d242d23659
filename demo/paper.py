"""Reading what is printed, as a clerk does with the paper in hand."""

from __future__ import annotations

import re
import subprocess

_CODE = re.compile(r"核验码\s*[：:]?\s*([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})")


def code_on(pdf: bytes) -> str:
    """The verification code printed on a form or list.

    Raises:
        LookupError: the paper bears no code.
    """
    text = subprocess.run(
        ["pdftotext", "-layout", "-", "-"],  # noqa: S607 -- poppler of the distribution
        input=pdf,
        capture_output=True,
        check=True,
    ).stdout.decode()
    found = _CODE.search(text)
    if found is None:
        raise LookupError("no verification code on the paper")
    return found[1]
