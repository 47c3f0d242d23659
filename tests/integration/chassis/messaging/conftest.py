"""The probe service on the running servers, clean before each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.probe.lab import Lab, laboratory
from tests.support.scratch_database import running_stack, scratch_database


@pytest.fixture(scope="session")
def probe_lab() -> Iterator[Lab]:
    stack = running_stack()
    with scratch_database(stack) as scratch, laboratory(stack, scratch) as lab:
        yield lab


@pytest.fixture
def lab(probe_lab: Lab) -> Iterator[Lab]:
    probe_lab.clean()
    yield probe_lab
    probe_lab.kill_all()
