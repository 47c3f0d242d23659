"""The long chaos layer: what takes minutes; run by `make test-long` alone."""

from __future__ import annotations

import pytest

from deploy.local.client import Stack
from tests.support.live import running_stack, seed_people


@pytest.fixture(scope="session")
def stack() -> Stack:
    stack = running_stack()
    stack.wait_ready(seconds=120)
    seed_people(stack)
    return stack
