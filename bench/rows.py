"""The rows of the bench as a table: what is measured, against what, and what is to be reached."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Judged(StrEnum):
    """What is compared with the target."""

    RATIO = "ratio"
    FIGURE = "figure"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the report."""

    name: str
    group: str
    """Rows of one group are measured together."""
    says: str
    limit: str
    """What the figure is compared with, measured in the same run; empty if nothing is."""
    unit: str
    target: float
    judged: Judged = Judged.RATIO
    at_least: bool = True


_TWO_INSERTS = "the version's and the outbox' INSERT in one transaction, 16 psycopg threads"
_TOWN = "10,000 applications"
_HOP = "1 confirmed publish + 1 commit, one after the other"

ROWS: tuple[Row, ...] = (
    Row(
        "start",
        "footprint",
        "second start of the whole stack, until every part is ready",
        "",
        "s",
        20.0,
        Judged.FIGURE,
        at_least=False,
    ),
    Row(
        "memory",
        "footprint",
        "memory (PSS) of the whole stack, idle, with one renderer and one checker",
        "",
        "MB",
        1500.0,
        Judged.FIGURE,
        at_least=False,
    ),
    Row(
        "relay",
        "relay",
        "outbox relay, batch 500: rows read, published with confirms, marked",
        "pipelined confirmed publish of ready messages, batch 500, same channel",
        "events/s",
        0.6,
    ),
    Row(
        "consumer",
        "consumer",
        "consumer with inbox and one INSERT, a backlog of 2,000 events",
        "bare nameko event handler with the same INSERT",
        "events/s",
        0.7,
    ),
    Row(
        "nominations",
        "nominations",
        "contested nominations for one cell, 32 rivals, each refused once; counted exactly",
        "bare conditional UPDATE of the same row, 32 psycopg threads",
        "nominations/s",
        0.1,
    ),
    Row(
        "upload",
        "upload",
        "upload of 5 MB in parts, from the first byte of the first part to the end of the last",
        "one raw PUT of the same 5 MB to the store",
        "MB/s",
        0.7,
    ),
    Row(
        "upload-cpu",
        "upload",
        "CPU of applications and gateway for one part of an upload: tickets and completion",
        "",
        "ms",
        2.0,
        Judged.FIGURE,
        at_least=False,
    ),
    Row(
        "submissions-8",
        "submissions",
        "submissions through the gateway, 8 clients, 201 after commit, the chain draining",
        _TWO_INSERTS,
        "submissions/s",
        0.06,
    ),
    Row(
        "submissions-16",
        "submissions",
        "submissions through the gateway, 16 clients, 201 after commit, the chain draining",
        _TWO_INSERTS,
        "submissions/s",
        0.06,
    ),
    Row(
        "submission-p50",
        "submissions",
        "submission until its 201, at half load, median",
        "",
        "ms",
        60.0,
        Judged.FIGURE,
        at_least=False,
    ),
    Row(
        "desk-p50",
        "submissions",
        "submitted → the desk sees it, commit to commit, at half load, median",
        _HOP,
        "ms",
        10.0,
        Judged.FIGURE,
        at_least=False,
    ),
    Row(
        "desk-p99",
        "submissions",
        "submitted → the desk sees it, commit to commit, at half load, 99th percentile",
        _HOP,
        "ms",
        100.0,
        Judged.FIGURE,
        at_least=False,
    ),
    Row(
        "export-xlsx",
        "exports",
        "writing an export of 10,000 rows of 11 columns as a renderer does",
        "XlsxWriter's constant-memory mode, the same rows",
        "s",
        2.5,
        at_least=False,
    ),
    *(
        Row(name, "pages", says, "", unit, target, Judged.FIGURE, at_least=at_least)
        for name, says, unit, target, at_least in (
            ("page-p50", f"median of the slowest page, one client, {_TOWN}", "ms", 40.0, False),
            ("page-p95", f"p95 of the slowest page, one client, {_TOWN}", "ms", 120.0, False),
            ("pages-8", f"pages by 8 clients, all pages alike, {_TOWN}", "pages/s", 60.0, True),
            ("page-weight", "heaviest page with all it loads but fonts", "kB", 150.0, False),
            ("layout-shift", "the page that moves most while loading (CLS)", "", 0.0, False),
            (
                "verdict-p50",
                f"verdict of a desk, median, {_TOWN}",
                "ms",
                20.0,
                False,
            ),
            (
                "decision-p50",
                f"pass of a desk, median, {_TOWN}",
                "ms",
                20.0,
                False,
            ),
        )
    ),
)

GROUPS: tuple[str, ...] = tuple(dict.fromkeys(row.group for row in ROWS))


class UnknownRowError(LookupError):
    """No row and no group has that name."""


def chosen_groups(words: Iterable[str]) -> tuple[str, ...]:
    """The groups to measure for names of rows or groups; all of them when none is named.

    Raises:
        UnknownRowError: A word names neither.
    """
    wanted = set()
    for word in words:
        found = {row.group for row in ROWS if word in {row.name, row.group}}
        if not found:
            names = ", ".join(dict.fromkeys([*GROUPS, *(row.name for row in ROWS)]))
            raise UnknownRowError(f"no row is called {word!r}; there are {names}")
        wanted |= found
    return tuple(group for group in GROUPS if group in wanted or not wanted)
