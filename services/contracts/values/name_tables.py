"""Characters that occur in names typed on real keyboards (domain handbook §6.2), as data."""

from __future__ import annotations

DOT = "\u00b7"
"""The interpunct that 民委发〔2016〕33号 prescribes, GB18030 A1A4."""

DOT_VARIANTS = frozenset(
    "\u30fb\uff65\u2022\u2219\u22c5\u2027\u0387\u2e31\u2e33\ua78f\u16eb\u25cf\u26ab\u318d"
)
"""Stand-ins for the dot that can mean nothing else in a name: replaced and reported."""

ASK_MARKS = frozenset(".\uff0e\u3002\uff61-\uff0d\u2013\u2014_\u4e36")
"""May be a dot, may be a slip: kept as typed, the applicant is asked."""

WRONG_MARKS = frozenset("\u00b0\u02d9\u00a8")
"""Never right in a name: refused with a hint."""

INVISIBLE = frozenset("\u200b\u200c\u200d\u2060\ufeff")
"""Zero-width characters that come with copied text: removed and reported."""

PUA_MAP = {
    "\ue863": "\u4dae",
    "\ue81e": "\u9fb4",
    "\ue826": "\u9fb5",
    "\ue82b": "\u9fb6",
    "\ue82c": "\u9fb7",
    "\ue832": "\u9fb8",
    "\ue843": "\u9fb9",
    "\ue854": "\u9fba",
    "\ue864": "\u9fbb",
    "\ue816": "\U00020087",
    "\ue817": "\U00020089",
    "\ue818": "\U000200cc",
    "\ue831": "\U000215d7",
    "\ue83b": "\U0002298f",
    "\ue855": "\U000241fe",
}
"""Private-use code points of older GB 18030 systems and the characters they stand for."""


_PRIVATE_RANGES = ((0xE000, 0xF8FF), (0xF0000, 0xFFFFD), (0x100000, 0x10FFFD))


def is_private(character: str) -> bool:
    """Say whether the character is a private-use code point of any plane."""
    return any(first <= ord(character) <= last for first, last in _PRIVATE_RANGES)
