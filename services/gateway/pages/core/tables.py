"""Tables that become cards on a phone: each cell carries the words of its column.

The styles set a row below the other there, and write these words before the value.
"""

from __future__ import annotations

import re

from markupsafe import Markup

_CELL = re.compile(r"<t[dh]\b[^>]*")
_WORDS = re.compile(r"<th\b[^>]*>(.*?)</th>", re.DOTALL)
_MARKUP = re.compile(r"<[^>]*>")
_SPAN = re.compile(r'colspan="(\d+)"')
_ROW_HEADING = 'scope="row"'


def with_column_words(table: Markup) -> Markup:
    """The table with `data-label` at the cells of its body; a heading of a row needs none."""
    head, end, body = str(table).partition("</thead>")
    words = [_in_quotes(_MARKUP.sub("", _before_controls(one))) for one in _WORDS.findall(head)]
    return Markup(head + end + _labelled(body, words))  # noqa: S704 -- it came as markup


def _before_controls(heading: str) -> str:
    """The words of a heading without the box that ticks all of its column."""
    return heading.partition("<div")[0]


def _in_quotes(text: str) -> str:
    """Text of a page, which is escaped already, as the value of an attribute."""
    return text.strip().replace('"', "&#34;")


def _labelled(body: str, words: list[str]) -> str:
    labels = [f' data-label="{word}"' if word else "" for word in words]
    return "<tr".join(_labelled_row(row, labels) for row in body.split("<tr"))


def _labelled_row(row: str, labels: list[str]) -> str:
    left = iter(labels)

    def labelled(cell: re.Match[str]) -> str:
        tag = cell[0]
        label = next(left, "")
        if "span=" in tag:
            span = _SPAN.search(tag)
            for _ in range(int(span[1]) - 1 if span else 0):
                next(left, "")
            return tag
        return tag if _ROW_HEADING in tag else tag + label

    return _CELL.sub(labelled, row)
