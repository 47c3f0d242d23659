"""The whole demo plays while its parts are killed one after the other; the audit is clean.

The demo's own report under `var/demo` is written as by `make demo`.
"""

from __future__ import annotations

import random
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from deploy.local.client import Stack
from tests.support.live import INSTANCE, ROOT

SEED = 20191231
BETWEEN_SECONDS = (4.0, 12.0)
ALL_BACK_SECONDS = 120.0
LONGEST_SECONDS = 1500


@pytest.mark.slow
@pytest.mark.timeout(LONGEST_SECONDS)
def test_the_demo_ends_well_whatever_is_killed_on_the_way(stack: Stack, tmp_path: Path) -> None:
    order = [sys.executable, "-m", "deploy.local", "--instance", INSTANCE, "run", "demo"]
    output = tmp_path / "demo.log"
    with output.open("wb") as log:
        demo = subprocess.Popen(order, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT)
        try:
            killed = _kill_until_over(stack, demo)
        finally:
            demo.kill()
    print(killed)
    assert demo.returncode == 0, output.read_text(encoding="utf-8", errors="replace")[-4000:]
    assert set(killed) == {part.name for part in stack.parts()}, "the demo was over too soon"
    stack.wait_ready(seconds=ALL_BACK_SECONDS)


def _kill_until_over(stack: Stack, demo: subprocess.Popen[bytes]) -> Counter[str]:
    """Kill -9 part after part, each round in another order; the supervisor starts them again."""
    dice = random.Random(SEED)
    killed: Counter[str] = Counter()
    while True:
        names = [part.name for part in stack.parts()]
        for victim in dice.sample(names, len(names)):
            try:
                demo.wait(dice.uniform(*BETWEEN_SECONDS))
            except subprocess.TimeoutExpired:
                stack.kill(victim)
                killed[victim] += 1
            else:
                return killed
