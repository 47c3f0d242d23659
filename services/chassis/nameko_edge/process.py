"""The process of one service: settings, application, container, operators' door, one stop."""

from __future__ import annotations

import gc
import importlib
import logging
import os
import signal
import sys
from types import FrameType
from typing import Any

import eventlet
from nameko.containers import ServiceContainer
from pydantic import ValidationError
from setproctitle import setproctitle
from sqlalchemy import text

from services.chassis.entrypoints import DeclarationError
from services.chassis.health import OpsServer
from services.chassis.logs import configure_logging, get_logger
from services.chassis.messaging.connection import Address
from services.chassis.messaging.gauges import QueueGauges
from services.chassis.nameko_edge.binding import bind_service
from services.chassis.nameko_edge.link import ServiceLink
from services.chassis.request_hash import request_key
from services.chassis.sealing import Sealing
from services.chassis.service import ServiceApp
from services.chassis.stall import StallMeter
from services.chassis.sweeping import KeySweeper, Sweeping

log = get_logger(__name__)

STOP_SECONDS = 24
"""A stop that takes longer is cut off, so that a supervisor never has to wait for ever."""

_SPARE_WORKERS = 16
"""Timers and work that ends while the next begins: the pool itself must never be what blocks."""

_NAMEKO_LEVEL = logging.ERROR
"""nameko logs each handler's exception; our entrypoints say once what became of it."""


class BrokerNotReadyError(RuntimeError):
    """The broker is not connected, or a queue cannot be read."""


def run(service: str) -> int:
    """Run a service until it is told to stop; see `services.chassis.runner`."""
    try:
        service_class = importlib.import_module(f"services.{service}.service").SERVICE
    except (ImportError, AttributeError) as error:
        sys.stderr.write(f"{service} cannot be started: {error}\n")
        return 2
    return run_class(service_class)


def run_class(service_class: type) -> int:
    """Run a service class until it is told to stop.

    Returns:
        As `services.chassis.runner.main`.
    """
    try:
        bound, provider = bind_service(service_class)
        settings = provider.settings_class()  # values come from the environment
    except (DeclarationError, ValidationError, TypeError) as error:
        sys.stderr.write(f"{service_class.__name__} cannot be started: {error}\n")
        return 2
    configure_logging(settings, settings.service)
    logging.getLogger("nameko").setLevel(_NAMEKO_LEVEL)
    setproctitle(f"tepei {settings.service}")
    process = ServiceProcess(bound, provider.build_app(settings))
    return process.run()


class ServiceProcess:
    """One service running."""

    def __init__(self, service_class: type, app: ServiceApp) -> None:
        self._app = app
        app.uow.key_requests(request_key(app.settings))
        self._container = ServiceContainer(
            service_class,
            config={
                "AMQP_URI": app.settings.broker_url.get_secret_value(),
                "max_workers": app.settings.max_workers + _SPARE_WORKERS,
                "app": app,
            },
        )
        self._stopping = False
        broker = Address.parse(
            app.settings.broker_url.get_secret_value(), f"{self._container.service_name} gauges"
        )
        self._gauges = QueueGauges(broker, self._container.service_name)
        checks = {"database": self._ask_database, "broker": self._ask_broker}
        self._ops = OpsServer(app.settings.ops_port, checks, host=app.settings.ops_host)
        self._stall = StallMeter()
        self._sealing = Sealing.beside(app.settings, app.database)
        self._sweeping = Sweeping(KeySweeper(app.database))

    def run(self) -> int:
        """Run until told to stop.

        Returns:
            0 after a stop, 1 when the container died.
        """
        signal.signal(signal.SIGTERM, self._on_signal)
        signal.signal(signal.SIGINT, self._on_signal)
        self._ops.start()
        self._stall.start()
        self._container.start()
        self._gauges.start(self._link)
        self._sealing.start()
        self._sweeping.start()
        gc.collect()
        gc.freeze()
        log.info("service_started", ops_port=self._ops.port)
        try:
            self._container.wait()
        except Exception:
            log.exception("service_died")
            return 1
        finally:
            self._gauges.stop()
            self._sweeping.stop()
            self._sealing.stop()
            self._ops.stop()
        log.info("service_stopped")
        return 0

    @property
    def _link(self) -> ServiceLink:
        shared: dict[Any, ServiceLink] = self._container.shared_extensions
        return shared[ServiceLink]

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        """Stop once; nameko hangs when it is asked twice."""
        if self._stopping:
            return
        self._stopping = True
        signal.signal(signal.SIGALRM, _cut_off)
        signal.alarm(STOP_SECONDS)
        eventlet.spawn_after(0, self._container.stop)

    def _ask_database(self) -> None:
        with self._app.database.engine.connect() as connection:
            connection.execute(text("SELECT 1"))

    def _ask_broker(self) -> None:
        if not self._link.connected:
            raise BrokerNotReadyError


def _cut_off(_number: int, _frame: FrameType | None) -> None:
    sys.stderr.write("the stop took too long; what is in hand will be delivered again\n")
    os._exit(1)
