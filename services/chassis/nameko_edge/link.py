"""The extension that all entrypoints of a service share: connection, lanes, publishers."""

from __future__ import annotations

from typing import Any, Protocol

from nameko.extensions import SharedExtension
from typing_extensions import override

from services.chassis.messaging.confirms import ConfirmedPublisher, ReplySender
from services.chassis.messaging.connection import Address
from services.chassis.messaging.intake import created_at
from services.chassis.messaging.lanes import Budget, Lane
from services.chassis.messaging.link import BrokerLink, QueueReader
from services.chassis.messaging.settling import Settler
from services.chassis.service import ServiceApp
from services.chassis.settings import ServiceSettings

EVENT_SHARE = 0.5
REQUEST_SHARE = 0.8
"""The most of the workers that events or requests may take: each always has some left."""


class Consumes(Protocol):
    """An entrypoint that reads a queue."""

    def reader(self) -> QueueReader:
        """Its queue."""
        ...


class ServiceLink(SharedExtension):
    """One consuming connection, one publishing connection and one for replies per process."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._consumers: list[Consumes] = []
        self._link: BrokerLink | None = None

    @property
    def app(self) -> ServiceApp:
        """The service's application object."""
        app: ServiceApp = self.container.config["app"]
        return app

    @property
    def settings(self) -> ServiceSettings:
        """The service's settings."""
        return self.app.settings

    @property
    def service(self) -> str:
        """The service's name."""
        return str(self.container.service_name)

    @override
    def setup(self) -> None:
        url = self.settings.broker_url.get_secret_value()
        workers = self.settings.max_workers
        self.event_limit = max(1, round(workers * EVENT_SHARE))
        self.rpc_limit = max(1, round(workers * REQUEST_SHARE))
        budget = Budget(workers)
        self.rpc_lane = Lane(self.rpc_limit, budget)
        self.event_lane = Lane(self.event_limit, budget)
        self.publisher = ConfirmedPublisher(Address.parse(url, f"{self.service} publisher"))
        self.replies = ReplySender(Address.parse(url, f"{self.service} replies"))
        self.settler = Settler(self.service, self.publisher)
        self._consuming = Address.parse(url, f"{self.service} consumer")

    def register(self, consumer: Consumes) -> None:
        """Read the queue of an entrypoint as well."""
        self._consumers.append(consumer)

    @override
    def start(self) -> None:
        link = self._link = BrokerLink(self._consuming)
        for consumer in self._consumers:
            link.add(consumer.reader())
        if self._consumers:
            self.container.spawn_managed_thread(link.run, identifier="broker-link")

    @property
    def connected(self) -> bool:
        """Whether all queues are being read."""
        return self._link is not None and self._link.connected

    def oldest_in_hand(self, queue: str) -> float | None:
        """When the oldest message in hand of a queue was created; None if there is none."""
        mine = (item for item in self.event_lane.in_hand() if item.queue == queue)
        stamps = (created_at(item.message) for item in mine)
        return min((stamp for stamp in stamps if stamp is not None), default=None)

    def stop_consuming(self) -> None:
        """Take nothing more and settle what is in hand; every entrypoint's `stop` calls it."""
        if self._link is not None and self._consumers:
            self._link.stop()

    @override
    def stop(self) -> None:
        self.publisher.close()
        self.replies.close()
