"""Templates of all pages: autoescaped, strict about what they are given, loaded once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jinja2 import (
    ChainableUndefined,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PackageLoader,
    PrefixLoader,
    select_autoescape,
)
from jinja2.utils import missing
from typing_extensions import override

from services.gateway.front import TITLE
from services.gateway.pages.core.assets import asset
from services.gateway.pages.core.filters import FILTERS
from services.gateway.pages.core.navigation import navigation

FOLDER = Path(__file__).parents[1] / "templates"


def render(name: str, **context: Any) -> str:
    """A page as HTML."""
    return _ENVIRONMENT.get_template(name).render(context)


class PageUndefined(ChainableUndefined):
    """Strict about names a template was not given; lenient about options of a component.

    The macros of GOV.UK Frontend count on reading options that nobody gave, and on asking whether
    there is a caller (which has a hint).
    """

    def _refuse(self) -> None:
        if self._undefined_obj is missing and self._undefined_hint is None:
            self._fail_with_undefined_error()

    @override
    def __bool__(self) -> bool:
        self._refuse()
        return False

    @override
    def __str__(self) -> str:
        self._refuse()
        return ""

    @override
    def __iter__(self) -> Iterator[Any]:
        self._refuse()
        return iter(())


def environment() -> Environment:
    """The environment of the pages."""
    made = Environment(
        loader=ChoiceLoader(
            [
                FileSystemLoader(FOLDER),
                PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
            ]
        ),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=PageUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
        cache_size=1_000,
    )
    made.filters.update(FILTERS)
    made.globals.update(asset=asset, navigation=navigation, site=TITLE)
    return made


_ENVIRONMENT = environment()
