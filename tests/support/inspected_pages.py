"""Which pages of the table were inspected in this run, and in which of them an error was told."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from services.gateway.pages.table import PAGE_ROUTES

ERROR = "错误："
"""How the title of a page begins that tells what to correct."""

INSPECTED: set[str] = set()
INSPECTED_WITH_ERROR: set[str] = set()
"""Paths of the table, with their placeholders."""

_PATTERNS = [
    (re.compile(re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(path))), path)
    for path in dict.fromkeys(route.path for route in PAGE_ROUTES)
]


def note_inspected(address: str, title: str) -> None:
    """Remember the page at an address as inspected."""
    path = path_of(address)
    if path is not None:
        INSPECTED.add(path)
        if title.startswith(ERROR):
            INSPECTED_WITH_ERROR.add(path)


def path_of(address: str) -> str | None:
    """The path of the table that an address belongs to: the first that fits, as for the router."""
    asked = urlsplit(address).path
    return next((path for pattern, path in _PATTERNS if pattern.fullmatch(asked)), None)
