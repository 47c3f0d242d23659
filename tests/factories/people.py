"""Invented people: ID numbers with the prefix 650000, which nobody has (§6.3)."""

from __future__ import annotations

import secrets
from datetime import date, timedelta

from demo.identity import id_number

_FROM, _DAYS, _A_DAY = date(1955, 1, 1), 15_000, 499


def fresh_id_number() -> str:
    """A number with a right check digit that hardly any other test has had."""
    birth = _FROM + timedelta(days=secrets.randbelow(_DAYS))
    return id_number(birth, 1 + secrets.randbelow(_A_DAY), female=bool(secrets.randbelow(2)))
