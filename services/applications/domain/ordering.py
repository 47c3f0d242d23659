"""The order of names on a list: pinyin of the whole name, dots ignored, then the number (§3.4)."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from pypinyin import Style, lazy_pinyin

from services.contracts.values.names import search_key


def name_sort_key(name: str) -> tuple[str, ...]:
    """Syllables of the whole name, not of a "surname"; unknown characters sort by themselves."""
    return tuple(lazy_pinyin(search_key(name), style=Style.TONE3, neutral_tone_with_five=True))


def order_by_name(rows: Iterable[tuple[UUID, str, str]]) -> tuple[UUID, ...]:
    """Order (id, name, application number)."""
    ordered = sorted(rows, key=lambda row: (name_sort_key(row[1]), row[1], row[2]))
    return tuple(application_id for application_id, _, _ in ordered)
