"""Debian's Prometheus on the running instance: what it is told, what it sees, when it alarms."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import amqp
import pytest
import yaml

from deploy.local.client import Stack
from deploy.local.places import this_checkout
from deploy.local.setup import ensure_setup
from operations.monitor import RULES, write_configuration
from operations.parked import main as parked
from services.chassis.messaging.connection import (
    Address,
    message_of,
    open_channel,
    open_connection,
)
from tests.support.live import INSTANCE, ROOT
from tests.support.probe.lab import eventually

QUEUE = "evt-accounts-organisation-changed--quotas.on_organisation_changed"


@pytest.fixture(scope="module", autouse=True)
def prometheus() -> None:
    """As `make monitor` installs it."""
    ensure_setup(this_checkout(), ["monitor"])


def alerts() -> set[str]:
    """Names of all alerts there are."""
    groups = yaml.safe_load(RULES.read_text(encoding="utf-8"))["groups"]
    return {rule["alert"] for group in groups for rule in group["rules"]}


def promtool(*words: str) -> str:
    done = subprocess.run(
        ["promtool", *words], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_written_configuration_and_its_rules_are_valid(stack: Stack, tmp_path: Path) -> None:
    file = write_configuration(stack, tmp_path)
    assert f"{len(alerts())} rules found" in promtool("check", "config", str(file))


def test_the_rules_alarm_when_they_must() -> None:
    assert "SUCCESS" in promtool("test", "rules", str(RULES.with_name("alerts_test.yml")))


class Monitor:
    """`make monitor` in a terminal of its own."""

    def __init__(self, stack: Stack, log: Path) -> None:
        self.address = f"http://127.0.0.1:{stack.facts['ports']['monitor']}"
        self._log = log
        self._process = subprocess.Popen(
            [sys.executable, "-m", "operations.monitor"],
            cwd=ROOT,
            env=os.environ | {"TEPEI_INSTANCE": INSTANCE},
            stdout=log.open("wb"),
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def ask(self, path: str) -> Any:
        try:
            url = f"{self.address}/api/v1/{path}"
            with urlopen(url, timeout=5) as answer:  # noqa: S310 -- Prometheus on this machine
                return json.load(answer)["data"]
        except URLError:
            return {}

    def alerts(self) -> set[tuple[str, str]]:
        """Name and what it is about, of each alert that waits or fires."""
        found = self.ask("alerts")["alerts"]
        return {(a["labels"]["alertname"], a["labels"].get("queue", "")) for a in found}

    def interrupt(self) -> tuple[int, str]:
        """Ctrl-C, as a terminal sends it to the whole group."""
        os.killpg(self._process.pid, signal.SIGINT)
        return self._process.wait(30), self._log.read_text(encoding="utf-8")

    def end(self) -> None:
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(30)


@pytest.fixture
def monitor(stack: Stack, tmp_path: Path) -> Iterator[Monitor]:
    monitor = Monitor(stack, tmp_path / "monitor.log")
    yield monitor
    monitor.end()


def send_poison(stack: Stack, message_id: str) -> None:
    connection = open_connection(Address.parse(stack.broker_admin_url, "poison"))
    channel = open_channel(connection)
    channel.confirm_select()
    message: amqp.Message = message_of(b"{not json", message_id=message_id)
    channel.basic_publish_confirm(message, "quotas.returns", QUEUE, mandatory=True)
    connection.close()


def test_every_process_is_seen_and_a_parked_message_raises_an_alert_until_it_is_gone(
    stack: Stack, monitor: Monitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = {part.name for part in stack.parts() if part.ready.path == "/readyz"}

    def up() -> set[str]:
        targets = monitor.ask("targets").get("activeTargets", ())
        return {t["labels"]["job"] for t in targets if t["health"] == "up"}

    eventually(lambda: up() == expected | {"supervisor"}, 60)
    rules = [r for group in monitor.ask("rules")["groups"] for r in group["rules"]]
    assert {rule["health"] for rule in rules} <= {"ok", "unknown"}
    assert {rule["name"] for rule in rules} == alerts()

    waiting = ("MessagesParked", "quotas.parked")
    assert waiting not in monitor.alerts()
    send_poison(stack, "poison-of-the-monitor-test")
    eventually(lambda: waiting in monitor.alerts(), 60)
    monkeypatch.setenv("TEPEI_INSTANCE", INSTANCE)
    assert parked(["drop", "ID=poison-of-the-monitor-test"]) == 0
    eventually(lambda: waiting not in monitor.alerts(), 60)

    code, shown = monitor.interrupt()
    assert code == 0
    assert f"{monitor.address}/alerts" in shown
    assert "按 Ctrl-C 停止" in shown
    assert "监控已停止" in shown
    assert "Traceback" not in shown
