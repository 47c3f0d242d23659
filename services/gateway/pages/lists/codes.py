"""The code on a paper, however it was read: typed, by a hand scanner, or inside an address."""

from __future__ import annotations

import re
import unicodedata

_CODE = re.compile(r"(?<![0-9A-Z])([0-9A-Z]{4})[-\s]?([0-9A-Z]{4})[-\s]?([0-9A-Z]{4})(?![0-9A-Z])")
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})
LONGEST = 20


def code_of(read: str) -> str:
    """The code as it is printed; what holds none comes back as it was, for the error to name.

    The last group of twelve counts: an address may hold other words before it. A scanner in the
    middle of Chinese input writes wide characters, which are forgiven like O for 0.
    """
    plain = unicodedata.normalize("NFKC", read).strip().upper()
    found = _CODE.findall(plain)
    if not found:
        return plain[:LONGEST]
    return "-".join(group.translate(_MISREAD) for group in found[-1])
