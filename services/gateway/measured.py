"""Label values of the gateway's metrics that are known once the application is put together."""

from __future__ import annotations

from collections.abc import Iterable


class Announced:
    """A closed set that is filled while the application is built and never by a request."""

    def __init__(self) -> None:
        self._names: set[str] = set()

    def announce(self, names: Iterable[str]) -> None:
        """Add names that are declared in code."""
        self._names.update(names)

    def __contains__(self, name: object) -> bool:
        return name in self._names


UNMATCHED = "(unmatched)"

TEMPLATES = Announced()
"""Route templates of the API and of the pages."""
