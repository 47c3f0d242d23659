"""What Prometheus is told of an instance, and that every alert is tested."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
import yaml

from deploy.local.client import Stack
from operations.monitor import ROOT, RULES, configuration, main
from services.chassis.chassis_metrics import RELAY_ROWS, RelayOutcome
from services.chassis.messaging.connection import Address
from services.chassis.metrics import exposition
from services.chassis.relay.relay import Relay

ALERTS = ROOT / "deploy/prometheus/alerts.yml"
TESTS = ROOT / "deploy/prometheus/alerts_test.yml"

COVERED = {
    "the outbox's lag": "tepei_outbox_lag_seconds",
    "parked messages": "tepei_parked_messages",
    "the queues' age": "tepei_queue_age_seconds",
    "restarts": "tepei_part_restarts_total",
    "the seats' invariant": "quotas_oversold_cells",
}


def loaded(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def rules() -> list[dict[str, Any]]:
    return [rule for group in loaded(ALERTS)["groups"] for rule in group["rules"]]


def part(name: str, port: int, path: str) -> SimpleNamespace:
    return SimpleNamespace(name=name, ready=SimpleNamespace(port=port, path=path))


def test_every_part_with_metrics_is_asked_and_the_servers_are_not() -> None:
    parts = [part("review", 1, "/readyz"), part("postgres", 2, ""), part("checker.1", 3, "/readyz")]
    stack = SimpleNamespace(parts=lambda: parts, facts={"ports": {"supervisor": 9}})
    written = cast("dict[str, Any]", configuration(cast("Stack", stack)))
    asked = {
        job["job_name"]: job["static_configs"][0]["targets"] for job in written["scrape_configs"]
    }
    assert asked == {
        "review": ["127.0.0.1:1"],
        "checker.1": ["127.0.0.1:3"],
        "supervisor": ["127.0.0.1:9"],
    }
    assert written["rule_files"] == [str(RULES)]
    assert RULES == ALERTS


@pytest.mark.parametrize("what", COVERED)
def test_an_alert_watches(what: str) -> None:
    assert any(COVERED[what] in rule["expr"] for rule in rules())


def test_every_alert_is_seen_firing_in_the_rule_tests() -> None:
    fired = {
        case["alertname"]
        for test in loaded(TESTS)["tests"]
        for case in test["alert_rule_test"]
        if case["exp_alerts"]
    }
    assert {rule["alert"] for rule in rules()} == fired


def test_the_first_unroutable_event_counts_as_an_increase() -> None:
    """Prometheus sees no increase in a series that begins with 1: it must begin with 0."""
    nowhere = Address.parse("amqp://x:x@127.0.0.1:1/none", "test")
    Relay("postgresql://nowhere", nowhere, "samples")
    shown = exposition().decode()
    for outcome in RelayOutcome:
        assert f'{RELAY_ROWS.name}{{outcome="{outcome.value}"}}' in shown


def test_an_instance_that_never_ran_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TEPEI_INSTANCE", "neverstarted")
    monkeypatch.setattr("shutil.which", lambda _: "/usr/bin/prometheus")
    assert main() != 0
    assert "neverstarted 没有启动过" in capsys.readouterr().out


def test_a_missing_prometheus_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("shutil.which", lambda _: None)
    assert main() == 3
    assert "make monitor" in capsys.readouterr().out
