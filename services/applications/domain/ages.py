"""Completed years and the three readings of "45岁以下（含45岁）" (R12, §5.2)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

_MARCH, _FEBRUARY, _LAST_FEBRUARY_DAY = 3, 2, 28


def birthday_in(birth: date, year: int, feb29: str = "MAR1") -> date:
    """The birthday in a year; 29 February falls on 1 March (MAR1) or 28 February (FEB28)."""
    try:
        return birth.replace(year=year)
    except ValueError:
        if feb29 == "MAR1":
            return date(year, _MARCH, 1)
        return date(year, _FEBRUARY, _LAST_FEBRUARY_DAY)


def completed_years(birth: date, reference: date, feb29: str = "MAR1") -> int:
    """Whole years lived on the reference date (周岁)."""
    before_birthday = reference < birthday_in(birth, reference.year, feb29)
    return reference.year - birth.year - before_birthday


def _completed(birth: date, reference: date, limit: int, feb29: str) -> bool:
    return completed_years(birth, reference, feb29) <= limit


def _strict(birth: date, reference: date, limit: int, feb29: str) -> bool:
    return reference <= birthday_in(birth, birth.year + limit, feb29)


def _calendar(birth: date, reference: date, limit: int, _: str) -> bool:
    return reference.year - birth.year <= limit


_MODES: Mapping[str, Callable[[date, date, int, str], bool]] = {
    "COMPLETED_YEARS": _completed,
    "STRICT_BIRTHDAY": _strict,
    "CALENDAR_YEAR": _calendar,
}


def within_age(birth: date, reference: date, *, mode: str, limit: int, feb29: str) -> bool:
    """Whether the person is young enough under the cycle's reading."""
    return _MODES[mode](birth, reference, limit, feb29)


def past_limit_birthday(birth: date, reference: date, *, limit: int, feb29: str) -> bool:
    """Whether the birthday of the limit is over: the band between the readings a person sees."""
    return reference > birthday_in(birth, birth.year + limit, feb29)
