"""The report for machines, `var/bench/report.json`: rows of several runs, each the newest."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench import machine
from bench.child import ROOT
from bench.measuring import Samples, verdict
from bench.rows import ROWS

REPORT = ROOT / "var" / "bench" / "report.json"

Told = dict[str, dict[str, Any]]


def record(samples: Mapping[str, Samples], path: Path = REPORT) -> Told:
    """Judge what was measured and put it into the report, beside the rows of earlier runs."""
    fresh = {row.name: verdict(row, samples[row.name]) for row in ROWS if row.name in samples}
    known = rows(path)
    merged = {row.name: (known | fresh)[row.name] for row in ROWS if row.name in known | fresh}
    today = datetime.now(UTC).date().isoformat()
    whole = {"rows": merged, "machine": machine.in_words(), "measured_on": today}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(whole, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return fresh


def rows(path: Path = REPORT) -> Told:
    """The rows measured so far; none when the bench never ran."""
    if not path.exists():
        return {}
    told: Told = json.loads(path.read_text(encoding="utf-8"))["rows"]
    return told


def line(item: tuple[str, Mapping[str, Any]]) -> str:
    """One row for people who watch."""
    name, told = item
    holds = "holds" if told["holds"] else "FALLS SHORT"
    limit = "" if told["limit"] is None else f", limit {told['limit']:g}"
    return f"  {name:<16}{told['figure']:g} {told['unit']}{limit}: {reach(told)} → {holds}"


def reach(told: Mapping[str, Any]) -> str:
    """What was reached and what was to be reached, in the words of the row's kind."""
    sign = "≥" if told["at_least"] else "≤"
    if told["judged"] == "ratio":
        return f"{told['ratio']:g} × ({sign} {told['target']:g} ×)"
    return f"{told['figure']:g} ({sign} {told['target']:g} {told['unit']})"
