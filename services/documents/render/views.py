"""What is printed, as plain values: everything already in the words that stand on the paper.

Built by `compose` from the owners' answers; kept in memory only, never stored or logged.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One line of a history: when, where or what, and two short columns."""

    period: str
    place: str
    level: str
    form: str = ""


@dataclass(frozen=True, slots=True)
class OpinionView:
    """The signed opinion of one level (`domain` §2.3)."""

    node: str
    text: str
    decision: str
    author_name: str
    author_post: str
    leader_name: str
    signed_on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FormView:
    """One frozen version of an application, ready for Annex 3."""

    cycle_year: int
    application_no: str
    version_no: int
    verify_code: str
    content_sha256: str
    frozen_at: datetime
    """Creation date written into the file: the same version gives the same bytes."""
    values: Mapping[str, str]
    choices: Mapping[str, str]
    histories: Mapping[str, tuple[HistoryLine, ...]] = field(default_factory=dict)
    opinions: tuple[OpinionView, ...] = ()
    photo: bytes | None = None

    def texts(self, labels: Mapping[str, str]) -> dict[str, str]:
        """Every text of the form under the words people know it by, for the glyph check."""
        found = {labels.get(key, key): text for key, text in self.values.items()}
        for name, lines in self.histories.items():
            found[labels.get(name, name)] = "\n".join(
                f"{line.period}\n{line.place}\n{line.level}\n{line.form}" for line in lines
            )
        for opinion in self.opinions:
            signers = f"{opinion.author_name}\n{opinion.author_post}\n{opinion.leader_name}"
            found[labels.get(opinion.node, opinion.node)] = f"{opinion.text}\n{signers}"
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRowView:
    """One row of Annex 4, cells by column name; `row_no` counts from 1."""

    row_no: int
    sex: str
    relaxed: bool
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListView:
    """One frozen list version: one track and term of one final reviewing unit (`domain` §3)."""

    cycle_year: int
    seat_kind: str
    organisation: str
    phone: str
    version_no: int
    verify_code: str
    frozen_at: datetime
    quota: int
    """Seats of the unit's plan rows in this list's seat kind."""
    rows: tuple[ListRowView, ...]

    def texts(self, labels: Mapping[str, str]) -> dict[str, str]:
        """Every text of the list by row and column, for the glyph check."""
        found = {"填报单位": self.organisation, "联系电话": self.phone}
        for row in self.rows:
            for name, text in row.cells.items():
                found[f"第{row.row_no}行{labels.get(name, name)}"] = text
        return found


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished file."""

    content: bytes
    content_type: str
    sha256: str
    pages: int | None


def cleaned_form(view: FormView, clean: Callable[[str], str]) -> FormView:
    """The same view with every text passed through `clean`."""
    return replace(
        view,
        values={key: clean(text) for key, text in view.values.items()},
        histories={
            name: tuple(
                HistoryLine(
                    clean(line.period), clean(line.place), clean(line.level), clean(line.form)
                )
                for line in lines
            )
            for name, lines in view.histories.items()
        },
        opinions=tuple(
            replace(
                opinion,
                text=clean(opinion.text),
                author_name=clean(opinion.author_name),
                author_post=clean(opinion.author_post),
                leader_name=clean(opinion.leader_name),
            )
            for opinion in view.opinions
        ),
    )


def cleaned_list(view: ListView, clean: Callable[[str], str]) -> ListView:
    """The same view with every text passed through `clean`."""
    return replace(
        view,
        organisation=clean(view.organisation),
        phone=clean(view.phone),
        rows=tuple(
            replace(row, cells={name: clean(text) for name, text in row.cells.items()})
            for row in view.rows
        ),
    )
