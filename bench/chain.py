"""Submissions sent by the clients, followed through the chain to the desk and the queued form."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from typing import Any, LiteralString
from urllib.parse import urlsplit

import psycopg

from bench.child import Child
from bench.crowd import Crowd
from bench.scratch import plain
from deploy.local.client import Stack

CREATED = 201
DRAIN_SECONDS = 60.0
LOOK_EVERY_SECONDS = 0.05
HEARERS = ("review", "documents")

_SUBMITTED = """
SELECT event_id::text, extract(epoch FROM created_at)::float8 FROM outbox
WHERE routing_key = 'submitted' AND id > %s
"""
_AT_THE_DESK = """
SELECT payload->>'causation_id', extract(epoch FROM created_at)::float8 FROM outbox
WHERE routing_key = 'desk-changed' AND id > %s
"""


@dataclass(frozen=True, slots=True)
class Round:
    """What one round of submissions showed, each list in milliseconds."""

    seconds: float
    answered: list[float]
    """Until the 201."""
    at_the_desk: list[float]
    """From the commit of the submission to the commit of the desk's file."""
    drained: float
    """Seconds after the last 201 until the whole chain was done."""


class Chain:
    """The way from the gateway to the queued forms."""

    def __init__(self, stack: Stack, crowd: Crowd, load: Child) -> None:
        self._crowd = crowd
        self._load = load
        self._address = urlsplit(stack.gateway_url)
        self._stores = {
            name: psycopg.connect(plain(stack.owner_url(name)), autocommit=True)
            for name in ("applications", *HEARERS)
        }
        self._due = {name: self._heard(name) for name in HEARERS}

    def submit(self, how_many: int, **how: Any) -> Round:
        """Let the clients submit so many drafts, then wait until the chain is drained.

        Raises:
            RuntimeError: A submission was refused.
            TimeoutError: Not every submission reached the desk and the queue of forms.
        """
        tickets = self._crowd.sessions(self._crowd.drafts(how_many))
        marks = {name: self._number(name, "SELECT max(id) FROM outbox") for name in self._stores}
        body = json.dumps(
            {
                "expected_revision": self._crowd.revision,
                "pledge": True,
                "pledge_version": self._crowd.stage.pledge_version,
            }
        )
        told = self._load.ask(
            host=self._address.hostname,
            port=self._address.port,
            wanted=CREATED,
            body=body,
            tickets=[
                {
                    "application_id": str(ticket.draft.application_id),
                    "cookie": ticket.cookie,
                    "csrf": ticket.csrf,
                }
                for ticket in tickets
            ],
            **how,
        )
        if told["refused"]:
            raise RuntimeError(f"{len(told['refused'])} refused, the first: {told['refused'][0]}")
        self._due = {name: due + how_many for name, due in self._due.items()}
        drained = self._drain()
        desk = self._to_the_desk(marks)
        return Round(told["seconds"], told["milliseconds"], desk, drained)

    def _drain(self) -> float:
        """Wait until every submission has taken effect in every hearer."""
        began = time.monotonic()
        while any(self._heard(name) < due for name, due in self._due.items()):
            if time.monotonic() - began > DRAIN_SECONDS:
                raise TimeoutError(f"not every submission arrived: {self._due}")
            time.sleep(LOOK_EVERY_SECONDS)
        return time.monotonic() - began

    def _heard(self, service: str) -> int:
        return self._number(service, "SELECT count(*) FROM inbox WHERE event = 'submitted'")

    def _to_the_desk(self, marks: dict[str, int]) -> list[float]:
        """From commit to commit, by the instants each service wrote into its outbox."""
        began = self._instants("applications", _SUBMITTED, marks)
        ended = self._instants("review", _AT_THE_DESK, marks)
        missing = began.keys() - ended.keys()
        if missing:
            raise RuntimeError(f"{len(missing)} submissions have no file at a desk")
        return [(ended[event] - began[event]) * 1000 for event in began]

    def _instants(
        self, service: str, query: LiteralString, marks: dict[str, int]
    ) -> dict[str, float]:
        return dict(self._stores[service].execute(query, (marks[service],)).fetchall())

    def _number(self, service: str, query: LiteralString) -> int:
        row = self._stores[service].execute(query).fetchone()
        return 0 if row is None or row[0] is None else int(row[0])
