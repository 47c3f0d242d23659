"""What a service class declares: commands, questions, events and timers.

The decorators only leave a mark on the method. The runner turns the marks into nameko extensions
(`services.chassis.nameko_edge`), so a service class can be imported, read and tested without
nameko or eventlet.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from services.chassis.causes import Call, Delivery
from services.contracts.envelope import Event
from services.contracts.requests.base import Answer, Request

R = TypeVar("R", bound=Request)
E = TypeVar("E", bound=Event)
A = TypeVar("A", bound=Answer)
S = TypeVar("S")

_MARKS = "__tepei_entrypoints__"


class DeclarationError(TypeError):
    """An entrypoint's declaration contradicts the contracts."""


@dataclass(frozen=True, slots=True)
class RpcMark:
    """The method answers one request class."""

    request: type[Request]


@dataclass(frozen=True, slots=True)
class EventMark:
    """The method handles one event in one or more of its versions."""

    events: tuple[type[Event], ...]


@dataclass(frozen=True, slots=True)
class TimerMark:
    """The method runs every `seconds`, never twice at once in one process."""

    seconds: float


Mark = RpcMark | EventMark | TimerMark


def command(request: type[R]) -> Callable[[Callable[[S, Call[R]], A]], Callable[[S, Call[R]], A]]:
    """Answer a request that writes; it carries an idempotency key.

    Raises:
        DeclarationError: the request does not write, or the method has another name.
    """
    if not request.writes:
        raise DeclarationError(f"{request.__name__} does not write: use @query")
    return _answers(request)


def query(request: type[R]) -> Callable[[Callable[[S, Call[R]], A]], Callable[[S, Call[R]], A]]:
    """Answer a question; it changes nothing and may be asked again freely.

    Raises:
        DeclarationError: the request writes, or the method has another name.
    """
    if request.writes:
        raise DeclarationError(f"{request.__name__} writes: use @command")
    return _answers(request)


def subscribe(
    *events: type[E],
) -> Callable[[Callable[[S, Delivery[E]], None]], Callable[[S, Delivery[E]], None]]:
    """Handle an event; several classes may be named when they are versions of one event.

    The queue is the one of `contracts.routing`. What the handler raises decides what happens to
    the message: `Permanent` parks it, `TryAgain` or a dependency that is down delivers it later,
    anything else is tried five times and then parked.

    Raises:
        DeclarationError: no event, different events, or a method that is not `on_<event>`.
    """
    if len({(event.source, event.name) for event in events}) != 1:
        raise DeclarationError("@subscribe takes one event, in one or more versions")
    expected = "on_" + events[0].name.replace("-", "_")

    def mark(method: Callable[[S, Delivery[E]], None]) -> Callable[[S, Delivery[E]], None]:
        _check_name(method, expected)
        return _marked(method, EventMark(tuple(events)))

    return mark


def timer(seconds: float) -> Callable[[Callable[[S], None]], Callable[[S], None]]:
    """Run the method every `seconds`, in every replica: what it does must bear that.

    An exception is logged and counted; the next run comes as planned.
    """
    if seconds <= 0:
        raise DeclarationError("a timer needs a positive period")

    def mark(method: Callable[[S], None]) -> Callable[[S], None]:
        return _marked(method, TimerMark(seconds))

    return mark


def declared(service: type) -> Iterator[tuple[str, Mark]]:
    """All marks of a service class with the method they stand on, by method name."""
    for name, method in inspect.getmembers(service, inspect.isfunction):
        for mark in getattr(method, _MARKS, ()):
            yield name, mark


def _answers(request: type[R]) -> Callable[[Callable[[S, Call[R]], A]], Callable[[S, Call[R]], A]]:
    def mark(method: Callable[[S, Call[R]], A]) -> Callable[[S, Call[R]], A]:
        _check_name(method, request.method)
        return _marked(method, RpcMark(request))

    return mark


def _check_name(method: Callable[..., Any], expected: str) -> None:
    if method.__name__ != expected:
        raise DeclarationError(f"{method.__qualname__} must be named {expected}")


F = TypeVar("F", bound=Callable[..., Any])


def _marked(method: F, mark: Mark) -> F:
    setattr(method, _MARKS, (*getattr(method, _MARKS, ()), mark))
    return method
