"""The words around the rows of Annex 4: the same on paper and in the spreadsheet (§3.3)."""

from __future__ import annotations

from dataclasses import dataclass

from services.documents.render.layout import ListLayout
from services.documents.render.views import ListView


@dataclass(frozen=True, slots=True)
class ListWords:
    """Title, head, total row, foot and footer of one list."""

    title: str
    head: tuple[str, ...]
    total: str
    foot: tuple[str, ...]
    footer: str


def list_words(layout: ListLayout, view: ListView) -> ListWords:
    """Fill in the texts. The total counts men, women and relaxed rows, never ethnic groups."""
    kind = layout.kinds[view.seat_kind]
    men = sum(row.sex == "1" for row in view.rows)
    names = {
        "cycle_year": view.cycle_year,
        "suffix": kind.suffix,
        "recipient": kind.recipient,
        "organisation": view.organisation,
        "phone": view.phone,
        "verify_code": view.verify_code,
        "version_no": view.version_no,
        "count": len(view.rows),
        "men": men,
        "women": len(view.rows) - men,
        "quota": view.quota,
        "relaxed": sum(row.relaxed for row in view.rows),
    }
    return ListWords(
        title=layout.title.format(**names),
        head=tuple(line.format(**names) for line in layout.head),
        total=layout.total.format(**names),
        foot=tuple(line.format(**names) for line in layout.foot),
        footer=layout.footer.format(**names),
    )
