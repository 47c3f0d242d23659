"""The stack runs from a clone that the servers' users cannot enter."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.local.places import SHARED_HOME, checkout_key
from tests.integration.stack.conftest import ROOT, stack_command


@pytest.fixture
def clone(tmp_path: Path) -> Iterator[Path]:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    root = closed / "clone"
    subprocess.run(["git", "clone", "-q", str(ROOT), str(root)], check=True)
    yield root
    stack_command("reset", "all", root=root)


def test_servers_start_below_a_closed_folder_and_reset_leaves_nothing(clone: Path) -> None:
    stack_command("--instance", "test", "infra", root=clone)
    shown = stack_command("--instance", "test", "status", root=clone)
    home = SHARED_HOME / checkout_key(clone.resolve())
    assert "rabbitmq" in shown
    assert home.is_dir() == (os.geteuid() == 0)
    stack_command("reset", "all", root=clone)
    assert not home.exists()
    assert not (clone / ".local" / "test").exists()
