"""A store that hangs costs a service less than its callers' deadline."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator

import pytest
import urllib3

from services.chassis.patience import ANSWERING, WORKING, http_pool
from services.chassis.rpc.client import DEFAULT_TIMEOUT


@pytest.fixture
def hanging() -> Iterator[str]:
    """A server that takes connections and never says anything, as a frozen process does."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/"


def test_a_service_gives_up_before_its_caller_does(hanging: str) -> None:
    began = time.monotonic()
    with pytest.raises(urllib3.exceptions.HTTPError):
        http_pool(1, ANSWERING).request("GET", hanging)
    assert time.monotonic() - began < DEFAULT_TIMEOUT


def test_the_longest_call_of_a_service_fits_into_the_deadline_of_its_caller() -> None:
    longest = ANSWERING.attempts * (ANSWERING.connect_seconds + ANSWERING.read_seconds)
    assert longest < DEFAULT_TIMEOUT


def test_a_worker_tries_longer_than_a_service() -> None:
    assert WORKING.attempts > ANSWERING.attempts
    assert WORKING.read_seconds > ANSWERING.read_seconds
