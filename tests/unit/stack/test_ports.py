"""Ports are free ones, chosen once and kept."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.local import ports
from deploy.local.faults import ExitCode, StackError
from deploy.local.places import Checkout, Instance


@pytest.fixture
def instance(tmp_path: Path) -> Instance:
    made = Instance(Checkout(tmp_path, tmp_path / ".local"), "test")
    made.record.mkdir(parents=True)
    return made


@pytest.fixture
def busy() -> Iterator[int]:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server.getsockname()[1]


def test_no_two_parts_share_a_port() -> None:
    block = ports.ports_of_block(20_000)
    assert len(set(block.values())) == len(block)
    assert set(block.values()) <= set(range(20_000, 20_000 + ports.BLOCK))


def test_all_blocks_lie_below_the_ports_of_outgoing_connections() -> None:
    blocks = list(ports.candidate_blocks("any"))
    assert len(set(blocks)) == ports.BLOCKS
    assert max(blocks) + ports.BLOCK < 32_768
    assert min(blocks) > 1024


def test_a_choice_is_kept(instance: Instance) -> None:
    assert ports.choose_ports(instance) == ports.choose_ports(instance)


def test_another_instance_gets_other_ports_though_nobody_listens_yet(instance: Instance) -> None:
    other = Instance(instance.checkout, "other")
    other.record.mkdir(parents=True)
    first, second = ports.choose_ports(instance), ports.choose_ports(other)
    assert not set(first.values()) & set(second.values())


def test_a_port_somebody_listens_on_is_busy(busy: int) -> None:
    assert ports.busy_ports([busy]) == [busy]


def test_a_fixed_block_that_is_taken_ends_with_the_code_for_ports(
    instance: Instance, busy: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEPEI_PORT_BASE", str(busy))
    with pytest.raises(StackError, match="端口") as refused:
        ports.choose_ports(instance)
    assert refused.value.code is ExitCode.PORTS
