"""The report merges runs; the page says what holds and keeps the prose."""

from __future__ import annotations

import json
from pathlib import Path

from bench import page, report
from bench.measuring import Samples

NOTES = """
method = "In turn."
profile = "Where it goes."

[short]
relay = "Reading the rows costs most; next: read ahead."
"""


def told(folder: Path) -> str:
    (folder / "notes.toml").write_text(NOTES, encoding="utf-8")
    page.write(folder / "report.json", folder / "page.md", folder / "notes.toml")
    return (folder / "page.md").read_text(encoding="utf-8")


def test_a_run_of_some_rows_keeps_the_others(tmp_path: Path) -> None:
    path = tmp_path / "var" / "report.json"
    report.record({"relay": Samples([50], [100])}, path)
    report.record({"start": Samples([18.0])}, path)
    report.record({"relay": Samples([70], [100])}, path)
    rows = json.loads(path.read_text(encoding="utf-8"))["rows"]
    assert list(rows) == ["start", "relay"]
    assert (rows["relay"]["figure"], rows["relay"]["holds"]) == (70, True)
    assert set(rows["start"]) >= {"figure", "limit", "target", "holds", "min", "max", "rounds"}


def test_only_what_was_measured_now_is_told_now(tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    report.record({"start": Samples([18.0])}, path)
    assert list(report.record({"relay": Samples([70], [100])}, path)) == ["relay"]


def test_the_page_explains_what_falls_short_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    report.record({"relay": Samples([50], [100]), "start": Samples([18.0])}, path)
    text = told(tmp_path)
    assert "| relay | 50 events/s | 50 – 50 | 100 | 0.5 × | ≥ 0.6 × | falls short |" in text
    assert "| start | 18 s | 18 – 18 | – | 18 s | ≤ 20 s | holds |" in text
    assert "Reading the rows costs most" in text
    report.record({"relay": Samples([70], [100])}, path)
    assert "falls short" not in told(tmp_path)


def test_a_short_row_without_prose_says_so(tmp_path: Path) -> None:
    report.record({"start": Samples([28.0])}, tmp_path / "report.json")
    assert "**start**: not looked into yet." in told(tmp_path)


def test_the_machine_is_told_without_paths_or_names(tmp_path: Path) -> None:
    report.record({"start": Samples([18.0])}, tmp_path / "report.json")
    machine = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))["machine"]
    assert "cores" in machine
    assert "/" not in machine
