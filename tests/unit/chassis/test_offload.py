"""CPU work leaves the hub where there is one, and is simply done where there is none."""

from __future__ import annotations

import json
import subprocess
import sys
import threading

import pytest

from services.chassis.offload import run_in_thread


def test_without_a_hub_the_work_is_done_where_it_is_asked_for() -> None:
    assert run_in_thread(threading.get_ident) == threading.get_ident()
    assert run_in_thread(sorted, [1, 2, 3], reverse=True) == [3, 2, 1]


def test_what_the_work_raises_is_raised() -> None:
    def fail() -> None:
        raise LookupError("样例")

    with pytest.raises(LookupError, match="样例"):
        run_in_thread(fail)


UNDER_EVENTLET = """
from services.chassis import hub
hub.prepare()
import json
from eventlet.patcher import original
from services.chassis.offload import run_in_thread

def fail():
    raise LookupError

try:
    run_in_thread(fail)
except LookupError:
    raised = True
real = original("_thread")
print(json.dumps([run_in_thread(real.get_ident) != real.get_ident(), raised]))
"""


def test_under_a_hub_it_is_done_in_a_thread_beside_it() -> None:
    """In a process of its own, because eventlet patches the whole process."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", UNDER_EVENTLET],
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(done.stdout) == [True, True]
