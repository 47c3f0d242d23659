"""What a service class declares is checked against the contracts when it is written down."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

import pytest

from services.chassis.causes import Call, Delivery
from services.chassis.entrypoints import (
    DeclarationError,
    EventMark,
    RpcMark,
    TimerMark,
    command,
    declared,
    query,
    subscribe,
    timer,
)
from services.contracts.envelope import Event
from services.contracts.requests.base import Answer, Request
from tests.support.sample_contracts import DoThing, ForeignV1, ThingAnswer, ThingDoneV1, call


class ReadThing(Request):
    """A question."""

    service: ClassVar[str] = "samples"
    method: ClassVar[str] = "read_thing"
    answer: ClassVar[type[Answer]] = ThingAnswer


class ThingDoneV2(Event):
    """Published when a thing is done, in a newer version."""

    source: ClassVar[str] = ThingDoneV1.source
    name: ClassVar[str] = ThingDoneV1.name
    version: ClassVar[int] = 2


class Samples:
    """A service class as people write it."""

    @command(DoThing)
    def do_thing(self, asked: Call[DoThing]) -> ThingAnswer:
        return ThingAnswer(number=len(asked.data.label))

    @query(ReadThing)
    def read_thing(self, _call: Call[ReadThing]) -> ThingAnswer:
        return ThingAnswer(number=1)

    @subscribe(ThingDoneV1)
    def on_thing_done(self, delivery: Delivery[ThingDoneV1]) -> None:
        pass

    @timer(60)
    def sweep(self) -> None:
        pass

    def count_labels(self) -> None:
        pass


def test_every_mark_is_found_with_its_method() -> None:
    assert list(declared(Samples)) == [
        ("do_thing", RpcMark(DoThing)),
        ("on_thing_done", EventMark((ThingDoneV1,))),
        ("read_thing", RpcMark(ReadThing)),
        ("sweep", TimerMark(60)),
    ]


def test_a_subclass_declares_what_its_parent_does() -> None:
    class Derived(Samples):
        pass

    assert list(declared(Derived)) == list(declared(Samples))


def test_a_marked_method_can_still_be_called() -> None:
    assert Samples().do_thing(call(DoThing(label="ab"))) == ThingAnswer(number=2)


def named(name: str) -> Callable[..., Any]:
    def method(_self: object, _cause: object = None) -> None:
        pass

    method.__name__ = method.__qualname__ = name
    return method


@pytest.mark.parametrize(
    ("declare", "name"),
    [
        (lambda: command(DoThing), "do_it"),
        (lambda: query(ReadThing), "read"),
        (lambda: subscribe(ThingDoneV1), "on_done"),
    ],
)
def test_a_method_has_the_name_the_wire_knows(declare: Callable[[], Any], name: str) -> None:
    with pytest.raises(DeclarationError, match="must be named"):
        declare()(named(name))


def test_what_writes_is_a_command_and_what_does_not_is_a_question() -> None:
    with pytest.raises(DeclarationError, match="use @query"):
        command(ReadThing)
    with pytest.raises(DeclarationError, match="use @command"):
        query(DoThing)


def test_a_handler_takes_one_event_in_any_of_its_versions() -> None:
    marked = subscribe(ThingDoneV1, ThingDoneV2)(named("on_thing_done"))

    class Both:
        on_thing_done = marked

    assert list(declared(Both)) == [("on_thing_done", EventMark((ThingDoneV1, ThingDoneV2)))]
    for events in ((ThingDoneV1, ForeignV1), ()):
        with pytest.raises(DeclarationError, match="one event"):
            subscribe(*events)


@pytest.mark.parametrize("seconds", [0, -1])
def test_a_timer_needs_a_period(seconds: float) -> None:
    with pytest.raises(DeclarationError, match="positive"):
        timer(seconds)
