"""Who may help whom to a new password, and the code that is handed over."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import timedelta
from enum import StrEnum
from typing import Final

from services.contracts.vocabulary import Role

CODE_SERVES: Final = timedelta(hours=24)
ASKING_SERVES: Final = timedelta(days=14)
"""How long somebody waits before they must ask again."""
MOST_WRONG_NUMBERS: Final = 5
MOST_WRONG_CODES: Final = 20

_ALPHABET: Final = "abcdefghjkmnpqrstuvwxyz23456789"
"""Nothing that is mistaken for another when copied by hand; 10 of them are 49 bits."""
_GROUPS, _GROUP = 2, 5

_OFFICES: Final = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR)


class ResetState(StrEnum):
    """How far a request for a new password has come."""

    ASKED = "ASKED"
    ISSUED = "ISSUED"
    USED = "USED"
    VOID = "VOID"


def office_for(roles: Collection[Role], *, unit_has_clerk: bool) -> Role:
    """The role that checks who asks.

    An administrator is helped by another of the same office, so that none of the three gains what
    only another may do (三员分立). Nobody with a role is helped by a unit's clerk.
    """
    for office in _OFFICES:
        if office in roles:
            return office
    return Role.UNIT_HR if unit_has_clerk and not roles else Role.SYSTEM_ADMIN


def new_code() -> str:
    """A code as it is handed over."""
    groups = ("".join(secrets.choice(_ALPHABET) for _ in range(_GROUP)) for _ in range(_GROUPS))
    return "-".join(groups)


def typed_code(text: str) -> str:
    """A code as it is compared, whatever case, spaces and hyphens it was typed with."""
    return "".join(c for c in text.lower() if c.isascii() and c.isalnum())
