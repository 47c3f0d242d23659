"""The whole system runs from a clone that the servers' and services' users cannot enter.

The clone is a second checkout beside this one, so it also shows that two run at once, that nothing
of the host's own servers is touched, and that `make down` leaves no process.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from deploy.local.client import Stack
from deploy.local.places import SHARED_HOME, checkout_key
from deploy.local.ports import busy_ports
from deploy.local.supervisor import tree
from tests.integration.stack.conftest import ROOT, family, stack_command

SERVERS = ("epmd", "rabbitmq", "postgres", "minio")
PROCESSES = ("accounts", "applications", "review", "quotas", "documents", "notices", "gateway")
WORKERS = ("checker.1", "renderer.1")

USUAL_PORTS = (5672, 15672, 25672, 4369, 5432, 9000)
"""Where a RabbitMQ, epmd, PostgreSQL and S3 server of the host's own would listen."""

HOSTS_OWN = (
    "/etc/postgresql",
    "/var/lib/postgresql",
    "/var/log/postgresql",
    "/etc/rabbitmq",
    "/var/lib/rabbitmq",
    "/var/log/rabbitmq",
)
"""Folders of the servers that Debian's packages would run."""


@dataclass
class Clone:
    """A running clone, and what was there before it started."""

    root: Path
    stack: Stack
    hosts_own: dict[str, tuple[int, int]]
    host_servers: list[socket.socket]

    @property
    def home(self) -> Path:
        """Where its files lie when its users cannot enter it."""
        return SHARED_HOME / checkout_key(self.root.resolve())


def files_of_the_host() -> dict[str, tuple[int, int]]:
    """Every file of the host's own servers, with size and time of its last change."""
    found = {}
    for folder in HOSTS_OWN:
        for place, _, names in os.walk(folder):
            for path in (Path(place), *(Path(place) / name for name in names)):
                facts = path.lstat()
                found[str(path)] = (facts.st_size, facts.st_mtime_ns)
    return found


def stand_in(port: int) -> socket.socket | None:
    """A listener at a usual port, in place of a server of the host; None where one runs."""
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", port))
    except OSError:
        listener.close()
        return None
    listener.listen()
    listener.setblocking(False)
    return listener


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clone]:
    """This commit, cloned below a folder that only its owner may enter, with everything running."""
    closed = tmp_path_factory.mktemp("outside") / "closed"
    closed.mkdir(mode=0o700)
    root = closed / "clone"
    subprocess.run(["git", "clone", "-q", str(ROOT), str(root)], check=True)
    before = files_of_the_host()
    listeners = [each for port in USUAL_PORTS if (each := stand_in(port)) is not None]
    try:
        stack_command("--instance", "test", "up", root=root)
        record = root / ".local" / "test"
        facts = json.loads((record / "stack.json").read_text(encoding="utf-8"))
        yield Clone(root, Stack(record, facts), before, listeners)
    finally:
        stack_command("reset", "all", root=root)
        for listener in listeners:
            listener.close()


def test_every_server_service_and_worker_is_healthy_below_a_closed_folder(clone: Clone) -> None:
    parts = clone.stack.status()
    assert set(parts) >= {*SERVERS, *PROCESSES, *WORKERS}
    unhealthy = [name for name in parts if not clone.stack.is_ready(name)]
    assert unhealthy == []
    assert {name: row["restarts"] for name, row in parts.items() if row["restarts"]} == {}
    if os.geteuid() == 0:
        assert clone.home.is_dir()
        users = {Path(f"/proc/{row['pid']}").stat().st_uid for row in parts.values()}
        assert 0 not in users


def test_two_checkouts_run_at_once(clone: Clone, stack: Stack) -> None:
    assert not set(clone.stack.facts["ports"].values()) & set(stack.facts["ports"].values())
    assert all(each.is_ready(name) for each in (clone.stack, stack) for name in SERVERS)


def test_the_hosts_own_servers_are_neither_asked_nor_changed(clone: Clone) -> None:
    for listener in clone.host_servers:
        with pytest.raises(BlockingIOError):  # nobody has knocked
            listener.accept()
    if len(clone.host_servers) == len(USUAL_PORTS):  # else the host's own are at work and write
        assert files_of_the_host() == clone.hosts_own


def test_down_leaves_no_process_and_the_other_checkout_running(clone: Clone, stack: Stack) -> None:
    processes = family(clone.stack)
    ports = clone.stack.facts["ports"].values()
    stack_command("--instance", "test", "down", root=clone.root)
    assert not [pid for pid, start in processes.items() if tree.is_alive(pid, start)]
    assert running_below(clone.root, clone.home) == []
    assert busy_ports(ports) == []
    assert all(stack.is_ready(name) for name in SERVERS)


def test_reset_leaves_nothing_of_the_clone_on_the_machine(clone: Clone) -> None:
    stack_command("reset", "all", root=clone.root)
    assert not clone.home.exists()
    assert not (clone.root / ".local" / "test").exists()


def running_below(*folders: Path) -> list[str]:
    """Command lines of processes that work in one of the folders or were started with its files."""
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit() or int(entry.name) == os.getpid():
            continue
        try:
            command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            place = str((entry / "cwd").readlink())
        except OSError:
            continue  # gone, or not ours to see
        if any(str(folder) in command or place.startswith(str(folder)) for folder in folders):
            found.append(command)
    return found
