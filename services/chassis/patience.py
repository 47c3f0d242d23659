"""How long a process waits for the object store, by what it does."""

from __future__ import annotations

from dataclasses import dataclass

import urllib3


@dataclass(frozen=True, slots=True)
class Patience:
    """How long and how often a call to the store is tried."""

    connect_seconds: float
    read_seconds: float
    attempts: int


WORKING = Patience(connect_seconds=3, read_seconds=20, attempts=4)
"""For processes that do one job at a time: nobody waits for them."""

ANSWERING = Patience(connect_seconds=1, read_seconds=3, attempts=1)
"""For services that answer requests: a store that hangs must not keep their workers longer than
their callers wait, or everything else the service does stands still as well."""


def http_pool(size: int, patience: Patience) -> urllib3.PoolManager:
    """Connections with limits; the client's own default waits five minutes."""
    return urllib3.PoolManager(
        maxsize=size,
        timeout=urllib3.Timeout(connect=patience.connect_seconds, read=patience.read_seconds),
        retries=urllib3.Retry(
            total=patience.attempts - 1,
            backoff_factor=0.1,
            status_forcelist=(500, 502, 503, 504),
            raise_on_status=False,
        ),
    )
