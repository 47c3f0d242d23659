"""Dashboard and alerts ask only for metrics that exist."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

from deploy.grafana.dashboard import PANELS
from operations.reference.metrics import document

ROOT = Path(__file__).resolve().parents[3]
BY_OTHERS = {"up", "tepei_part_up", "tepei_part_restarts_total"}
"""Prometheus' own, and the supervisor's."""

NAME = re.compile(
    r"\b(?:tepei|gateway|accounts|applications|review|quotas|documents|notices)_[a-z0-9_]+\b"
)


def known() -> set[str]:
    declared = set(re.findall(r"^\| `([a-z0-9_]+)` \| (?:counter|gauge)", document(), re.MULTILINE))
    histograms = re.findall(r"^\| `([a-z0-9_]+)` \| histogram", document(), re.MULTILINE)
    return (
        BY_OTHERS
        | declared
        | {f"{name}{end}" for name in histograms for end in ("_bucket", "_count", "_sum")}
    )


def test_every_panel_asks_for_a_declared_metric() -> None:
    asked = {name for panel in PANELS for name in NAME.findall(panel.query)}
    assert asked
    assert asked - known() == set()


def test_every_alert_asks_for_a_declared_metric() -> None:
    rules = yaml.safe_load((ROOT / "deploy/prometheus/alerts.yml").read_text(encoding="utf-8"))
    expressions = [rule["expr"] for group in rules["groups"] for rule in group["rules"]]
    asked = {name for expression in expressions for name in NAME.findall(expression)}
    assert asked - known() == set()


def test_every_alert_has_its_page() -> None:
    rules = yaml.safe_load((ROOT / "deploy/prometheus/alerts.yml").read_text(encoding="utf-8"))
    page = (ROOT / "docs/operations/alerts.md").read_text(encoding="utf-8").lower()
    runbooks = {
        r["annotations"]["runbook"].split("#")[1] for g in rules["groups"] for r in g["rules"]
    }
    assert {anchor for anchor in runbooks if f"## {anchor}" not in page} == set()
