"""Makes of a marked service class one that nameko's container understands."""

from __future__ import annotations

from typing import Any

import structlog
from nameko.extensions import (
    ENTRYPOINT_EXTENSIONS_ATTR,
    DependencyProvider,
    Entrypoint,
    register_entrypoint,
)
from typing_extensions import override

from services.chassis.causes import Call, Delivery
from services.chassis.entrypoints import (
    DeclarationError,
    EventMark,
    Mark,
    RpcMark,
    TimerMark,
    declared,
)
from services.chassis.nameko_edge.events import EventEntrypoint
from services.chassis.nameko_edge.requests import RequestEntrypoint
from services.chassis.nameko_edge.timers import TimerEntrypoint
from services.chassis.relay import Relay
from services.chassis.service import AppProvider, ServiceApp
from services.contracts.routing import SUBSCRIPTIONS


class AppDependency(DependencyProvider):
    """Injects the application object and runs the service's relay."""

    @property
    def app(self) -> ServiceApp:
        """The application object the runner built."""
        app: ServiceApp = self.container.config["app"]
        return app

    @override
    def start(self) -> None:
        self._relay = Relay.from_settings(self.app.settings)
        self.app.uow.on_commit(self._relay.wake)
        self.container.spawn_managed_thread(self._relay.run, identifier="relay")
        self.container.spawn_managed_thread(self._relay.listen, identifier="relay-listener")

    @override
    def stop(self) -> None:
        self._relay.stop()

    @override
    def get_dependency(self, worker_ctx: Any) -> ServiceApp:
        return self.app

    @override
    def worker_setup(self, worker_ctx: Any) -> None:
        """Begin the handler's log context; it belongs to the handler's green thread."""
        structlog.contextvars.clear_contextvars()
        cause = worker_ctx.args[0] if worker_ctx.args else None
        if isinstance(cause, Call | Delivery):
            structlog.contextvars.bind_contextvars(correlation_id=cause.correlation_id)


def bind_service(service_class: type) -> tuple[type, AppProvider[Any]]:
    """A subclass whose marks are nameko entrypoints and whose provider is a dependency.

    Raises:
        DeclarationError: no provider, or the entrypoints are not those of `contracts.routing`.
    """
    name, provider = _provider_of(service_class)
    _check_subscriptions(service_class)
    attributes: dict[str, Any] = {name: AppDependency()}
    for method_name, mark in declared(service_class):
        method = getattr(service_class, method_name)
        known = getattr(method, ENTRYPOINT_EXTENSIONS_ATTR, ())
        if not any(extension.mark is mark for extension in known):
            register_entrypoint(method, _extension_of(mark))
    return type(service_class.__name__, (service_class,), attributes), provider


def _provider_of(service_class: type) -> tuple[str, AppProvider[Any]]:
    for part in service_class.__mro__:
        for name, value in vars(part).items():
            if isinstance(value, AppProvider):
                return name, value
    raise DeclarationError(f"{service_class.__name__} has no AppProvider")


def _check_subscriptions(service_class: type) -> None:
    """What routing sends to the service must have a handler, or its queue would only grow."""
    service = service_class.name  # type: ignore[attr-defined]  # -- every service class names itself
    heard = {
        event
        for _, mark in declared(service_class)
        if isinstance(mark, EventMark)
        for event in mark.events
    }
    routed = {item.event for item in SUBSCRIPTIONS if item.service == service}
    if heard != routed:
        names = sorted(event.__name__ for event in heard ^ routed)
        raise DeclarationError(f"{service}: contracts.routing and @subscribe differ in {names}")


def _extension_of(mark: Mark) -> Entrypoint:
    match mark:
        case RpcMark():
            return RequestEntrypoint(mark)
        case EventMark():
            return EventEntrypoint(mark)
        case TimerMark():
            return TimerEntrypoint(mark)
