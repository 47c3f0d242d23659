"""Reading one typed value by the type of its field: normalise, report, or refuse."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import regex

from services.applications.domain.form import CodeTable, Column, Field
from services.applications.domain.texts import parse_line, parse_paragraph
from services.contracts.values.id_numbers import parse_id_number
from services.contracts.values.names import parse_name
from services.contracts.values.notes import Parsed, Problem, at, changed, refused

_MONTH = regex.compile(r"(\d{4})[-/.年]?(\d{1,2})月?")
_DATE = regex.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_MOBILE = regex.compile(r"1[3-9]\d{9}")
_EMAIL = regex.compile(r"[^@\s<>\"',;]{1,64}@[A-Za-z0-9\-]+(\.[A-Za-z0-9\-]+)+")
_POSTCODE = regex.compile(r"\d{6}")
_EARLIEST_YEAR = 1900
OPEN_END = "至今"


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading a value needs to know besides the value."""

    today: date
    codes: Mapping[str, CodeTable]


Part = Field | Column
_Reader = Callable[[Part, Any, Reading], Parsed]


def parse_value(part: Part, raw: Any, reading: Reading) -> Parsed:
    """Read a value for a field or column; None or blank text clears it."""
    if raw is None or (isinstance(raw, str) and not raw.strip()):
        return Parsed()
    return _READERS[part.type](part, raw, reading)


def _text(raw: Any) -> str | None:
    return raw if isinstance(raw, str) else None


def _wrong_type(expected: str) -> Parsed:
    return refused("wrong_type", f"此项应为{expected}，请重新填写。")


def _name(part: Part, raw: Any, _: Reading) -> Parsed:
    text = _text(raw)
    if text is None:
        return _wrong_type("文字")
    return parse_name(text, min_length=part.min, max_length=part.max)


def _id_number(_: Part, raw: Any, reading: Reading) -> Parsed:
    text = _text(raw)
    return parse_id_number(text, today=reading.today) if text else _wrong_type("18位号码")


def _line(part: Part, raw: Any, _: Reading) -> Parsed:
    text = _text(raw)
    return parse_line(text, max_length=part.max) if text else _wrong_type("文字")


def _paragraph(part: Part, raw: Any, _: Reading) -> Parsed:
    text = _text(raw)
    return parse_paragraph(text, max_length=part.max) if text else _wrong_type("文字")


def _code(part: Part, raw: Any, reading: Reading) -> Parsed:
    text = _text(raw)
    if text is not None and text.strip() in reading.codes[part.table]:
        return Parsed(value=text.strip())
    return refused("unknown_code", f"请从“{part.label}”的选项中选择。")


def _integer(part: Part, raw: Any, _: Reading) -> Parsed:
    typed = unicodedata.normalize("NFKC", raw).strip() if isinstance(raw, str) else raw
    if isinstance(typed, str) and typed.isascii() and typed.isdigit():
        typed = int(typed)
    if isinstance(typed, bool) or not isinstance(typed, int):
        return _wrong_type("整数")
    if not part.min <= typed <= part.max:
        return refused("out_of_range", f"应在{part.min}至{part.max}之间，请核对。")
    return Parsed(value=typed)


def _boolean(_: Part, raw: Any, __: Reading) -> Parsed:
    return Parsed(value=raw) if isinstance(raw, bool) else _wrong_type("“是”或“否”")


def _month(_: Part, raw: Any, __: Reading) -> Parsed:
    text = _text(raw)
    match = _MONTH.fullmatch(unicodedata.normalize("NFKC", text).strip()) if text else None
    if match is None or not int(match[1]) >= _EARLIEST_YEAR or not 1 <= int(match[2]) <= 12:  # noqa: PLR2004 -- months of a year
        return refused("month", "请按“年-月”填写，例如2013-12。")
    value = f"{match[1]}-{int(match[2]):02d}"
    return Parsed(value=value, notes=() if value == raw else (changed(f"已按{value}保存。"),))


def _open_month(part: Part, raw: Any, reading: Reading) -> Parsed:
    return Parsed() if raw == OPEN_END else _month(part, raw, reading)


def _date(_: Part, raw: Any, reading: Reading) -> Parsed:
    text = _text(raw)
    match = _DATE.fullmatch(unicodedata.normalize("NFKC", text).strip()) if text else None
    try:
        value = date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        value = None
    if value is None or value > reading.today:
        return refused("date", "请按“年-月-日”填写，例如1984-05-01。")
    return Parsed(value=value.isoformat())


def _mobile(_: Part, raw: Any, __: Reading) -> Parsed:
    text = _text(raw)
    digits = "".join(unicodedata.normalize("NFKC", text or "").replace("-", "").split())
    digits = digits.removeprefix("+86")
    if _MOBILE.fullmatch(digits) is None or not digits.isascii():
        return refused("mobile", "手机号码应为11位数字，请核对。")
    return Parsed(value=digits, notes=() if digits == raw else (changed("已统一手机号码的写法。"),))


def _email(part: Part, raw: Any, _: Reading) -> Parsed:
    text = unicodedata.normalize("NFKC", _text(raw) or "").strip()
    if len(text) > part.max or _EMAIL.fullmatch(text) is None:
        return refused("email", "电子邮箱格式不正确，请核对，例如name@example.cn。")
    return Parsed(value=text, notes=() if text == raw else (changed("已统一电子邮箱的写法。"),))


def _postcode(_: Part, raw: Any, __: Reading) -> Parsed:
    text = unicodedata.normalize("NFKC", _text(raw) or "").strip()
    if _POSTCODE.fullmatch(text) is None or not text.isascii():
        return refused("postcode", "邮政编码应为6位数字，请核对。")
    return Parsed(value=text)


def _identifier(_: Part, raw: Any, __: Reading) -> Parsed:
    try:
        return Parsed(value=str(UUID(str(raw))))
    except ValueError:
        return refused("unknown_reference", "请从列表中选择。")


def _lines(part: Part, raw: Any, _: Reading) -> Parsed:
    if not isinstance(raw, list) or not isinstance(part, Field):
        return _wrong_type("文字列表")
    if len(raw) > part.count:
        return refused("too_many", f"最多填写{part.count}项。")
    kept: list[str] = []
    for index, entry in enumerate(raw):
        line = at(str(index), _line(part, entry, _) if entry else Parsed())
        if line.problem:
            return line
        if line.value:
            kept.append(line.value)
    return Parsed(value=kept or None)


def _rows(part: Part, raw: Any, reading: Reading) -> Parsed:
    if not isinstance(part, Field) or not isinstance(raw, list):
        return _wrong_type("表格")
    if len(raw) > part.max:
        return refused("too_many", f"最多填写{part.max}行。")
    rows: list[dict[str, Any]] = []
    notes: list[Any] = []
    for index, entry in enumerate(raw):
        read = at(str(index), _row(part.columns, entry, reading))
        if read.problem:
            return read
        notes.extend(read.notes)
        if read.value:
            rows.append(read.value)
    return Parsed(value=rows or None, notes=tuple(notes))


def _row(columns: tuple[Column, ...], entry: Any, reading: Reading) -> Parsed:
    if not isinstance(entry, dict):
        return _wrong_type("表格的一行")
    unknown = sorted(set(map(str, entry)) - {column.code for column in columns})
    if unknown:
        return Parsed(problem=Problem("unknown_field", "没有这一栏，请核对。", unknown[0][:40]))
    row: dict[str, Any] = {}
    notes: list[Any] = []
    for column in columns:
        read = at(column.code, parse_value(column, entry.get(column.code), reading))
        if read.problem:
            return read
        notes.extend(read.notes)
        if read.value is not None:
            row[column.code] = read.value
    return Parsed(value=row or None, notes=tuple(notes))


_READERS: Mapping[str, _Reader] = {
    "name": _name,
    "id_number": _id_number,
    "line": _line,
    "paragraph": _paragraph,
    "code": _code,
    "integer": _integer,
    "boolean": _boolean,
    "month": _month,
    "open_month": _open_month,
    "date": _date,
    "mobile": _mobile,
    "email": _email,
    "postcode": _postcode,
    "unit": _identifier,
    "plan_row": _identifier,
    "lines": _lines,
    "rows": _rows,
}
