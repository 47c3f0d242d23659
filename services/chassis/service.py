"""How a service class gets its parts: one application object per process.

    class ReviewService:
        name = "review"
        app = AppProvider(build_app)

        @query(ReadQueue)
        def read_queue(self, call: Call[ReadQueue]) -> ReadQueueAnswer:
            return handlers.read_queue(self.app, call)

    SERVICE = ReviewService

`build_app(settings: ReviewSettings) -> ReviewApp` is called once, by the runner, after it has
patched the process. The annotation of its parameter tells the runner which settings to read. The
application object has at least the fields of `ServiceApp`.
"""

from __future__ import annotations

import typing
from collections.abc import Callable
from typing import Any, Generic, Protocol, Self, TypeVar, overload

from services.chassis.clock import Clock
from services.chassis.database import Database
from services.chassis.settings import ServiceSettings
from services.chassis.work import UnitOfWork

A = TypeVar("A")


class ServiceApp(Protocol):
    """What the runner needs of any application object."""

    @property
    def settings(self) -> ServiceSettings:
        """The settings it was built from."""
        ...

    @property
    def clock(self) -> Clock:
        """Business time."""
        ...

    @property
    def database(self) -> Database:
        """The service's own database."""
        ...

    @property
    def uow(self) -> UnitOfWork:
        """Its units of work; the runner wakes the relay when they commit."""
        ...


class AppProvider(Generic[A]):
    """Provides the application object to every handler as an attribute of the service."""

    def __init__(self, build_app: Callable[[Any], A]) -> None:
        self.build_app = build_app

    @property
    def settings_class(self) -> type[ServiceSettings]:
        """The settings `build_app` asks for, from its annotation.

        Raises:
            TypeError: the first parameter is not annotated with a settings class.
        """
        hints = typing.get_type_hints(self.build_app)
        hints.pop("return", None)
        first = next(iter(hints.values()), None)
        if not (isinstance(first, type) and issubclass(first, ServiceSettings)):
            raise TypeError(f"{self.build_app!r} must take its service's settings")
        return first

    @overload
    def __get__(self, instance: None, owner: type) -> Self: ...
    @overload
    def __get__(self, instance: object, owner: type) -> A: ...
    def __get__(self, instance: object | None, owner: type) -> Self | A:
        """On an instance the runner has put the application object in my place."""
        if instance is None:
            return self
        raise AttributeError(f"{owner.__name__} has no application yet: it is run by the runner")
