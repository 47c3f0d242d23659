"""One confirmed publish and one commit: the least that a step of the chain takes."""

from __future__ import annotations

import time
from statistics import median
from uuid import uuid4

import psycopg

from bench.corner import Corner
from bench.programs.publisher import outgoing
from bench.programs.wiring import HAPPENED, SERVICE
from bench.scratch import plain
from services.chassis.messaging.confirms import ConfirmingChannel
from services.chassis.messaging.connection import Address, open_connection

TIMES = 100
PATIENCE_SECONDS = 10.0
_INSERT = "INSERT INTO bench_effect (event_id, note) VALUES (%s, %s)"


class Hop:
    """Publishes and commits on the servers of the instance."""

    def __init__(self, here: Corner) -> None:
        address = Address.parse(here.environment["BENCH_BROKER_URL"], "bench hop")
        self._here = here
        self._channel = ConfirmingChannel(open_connection(address))
        self._database = psycopg.connect(plain(here.scratch.owner_url), autocommit=True)

    def milliseconds(self) -> float:
        """The median of a number of hops."""
        self._here.channel.queue_purge(HAPPENED.queue)
        return median(self._once() for _ in range(TIMES))

    def _once(self) -> float:
        item = outgoing(SERVICE)
        began = time.perf_counter()
        self._channel.publish_all([item], PATIENCE_SECONDS)
        self._database.execute(_INSERT, (uuid4(), "invented"))
        return (time.perf_counter() - began) * 1000
