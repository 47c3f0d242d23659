"""The supervisor keeps the parts running, and stops all of them."""

from __future__ import annotations

import http.client
import signal
import time
import urllib.error
import urllib.request
from collections.abc import Callable

import pytest

from deploy.local.client import Stack
from deploy.local.faults import StackError
from deploy.local.ports import busy_ports
from deploy.local.supervisor import tree
from tests.integration.stack.conftest import family, stack_command


def wait_for(condition: Callable[[], bool], seconds: float = 20.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)


def page(stack: Stack, path: str) -> str:
    url = f"http://127.0.0.1:{stack.facts['ports']['supervisor']}{path}"
    with urllib.request.urlopen(url, timeout=5) as answer:
        return str(answer.read().decode())


@pytest.mark.parametrize("part", ["minio", "postgres"])
def test_a_killed_part_is_started_again_and_counted(stack: Stack, part: str) -> None:
    before = stack.status()[part]
    stack.kill(part)
    wait_for(lambda: stack.status()[part]["restarts"] == before["restarts"] + 1)
    stack.wait_ready(part)
    assert stack.status()[part]["pid"] != before["pid"]
    assert f'tepei_part_restarts_total{{part="{part}"}} 1' in page(stack, "/metrics")


def test_a_part_killed_for_good_stays_down_until_it_is_started(stack: Stack) -> None:
    stack.kill("minio", hold=True)
    wait_for(lambda: not stack.status()["minio"]["pid"])
    time.sleep(1.0)  # longer than the supervisor's first pause
    assert stack.status()["minio"]["state"] == "held"
    stack.start("minio")
    assert stack.is_ready("minio")


def test_a_frozen_part_does_not_answer_and_goes_on_afterwards(stack: Stack) -> None:
    with stack.paused("minio"):
        assert stack.status()["minio"]["state"] == "paused"
        assert not stack.is_ready("minio")
    stack.wait_ready("minio")


def test_starting_what_runs_changes_nothing(stack: Stack) -> None:
    before = {name: row["pid"] for name, row in stack.status().items()}
    stack_command("--instance", "stackone", "infra")
    assert {name: row["pid"] for name, row in stack.status().items()} == before


def test_the_orders_of_strangers_are_not_heard(stack: Stack) -> None:
    line = http.client.HTTPConnection("127.0.0.1", stack.facts["ports"]["supervisor"], timeout=5)
    line.request("POST", "/shutdown", headers={"Authorization": "Bearer guess"})
    assert line.getresponse().status == http.HTTPStatus.NOT_FOUND
    line.close()
    with pytest.raises(urllib.error.HTTPError):
        page(stack, "/status")


def test_an_unknown_part_is_named_in_the_answer(stack: Stack) -> None:
    with pytest.raises(StackError, match="nobody"):
        stack.kill("nobody")


def test_two_instances_run_side_by_side_and_stop_one_by_one(stack: Stack, other: Stack) -> None:
    assert not set(stack.facts["ports"].values()) & set(other.facts["ports"].values())
    servers = ("epmd", "rabbitmq", "postgres", "minio")
    assert all(each.is_ready(name) for each in (stack, other) for name in servers)
    processes = family(other)
    stack_command("--instance", "stacktwo", "down")
    assert not [pid for pid, start in processes.items() if tree.is_alive(pid, start)]
    assert busy_ports(other.facts["ports"].values()) == []
    assert all(stack.is_ready(name) for name in servers)


def test_nothing_is_left_even_when_the_supervisor_was_killed(other: Stack) -> None:
    stack_command("--instance", "stacktwo", "infra")
    processes = family(other)
    tree.signal_one(other.supervisor_pid(), signal.SIGKILL)
    stack_command("--instance", "stacktwo", "down")
    wait_for(lambda: not any(tree.is_alive(*process) for process in processes.items()))
    assert busy_ports(other.facts["ports"].values()) == []
