"""Texts of the notices service as safe HTML: headings, lists, links, pictures, facts of the cycle.

Everything is escaped first; only the few signs below become elements. Headings get the anchors
that the search of guides points to.

    ## 标题 {#anchor}      ### 小标题      - 列表      1. 步骤      **加粗**
    [文字](/address)       ![说明](picture.png)        {申报截止}
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from markupsafe import Markup, escape

_HEADING = re.compile(r"^(#{2,3}) +(.+?)(?: *\{#([a-z][a-z0-9_-]*)\})?$")
_BULLET = re.compile(r"^- +(.+)$")
_STEP = re.compile(r"^\d+[.、] +(.+)$")
_PICTURE = re.compile(r"^!\[([^\]]*)\]\(([a-z0-9][a-z0-9-]*\.(?:png|jpg|webp|svg))\)$")
_BOLD = re.compile(r"\*\*([^*]+)\*\*")
_LINK = re.compile(r"\[([^\]]+)\]\(([^()\s]+)\)")
_FACT = re.compile(r"\{([^{}\n]{1,20})\}")
_CUT_FACT = re.compile(r"^(…?)[^{}]{0,20}\}|\{[^{}]{0,20}?(…?)$")
_BULLETS = Markup('<ul class="govuk-list govuk-list--bullet">{}</ul>')
_STEPS = Markup('<ol class="govuk-list govuk-list--number">{}</ol>')
_ADDRESS = re.compile(r"(?:/(?!/)|#|https://|tel:\+?\d)[^\s\"'<>\\{}*]*")


@dataclass(frozen=True, slots=True)
class Heading:
    """One entry of the table of contents."""

    anchor: str
    text: str
    level: int


@dataclass(frozen=True, slots=True)
class Picture:
    """Where a picture lies, and its size: its place is kept until it has come."""

    address: str
    width: int
    height: int


@dataclass
class Rendered:
    """A body as HTML."""

    html: Markup
    headings: list[Heading] = field(default_factory=list)


def render_body(
    body: str,
    facts: Mapping[str, Markup],
    picture: Callable[[str], Picture | None] = lambda _name: None,
) -> Rendered:
    """The body; `facts` fill the names in braces, `picture` gives a picture if it exists.

    A picture that does not exist leaves no trace.
    """
    headings: list[Heading] = []
    parts = [
        _block(kind, lines, headings, facts, picture) for kind, lines in _blocks(body.split("\n"))
    ]
    return Rendered(Markup("\n").join(part for part in parts if part), headings)


def _blocks(lines: list[str]) -> Iterator[tuple[str, list[str]]]:
    """Lines that belong together, with what they are."""
    kind, held = "", list[str]()
    for line in [*lines, ""]:
        here = _kind(line)
        if held and (here != kind or kind in ("heading", "picture")):
            yield kind, held
            held = []
        kind = here
        if line.strip():
            held.append(line)


def _kind(line: str) -> str:
    kinds = {"heading": _HEADING, "bullets": _BULLET, "steps": _STEP, "picture": _PICTURE}
    if not line.strip():
        return ""
    return next((kind for kind, pattern in kinds.items() if pattern.match(line)), "paragraph")


def _block(
    kind: str,
    lines: list[str],
    headings: list[Heading],
    facts: Mapping[str, Markup],
    picture: Callable[[str], Picture | None],
) -> Markup:
    match kind:
        case "heading":
            return _heading(lines[0], headings, facts)
        case "bullets":
            return _list(lines, _BULLET, facts, _BULLETS)
        case "steps":
            return _list(lines, _STEP, facts, _STEPS)
        case "picture":
            return _picture(lines[0], picture)
        case _:
            inner = Markup("<br>").join(_inline(line, facts) for line in lines)
            return Markup('<p class="govuk-body">{}</p>').format(inner)


def _heading(line: str, headings: list[Heading], facts: Mapping[str, Markup]) -> Markup:
    found = _HEADING.match(line)
    if found is None:
        return Markup("")
    level = len(found[1])
    anchor = found[3] or f"s{len(headings) + 1}"
    text = _inline(found[2], facts)
    headings.append(Heading(anchor, text.striptags(), level))
    size = "m" if level == 2 else "s"  # noqa: PLR2004 -- as in the element's name
    return Markup('<h{0} class="govuk-heading-{1}" id="{2}">{3}</h{0}>').format(
        level, size, anchor, text
    )


def _list(
    lines: list[str], pattern: re.Pattern[str], facts: Mapping[str, Markup], frame: Markup
) -> Markup:
    items = Markup("").join(
        Markup("<li>{}</li>").format(_inline(found[1], facts))
        for line in lines
        if (found := pattern.match(line))
    )
    return frame.format(items)


def _picture(line: str, picture: Callable[[str], Picture | None]) -> Markup:
    found = _PICTURE.match(line)
    shown = picture(found[2]) if found else None
    if found is None or shown is None:
        return Markup("")
    return Markup(
        '<figure class="tp-figure">'
        '<img src="{0}" alt="{1}" width="{2}" height="{3}" loading="lazy">'
        "<figcaption>{1}</figcaption></figure>"
    ).format(shown.address, found[1], shown.width, shown.height)


def _inline(text: str, facts: Mapping[str, Markup]) -> Markup:
    """Bold, links and facts within a line; the rest is escaped text."""
    safe = str(escape(text))
    safe = _LINK.sub(_link, safe)
    safe = _BOLD.sub(r"<strong>\1</strong>", safe)
    safe = _FACT.sub(lambda found: str(facts.get(found[1], found[0])), safe)
    return Markup(safe)  # noqa: S704 -- escaped above, only our own elements were added


def excerpt_with_facts(text: str, facts: Mapping[str, Markup]) -> Markup:
    """A piece of a body as a search shows it; a name that the cut went through is left out."""
    return _inline(_CUT_FACT.sub(r"\1\2", text), facts)


def _link(found: re.Match[str]) -> str:
    """A link to this site, to https or to a telephone; anything else stays text."""
    if not _ADDRESS.fullmatch(found[2]):
        return found[0]
    return f'<a class="govuk-link" href="{found[2]}">{found[1]}</a>'
