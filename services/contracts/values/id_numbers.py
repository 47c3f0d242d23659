"""Resident ID numbers (GB 11643-1999): shape, calendar date and check character only.

The address code is the place of first registration, may be abolished or newer than any table, and
is therefore never checked (§6.3).
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date

from services.contracts.values.notes import Note, Parsed, changed, refused

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_LENGTH, _OLD_LENGTH = 18, 15
_FIRST_YEAR = 1900


@dataclass(frozen=True, slots=True)
class IdFacts:
    """What the number itself says."""

    birth_date: date
    sex: str
    """GB/T 2261.1: 1 男, 2 女."""


def check_character(first17: str) -> str:
    """The check character for the first 17 digits (ISO 7064 MOD 11-2)."""
    return _CHECKS[sum(int(a) * b for a, b in zip(first17, _WEIGHTS, strict=True)) % 11]


def parse_id_number(raw: str, *, today: date) -> Parsed:
    """Read a typed number; every refusal says what to do."""
    text = "".join(unicodedata.normalize("NFKC", raw).split()).upper()
    if len(text) == _OLD_LENGTH and text.isascii() and text.isdigit():
        return refused(
            "id_number_15",
            "15位身份证号码自2013年1月1日起已停止使用，请按现在的居民身份证填写18位公民身份号码。",
        )
    if len(text) != _LENGTH:
        return refused(
            "id_number_length", f"公民身份号码应为18位，现为{len(text)}位，请对照身份证核对。"
        )
    if not (text.isascii() and text[:17].isdigit() and (text[17].isdigit() or text[17] == "X")):
        return refused(
            "id_number_characters", "公民身份号码只能是数字，末位可以是X，请对照身份证核对。"
        )
    born = _birth_date(text)
    if born is None or born.year < _FIRST_YEAR or born > today:
        return refused(
            "id_number_date", "公民身份号码第7至14位不是有效的出生日期，请对照身份证核对。"
        )
    if check_character(text[:17]) != text[17]:
        return refused(
            "id_number_checksum", "公民身份号码校验不通过，可能有数字填错，请对照身份证逐位核对。"
        )
    return Parsed(value=text, notes=_notes(raw, text))


def _notes(raw: str, text: str) -> tuple[Note, ...]:
    return () if raw == text else (changed("已统一公民身份号码的写法（半角、大写X、无空格）。"),)


def _birth_date(number: str) -> date | None:
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def id_facts(number: str) -> IdFacts:
    """Birth date and sex of a number that was parsed before."""
    born = _birth_date(number)
    if born is None:
        raise ValueError("not a parsed ID number")
    return IdFacts(birth_date=born, sex="1" if int(number[16]) % 2 else "2")


def mask_id_number(number: str) -> str:
    """First three and last four characters: `650***********0010`."""
    return f"{number[:3]}{'*' * 11}{number[-4:]}"
