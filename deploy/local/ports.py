"""Ports of an instance: a block of free ones, chosen once and kept."""

from __future__ import annotations

import json
import os
import socket
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from deploy.local.faults import ExitCode, StackError
from deploy.local.places import Instance, instances_of
from deploy.local.runas import write_private

FIRST_PORT = 18_000
"""Blocks lie between here and 32 768, where outgoing connections begin on Linux."""

BLOCK = 64
BLOCKS = 230

OFFSETS: dict[str, int] = {
    "gateway": 0,
    "s3": 1,
    "postgres": 2,
    "amqp": 3,
    "epmd": 4,
    "broker_node": 5,
    "s3_metrics": 6,
    "supervisor": 7,
    "monitor": 8,
    "smtp": 9,
    "ops.accounts": 10,
    "ops.applications": 11,
    "ops.review": 12,
    "ops.quotas": 13,
    "ops.documents": 14,
    "ops.gateway": 15,
    "ops.notices": 16,
}
"""Place of each port in the block. Checkers and renderers follow, 16 of each at most."""

WORKERS = {"checker": 20, "renderer": 36}
MOST_WORKERS = 16

Ports = dict[str, int]


def ports_of_block(base: int) -> Ports:
    """Every port of the block that begins at ``base``, by name."""
    ports = {name: base + offset for name, offset in OFFSETS.items()}
    for kind, first in WORKERS.items():
        numbers = range(MOST_WORKERS)
        ports.update({f"ops.{kind}.{number + 1}": base + first + number for number in numbers})
    return ports


def choose_ports(instance: Instance) -> Ports:
    """The instance's ports as chosen before, or a block that is free now.

    ``TEPEI_PORT_BASE`` fixes where the block begins.

    Raises:
        StackError: The fixed block is taken, or no block is free.
    """
    kept = instance.record / "ports.json"
    if kept.exists():
        return ports_of_block(base_of(instance))
    ports = ports_of_block(free_block(instance))
    write_private(kept, json.dumps(ports, indent=1))
    return ports


def free_block(instance: Instance) -> int:
    """The first port of a block that no other instance has chosen and nobody listens on."""
    taken = {base_of(other) for other in instances_of(instance.checkout)}
    fixed = os.environ.get("TEPEI_PORT_BASE")
    for base in [int(fixed)] if fixed else candidate_blocks(instance.key):
        if base not in taken and not busy_ports(ports_of_block(base).values()):
            return base
    wanted = f"{fixed} 起的 {BLOCK} 个端口" if fixed else "连续的空闲端口"
    raise StackError(ExitCode.PORTS, f"没有可用的{wanted}：请停掉占用端口的程序后重试。")


def base_of(instance: Instance) -> int:
    """Where an instance's block begins."""
    recorded = json.loads((instance.record / "ports.json").read_text(encoding="utf-8"))
    return int(recorded["gateway"]) - OFFSETS["gateway"]


def candidate_blocks(key: str) -> Iterator[int]:
    """All blocks, beginning at one that depends on the instance, so that checkouts stay apart."""
    start = zlib.crc32(key.encode())
    for number in range(BLOCKS):
        yield FIRST_PORT + (start + number) % BLOCKS * BLOCK


def busy_ports(ports: Iterable[int]) -> list[int]:
    """Those ports on which something listens on the loopback address."""
    return [port for port in ports if not can_listen(port)]


def can_listen(port: int) -> bool:
    """Whether a server could be started on the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def forget_ports(instance: Instance) -> None:
    """Let the next start choose another block."""
    Path(instance.record / "ports.json").unlink(missing_ok=True)
