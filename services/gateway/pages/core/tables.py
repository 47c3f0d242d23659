"""Tables that become cards on a phone: each cell carries the words of its column.

The styles set a row below the other there, and write these words before the value.
"""

from __future__ import annotations

import re

from markupsafe import Markup

_TAG = re.compile(r"<(?P<name>t[dhr])\b(?P<rest>[^>]*)>")
_WORDS = re.compile(r"<th\b[^>]*>(.*?)</th>", re.DOTALL)
_MARKUP = re.compile(r"<[^>]*>")
_SPAN = re.compile(r'colspan="(\d+)"')
_ROW_HEADING = 'scope="row"'


def with_column_words(table: Markup) -> Markup:
    """The table with `data-label` at the cells of its body; a heading of a row needs none."""
    head, end, body = str(table).partition("</thead>")
    words = [_in_quotes(_MARKUP.sub("", one)) for one in _WORDS.findall(head)]
    return Markup(head + end + _labelled(body, words))  # noqa: S704 -- it came as markup


def _in_quotes(text: str) -> str:
    """Text of a page, which is escaped already, as the value of an attribute."""
    return text.strip().replace('"', "&#34;")


def _labelled(body: str, words: list[str]) -> str:
    column = 0

    def labelled(tag: re.Match[str]) -> str:
        nonlocal column
        name, rest = tag["name"], tag["rest"]
        if name == "tr":
            column = 0
            return tag[0]
        span = _SPAN.search(rest)
        label = words[column] if column < len(words) and not span else ""
        column += int(span[1]) if span else 1
        if not label or _ROW_HEADING in rest:
            return tag[0]
        return f'<{name}{rest} data-label="{label}">'

    return _TAG.sub(labelled, body)
