"""A message as the person reads it: the template with the end of the number and the time limit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta, tzinfo

TAIL = 2
"""So many characters of the number a message shows (`domain` §7.6)."""
_NO_NUMBER = "尚未提交"
_NO_LIMIT = "登录后所示的时间"


def facts(application_no: str | None, until: datetime | None, zone: tzinfo) -> dict[str, str]:
    """What fills the names in braces."""
    return {
        "编号尾号": f"…{application_no[-TAIL:]}" if application_no else _NO_NUMBER,
        "截止时间": _NO_LIMIT if until is None else last_moment(until.astimezone(zone)),
    }


def filled(template: str, given: Mapping[str, str]) -> str:
    """The template with its names filled in."""
    for name, value in given.items():
        template = template.replace("{" + name + "}", value)
    return template


def last_moment(local: datetime) -> str:
    """When something ends, as people say it: midnight is 24:00 of the day before."""
    day, clock = local, f"{local:%H:%M}"
    if local.time() == time.min:
        day, clock = local - timedelta(days=1), "24:00"
    return f"{day.year}年{day.month}月{day.day}日{clock}（北京时间）"
