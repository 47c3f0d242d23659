"""Free text of the form: NFC, no control characters, no markup, measured in code points (§2.1)."""

from __future__ import annotations

import unicodedata

import regex

from services.contracts.values.name_tables import INVISIBLE
from services.contracts.values.notes import Note, Parsed, changed, refused

_MARKUP = regex.compile(r"<\s*[a-zA-Z/!?]")
_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")
_LINE_SPACES = regex.compile(r"[\p{White_Space}]+")
_TRAILING = regex.compile(r"[ \t\u00a0]+(?=\n)")


def parse_line(raw: str, *, max_length: int) -> Parsed:
    """One line of text: inner white space becomes single spaces, ideographic ones stay."""
    text = _strip_invisible(raw)
    # An ideographic space is layout people mean (院校　专业); any other run is one blank.
    text = _LINE_SPACES.sub(lambda run: "\u3000" if "\u3000" in run[0] else " ", text).strip()
    return _finish(raw, text, max_length=max_length, allowed="")


def parse_paragraph(raw: str, *, max_length: int) -> Parsed:
    """Text of several lines; line ends become LF."""
    text = _strip_invisible(raw).replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    text = _TRAILING.sub("", text).strip()
    return _finish(raw, text, max_length=max_length, allowed="\n")


def _strip_invisible(raw: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFC", raw) if c not in INVISIBLE)


def _finish(raw: str, text: str, *, max_length: int, allowed: str) -> Parsed:
    if any(_is_control(character) and character not in allowed for character in text):
        return refused("control_character", "内容中有看不见的控制字符，请删除后重新输入。")
    if _MARKUP.search(text):
        return refused("markup", "请只填写文字，不要填写网页代码（“<”后接字母）。")
    if max_length and len(text) > max_length:
        over = len(text) - max_length
        return refused("too_long", f"最多{max_length}个字，现为{len(text)}个字，请删减{over}个字。")
    return Parsed(value=text or None, notes=_notes(raw, text))


def _notes(raw: str, text: str) -> tuple[Note, ...]:
    # Line ends and outer spaces are typing, not content: no remark for them.
    seen = raw.replace("\r\n", "\n").strip()
    return () if seen == text or not text else (changed("已去掉多余的空格或看不见的字符。"),)


def _is_control(character: str) -> bool:
    return character in _BIDI or unicodedata.category(character) in {"Cc", "Cs"}
