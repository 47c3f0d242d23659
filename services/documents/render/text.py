"""Text as it may stand on paper: cleaned, escaped, and with its name dots kept in place.

`·` joins the parts of many names. It is set in the Sans face, where it is one em wide as people
expect, and never begins a line: it is kept together with the character before it (`domain` §2.6).
"""

from __future__ import annotations

import unicodedata
from typing import Final

from markupsafe import Markup, escape

NAME_DOT: Final = "·"
_DROPPED: Final = frozenset("\u200b\u200e\u200f\u2060\ufeff\u061c\u00ad") | frozenset(
    chr(point) for point in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
)
"""Invisible characters that can only deceive: bidirectional controls, zero-width spaces."""


def clean(text: str) -> str:
    """Drop controls and bidirectional overrides, make line ends and odd spaces plain."""
    plain = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    return "".join(_plain(char) for char in plain if char not in _DROPPED).strip(" \n")


def _plain(char: str) -> str:
    if char in "\n\u3000":
        return char
    if char in "\t\v\f\u2028\u2029\u0085":
        return " "
    category = unicodedata.category(char)
    if category == "Zs":
        return " "
    return "" if category == "Cc" else char


def markup(text: str) -> Markup:
    """Escape text for HTML, keep each dot with the character before it, line ends as `<br>`."""
    parts: list[Markup] = []
    start = 0
    for position, char in enumerate(text):
        if char == "\n":
            parts += [escape(text[start:position]), Markup("<br>")]
            start = position + 1
        elif char == NAME_DOT:
            kept = max(start, position - 1)
            parts += [escape(text[start:kept]), _kept_dot(text[kept:position])]
            start = position + 1
    parts.append(escape(text[start:]))
    return Markup("").join(parts)


def _kept_dot(before: str) -> Markup:
    return Markup('<span class="w">{}<span class="d">·</span></span>').format(before)
