"""Invented identities: names with interpunct, rare characters and valid check digits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"

NAMES: tuple[str, ...] = (
    "样例艾山·样例买买提江",
    "古丽样例·样例买买提",
    "样例江",
    "阿卜杜样例合曼·麦麦提样例图尔荪江·阿卜杜样例拉",
    "样例努尔·样例别克",
    "样例阿依古丽·样例吐尔逊",
    "样例巴特尔",
    "样例马小云",
    "样例叶尔兰·样例哈布力",
    "䶮样例·样例提拉",
    "𠮷样例江·样例木拉提",
    "样例热依汗·样例阿卜杜热合曼·样例麦麦提敏",
    "样例帕提古丽·样例玉苏普",
    "样例加娜尔·样例赛力克",
    "样例郭玉兰",
    "阿卜杜样例热合木江·麦麦提样例图尔荪尼亚孜·阿卜杜样例杰力力·样例吐尔洪江伊敏",
)
"""Surface forms real systems trip over: 2 to 40 characters, dots, Extension A and B characters."""

_NUMERALS = "〇一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Identity:
    """One invented person."""

    number: int
    name: str
    id_number: str
    login: str
    mobile: str


def id_number(birth: date, sequence: int, *, female: bool) -> str:
    """An 18-digit number with a right check digit (GB 11643); odd sequence = male."""
    order = (sequence * 2 + (0 if female else 1)) % 1000
    digits = f"650000{birth:%Y%m%d}{order:03d}"
    return digits + _CHECK[sum(int(d) * w for d, w in zip(digits, _WEIGHTS, strict=True)) % 11]


def invent(number: int, birth: date) -> Identity:
    """The person with that number: the same every time."""
    name = NAMES[number % len(NAMES)] + _ordinal(number // len(NAMES))
    return Identity(
        number=number,
        name=name,
        id_number=id_number(birth, 1 + number % 499, female=number % 2 == 0),
        login=f"yangli-{number:04d}",
        mobile=f"1990000{number:04d}",
    )


def _ordinal(round_no: int) -> str:
    """A Han numeral that tells people of the same surface form apart."""
    return "".join(_NUMERALS[int(digit)] for digit in str(round_no)) if round_no else ""
