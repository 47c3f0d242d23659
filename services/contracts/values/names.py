"""Names of persons: one field, any length people have, one normal form (§6.2).

A name outside the usual pattern is never refused, it is flagged for a person. Only what cannot be
a name at all (wrong symbols, control characters, one character, more than 50) is refused.
"""

from __future__ import annotations

import unicodedata

import regex

from services.contracts.values.name_tables import (
    ASK_MARKS,
    DOT,
    DOT_VARIANTS,
    INVISIBLE,
    PUA_MAP,
    WRONG_MARKS,
    is_private,
)
from services.contracts.values.notes import Note, NoteKind, Parsed, changed, refused

MIN_LENGTH, MAX_LENGTH = 2, 50
_PATTERN = regex.compile(r"\p{Script=Han}+(?:·\p{Script=Han}+)*")
_HAN_SPACE_HAN = regex.compile(r"(?<=[\p{Script=Han}·])\s+(?=[\p{Script=Han}·])")
_SPACES = regex.compile(r"[\p{White_Space}]+")


def parse_name(raw: str, *, min_length: int = MIN_LENGTH, max_length: int = MAX_LENGTH) -> Parsed:
    """Bring a typed name into its normal form and say what was changed or is doubtful."""
    wrong = sorted({character for character in raw if character in WRONG_MARKS})
    if wrong:
        return refused(
            "name_symbol",
            f"姓名中的“{''.join(wrong)}”不是间隔号，请改用“·”（可点击页面上的“·”键输入）。",
        )
    text, notes, trace = _normalise(raw)
    if any(unicodedata.category(character) in {"Cc", "Cs"} for character in text):
        return refused("name_control", "姓名中有看不见的控制字符，请重新输入姓名。")
    if not min_length <= len(text) <= max_length:
        return refused(
            "name_length", f"姓名应为{min_length}至{max_length}个字，现为{len(text)}个字，请核对。"
        )
    return Parsed(value=text, notes=(*notes, *_doubts(text)), trace=trace)


def _normalise(raw: str) -> tuple[str, tuple[Note, ...], tuple[str, ...]]:
    notes: list[Note] = []
    # U+0387 becomes U+00B7 by NFC itself; it is reported with the other variants.
    dots = sorted({character for character in raw if character in DOT_VARIANTS})
    if dots:
        notes.append(changed(f"已将{'、'.join(dots)}统一为{DOT}。"))
    text = "".join(DOT if character in DOT_VARIANTS else character for character in raw)
    if any(character in INVISIBLE for character in text):
        text = "".join(character for character in text if character not in INVISIBLE)
        notes.append(changed("已去掉姓名中看不见的字符。"))
    mapped = sorted({character for character in text if character in PUA_MAP})
    if mapped:
        text = "".join(PUA_MAP.get(character, character) for character in text)
        notes.append(
            changed(
                f"已将旧编码字改为标准编码字“{'、'.join(PUA_MAP[c] for c in mapped)}”，请核对字形。"
            )
        )
    trace = tuple(f"U+{ord(c):04X}>U+{ord(PUA_MAP[c]):04X}" for c in mapped)
    stripped = _SPACES.sub(" ", text).strip()
    if stripped != text:
        text = stripped
        notes.append(changed("已去掉姓名首尾多余的空格，并将全角空格统一为半角空格。"))
    return unicodedata.normalize("NFC", text), tuple(notes), trace


def _doubts(text: str) -> tuple[Note, ...]:
    notes: list[Note] = []
    marks = sorted({character for character in text if character in ASK_MARKS})
    if marks:
        notes.append(_ask(f"姓名中的“{'、'.join(marks)}”是否应为“·”？如是，请改为“·”。"))
    if _HAN_SPACE_HAN.search(text):
        notes.append(_ask("姓名中间有空格：如应为间隔号请改为“·”，否则请去掉空格。"))
    if text.startswith(DOT) or text.endswith(DOT) or DOT * 2 in text:
        notes.append(_ask("姓名首尾不应有“·”，也不应连续出现“·”，请核对。"))
    if any(is_private(character) for character in text):
        notes.append(
            Note(
                NoteKind.FLAG,
                "姓名中有系统未收录的字，请在“姓名用字说明”中写明字形，由工作人员核对。",
            )
        )
    elif not notes and _PATTERN.fullmatch(text) is None:
        notes.append(Note(NoteKind.FLAG, "姓名写法较少见，已按填写内容保存，由工作人员核对。"))
    return tuple(notes)


def _ask(message: str) -> Note:
    return Note(NoteKind.ASK, message)


def has_unencoded(name: str) -> bool:
    """Say whether a character has no standard code: the form then needs 姓名用字说明."""
    return any(is_private(character) for character in name)


def name_is_usual(name: str) -> bool:
    """Say whether the name has the pattern Han(·Han)*; otherwise a person looks at it."""
    return _PATTERN.fullmatch(name) is not None


def search_key(name: str) -> str:
    """The key under which names compare equal whatever dot or space was typed."""
    text = unicodedata.normalize("NFC", name)
    drop = DOT_VARIANTS | INVISIBLE | ASK_MARKS | {DOT}
    return "".join(c for c in text if c not in drop and not c.isspace()).casefold()
