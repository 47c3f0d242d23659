"""The report for people: `docs/performance.md`, written anew by every run.

The prose about rows that fall short is kept in `notes.toml`, so that a new run does not lose it.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from bench.child import ROOT
from bench.report import REPORT
from bench.rows import ROWS, Row

PAGE = ROOT / "docs" / "performance.md"
NOTES = Path(__file__).with_name("notes.toml")

_HEAD = """\
# Performance

What the system does on one small machine, against limits taken in the same run. Written by
`make bench`; the numbers are the median over the rounds, with the smallest and the largest.
{machine}.

    make bench                          # every row, under ten minutes
    make bench ROWS="relay consumer"    # some rows; the others keep their last figures

| row | figure | min – max | limit | reached | target | |
|---|---|---|---|---|---|---|
"""


def write(report: Path = REPORT, page: Path = PAGE, notes: Path = NOTES) -> None:
    """Write the page from the report and the notes."""
    whole = json.loads(report.read_text(encoding="utf-8"))
    prose = tomllib.loads(notes.read_text(encoding="utf-8"))
    page.write_text("\n".join(_lines(whole, prose)) + "\n", encoding="utf-8")


def _lines(whole: Mapping[str, Any], prose: Mapping[str, Any]) -> Iterator[str]:
    told = whole["rows"]
    measured = [row for row in ROWS if row.name in told]
    yield _HEAD.format(machine=f"Machine: {whole['machine']}. Last run: {whole['measured_on']}") + (
        "\n".join(_table_line(row, told[row.name]) for row in measured)
    )
    yield "\n## What each row is\n"
    for row in measured:
        against = f" Limit: {row.limit}." if row.limit else ""
        yield f"- **{row.name}**: {row.says}.{against}"
    yield "\n## How it is measured\n"
    yield prose["method"].strip()
    short = [row for row in measured if not told[row.name]["holds"]]
    if short:
        yield "\n## What falls short\n"
        for row in short:
            note = prose["short"].get(row.name, "not looked into yet.")
            yield f"**{row.name}**: {note.strip()}\n"
    yield "\n## Where the time goes\n"
    yield prose["profile"].strip()


def _table_line(row: Row, told: Mapping[str, Any]) -> str:
    limit = "–" if told["limit"] is None else f"{told['limit']:,g}"
    sign = "≥" if row.at_least else "≤"
    ratio = told["judged"] == "ratio"
    reached = f"{told['ratio']:.3g} ×" if ratio else f"{told['figure']:,g} {row.unit}"
    target = f"{sign} {row.target:g} ×" if ratio else f"{sign} {row.target:,g} {row.unit}"
    spread = f"{told['min']:,g} – {told['max']:,g}"
    holds = "holds" if told["holds"] else "falls short"
    figure = f"{told['figure']:,g} {row.unit}"
    return f"| {row.name} | {figure} | {spread} | {limit} | {reached} | {target} | {holds} |"
