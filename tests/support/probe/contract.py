"""What the probe service hears and answers: every way in which a handler can end."""

from __future__ import annotations

from typing import ClassVar

from services.contracts.envelope import Event
from services.contracts.requests.base import Answer, Request
from services.contracts.routing import Subscription, WorkQueue

SERVICE = "probe"
JOBS = WorkQueue("probe.jobs-now", SERVICE)
BULK = WorkQueue("probe.jobs-bulk", SERVICE)


class HappenedV1(Event):
    """Tells the probe what to do when it hears it."""

    source: ClassVar[str] = SERVICE
    name: ClassVar[str] = "happened"
    act: str
    note: str = ""


class UnheardV1(Event):
    """Nobody consumes it."""

    source: ClassVar[str] = SERVICE
    name: ClassVar[str] = "unheard"


HAPPENED = Subscription(HappenedV1, SERVICE)


class Text(Answer):
    """Some text."""

    text: str


class Echo(Request):
    """Says the text again."""

    service: ClassVar[str] = SERVICE
    method: ClassVar[str] = "echo"
    answer: ClassVar[type[Answer]] = Text
    text: str


class Act(Request):
    """Does what an event of that act does, but as a question."""

    service: ClassVar[str] = SERVICE
    method: ClassVar[str] = "act"
    answer: ClassVar[type[Answer]] = Text
    act: str
    note: str = ""


class Write(Request):
    """Stores a note once per key and publishes `count` events of an act."""

    service: ClassVar[str] = SERVICE
    method: ClassVar[str] = "write"
    writes: ClassVar[bool] = True
    answer: ClassVar[type[Answer]] = Text
    note: str
    act: str = "ok"
    count: int = 1


class Relayed(Request):
    """Asks the probe's own echo in the name of the caller."""

    service: ClassVar[str] = SERVICE
    method: ClassVar[str] = "relayed"
    answer: ClassVar[type[Answer]] = Text
    text: str
