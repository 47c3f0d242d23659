"""How values are written on a page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from enum import Enum
from urllib.parse import urlencode

from services.chassis.clock import BEIJING
from services.gateway.pages.core.tables import with_column_words

_MONTH = re.compile(r"(\d{4})[-.](\d{2})(?:-\d{2})?$")
_DAY = 86_400
_HOUR = 3_600
_MINUTE = 60


def beijing(instant: datetime | None) -> str:
    """An instant as people read it: `2019年3月15日 18:00`, 北京时间."""
    if instant is None:
        return "—"
    local = instant.astimezone(BEIJING)
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"


def day(value: datetime | date | None) -> str:
    """A day as people read it: `2019年3月15日`, 北京时间."""
    if value is None:
        return "—"
    local = value.astimezone(BEIJING) if isinstance(value, datetime) else value
    return f"{local.year}年{local.month}月{local.day}日"


def month(text: str) -> str:
    """A month or day of the form as people read it: `2013-07` or `2013.07` → `2013年7月`.

    What is neither stays as it is. Of a day of birth the month is enough, as on paper.
    """
    found = _MONTH.match(text)
    return f"{found[1]}年{int(found[2])}月" if found else text


def last_moment(closes_at: datetime) -> str:
    """When something ends, as people say it: midnight is 24:00 of the day before."""
    local = closes_at.astimezone(BEIJING)
    if local.time() == time.min:
        return f"{day(local.date() - timedelta(days=1))} 24:00"
    return beijing(closes_at)


def iso(instant: datetime) -> str:
    """An instant for the `datetime` attribute of a `time` element."""
    return instant.astimezone(BEIJING).isoformat(timespec="seconds")


def duration(left: timedelta) -> str:
    """How long, in the two largest units that matter; never more than it is."""
    seconds = max(int(left.total_seconds()), 0)
    days, rest = divmod(seconds, _DAY)
    hours, rest = divmod(rest, _HOUR)
    minutes = rest // _MINUTE
    if days:
        return f"{days}天{hours}小时"
    if hours:
        return f"{hours}小时{minutes}分钟"
    return f"{minutes}分钟" if minutes else "不到1分钟"


def ago(instant: datetime, now: datetime) -> str:
    """How long since then."""
    return duration(now - instant)


def label(member: Enum | None) -> str:
    """The Chinese words of a member of a vocabulary."""
    return "—" if member is None else str(getattr(member, "label", member.value))


def url(path: str, values: Mapping[str, object] | None = None, **more: object) -> str:
    """A path with a query; what is empty is left out."""
    pairs = {**(values or {}), **more}
    query = urlencode({k: str(v) for k, v in pairs.items() if v not in (None, "", False)})
    return f"{path}?{query}" if query else path


def telephone(text: str) -> str:
    """The number of a `tel:` link: `0991—3689692` → `+869913689692` (R37)."""
    digits = "".join(character for character in text if character.isdigit())
    return f"+86{digits.removeprefix('0')}"


FILTERS = {
    "ago": ago,
    "beijing": beijing,
    "day": day,
    "duration": duration,
    "iso": iso,
    "label": label,
    "last_moment": last_moment,
    "telephone": telephone,
    "url": url,
    "with_column_words": with_column_words,
}
