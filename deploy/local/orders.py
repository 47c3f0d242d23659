"""Give orders to a running supervisor, or stop what an earlier one left."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deploy.local.faults import ExitCode, StackError
from deploy.local.places import Instance
from deploy.local.setting import LOOPBACK
from deploy.local.supervisor import tree

LONGEST_STOP = 75.0
"""Seconds for services, servers and the name server to finish one after the other."""


@dataclass(frozen=True)
class Supervision:
    """The way to an instance's supervisor."""

    record: Path

    def recorded(self) -> dict[str, Any]:
        """The pids last written down; empty when the instance never ran."""
        path = self.record / "status.json"
        return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}

    def is_running(self) -> bool:
        """Whether the recorded supervisor is that process still."""
        own = self.recorded().get("supervisor", {"pid": 0, "start": None})
        return tree.is_alive(own["pid"], own["start"])

    def order(self, word: str, argument: str = "", method: str = "POST") -> dict[str, Any]:
        """Send one order and return the answer.

        Raises:
            StackError: No supervisor answers, or it refuses.
        """
        port = json.loads((self.record / "ports.json").read_text(encoding="utf-8"))["supervisor"]
        secrets = json.loads((self.record / "secrets.json").read_text(encoding="utf-8"))
        headers = {"Authorization": f"Bearer {secrets['supervisor.token']}"}
        line = http.client.HTTPConnection(LOOPBACK, port, timeout=15)
        path = f"/{word}/{argument}" if argument else f"/{word}"
        try:
            line.request(method, path, headers=headers)
            answer = line.getresponse()
            told: dict[str, Any] = json.loads(answer.read())
        except (OSError, ValueError, http.client.HTTPException) as fault:
            message = "运行环境没有启动：请先运行 make up。"
            raise StackError(ExitCode.NOT_RUNNING, message) from fault
        finally:
            line.close()
        if "error" in told:
            raise StackError(ExitCode.PART, f"没有这样的部件或操作：{told['error']}")
        return told

    def status(self) -> dict[str, Any]:
        """What the supervisor says about every part."""
        return self.order("status", method="GET")


def start_supervisor(instance: Instance) -> Supervision:
    """Start the supervisor, or let the running one read the new parts."""
    supervision = Supervision(instance.record)
    if supervision.is_running():
        supervision.order("reload")
        return supervision
    end_leftovers(supervision)
    with (instance.logs / "supervisor.log").open("ab") as log:
        subprocess.Popen(
            [sys.executable, "-m", "deploy.local.supervisor", str(instance.record)],
            cwd=instance.checkout.root,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    wait_for_supervisor(supervision)
    return supervision


def wait_for_supervisor(supervision: Supervision) -> None:
    """Wait until the fresh supervisor answers."""
    deadline = time.monotonic() + 15
    while True:
        try:
            supervision.status()
        except StackError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return


def stop_everything(instance: Instance) -> bool:
    """Stop all parts and the supervisor; afterwards no process of the instance is left.

    Returns:
        Whether anything ran.
    """
    supervision = Supervision(instance.record)
    if not supervision.is_running():
        return end_leftovers(supervision)
    own = supervision.recorded()["supervisor"]
    os.kill(own["pid"], signal.SIGTERM)
    deadline = time.monotonic() + LONGEST_STOP
    while tree.is_alive(own["pid"], own["start"]) and time.monotonic() < deadline:
        time.sleep(0.05)
    end_leftovers(supervision)
    return True


def end_leftovers(supervision: Supervision) -> bool:
    """Kill recorded processes that outlived their supervisor; never by name, always by pid."""
    recorded = supervision.recorded()
    processes = [*recorded.get("parts", {}).values(), recorded.get("supervisor", {})]
    alive = [p["pid"] for p in processes if p and tree.is_alive(p["pid"], p["start"])]
    for pid in alive:
        tree.signal_tree(pid, signal.SIGKILL)
    deadline = time.monotonic() + 10
    while any(tree.started(pid) for pid in alive) and time.monotonic() < deadline:
        time.sleep(0.05)
    return bool(alive)
