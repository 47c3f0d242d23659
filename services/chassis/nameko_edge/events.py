"""The entrypoint of one event: message in, handler, outcome out."""

from __future__ import annotations

import time
from functools import partial
from types import TracebackType
from typing import Any

from nameko.exceptions import ContainerBeingKilled
from nameko.extensions import Entrypoint
from typing_extensions import override

from services.chassis.causes import Delivery
from services.chassis.chassis_metrics import (
    EVENT_AGE_SECONDS,
    EVENT_SECONDS,
    EVENTS_CONSUMED,
    INBOX_DUPLICATES,
    DeliveryOutcome,
)
from services.chassis.entrypoints import DeclarationError, EventMark
from services.chassis.logs import get_logger
from services.chassis.messaging.intake import created_at, history_of, read_delivery
from services.chassis.messaging.lanes import Incoming
from services.chassis.messaging.link import QueueReader
from services.chassis.messaging.outcomes import Done, Later, Outcome, Park, judge
from services.chassis.nameko_edge.link import ServiceLink
from services.chassis.rpc.wire import MalformedMessageError
from services.contracts.routing import SUBSCRIPTIONS, Subscription

log = get_logger(__name__)

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None]

_DOWN_PAUSE_SECONDS = 0.5
"""While something is down, a worker rests before it takes the next event: a backlog would
otherwise be moved through the delay queues at full speed, over and over."""

_OUTCOMES: dict[type[Done | Later | Park], DeliveryOutcome] = {
    Done: DeliveryOutcome.DONE,
    Later: DeliveryOutcome.RETRY,
    Park: DeliveryOutcome.PARKED,
}


class EventEntrypoint(Entrypoint):
    """Hands the events of one queue to one method."""

    link = ServiceLink()

    def __init__(self, mark: EventMark, **kwargs: Any) -> None:
        super().__init__(expected_exceptions=(Exception,), **kwargs)
        self.mark = mark
        self._classes = {(event.name, event.version): event for event in mark.events}

    @override
    def setup(self) -> None:
        self._subscription = subscription_of(self.mark, self.link.service)
        self.link.register(self)

    @override
    def stop(self) -> None:
        self.link.stop_consuming()

    def reader(self) -> QueueReader:
        """The subscription's queue, read in the lane of events."""
        return QueueReader(
            queue=self._subscription.queue,
            prefetch=self.link.event_limit + 2,
            lane=self.link.event_lane,
            handle=self._handle,
        )

    def _handle(self, incoming: Incoming) -> None:
        handler = f"{self.link.service}.{self.method_name}"
        try:
            delivery = read_delivery(incoming.message, self._classes, handler)
        except MalformedMessageError as error:
            outcome = Park(f"malformed: {error}", history_of(incoming.message))
            settle = partial(self._settle, incoming, outcome)
            self.container.spawn_managed_thread(settle, identifier="park")
            return
        finish = partial(self._finish, incoming, delivery, time.monotonic())
        try:
            self.container.spawn_worker(
                self, (delivery,), {}, context_data={}, handle_result=finish
            )
        except ContainerBeingKilled:
            log.info("event_left_to_the_next_process", queue=incoming.queue)

    def _finish(
        self,
        incoming: Incoming,
        delivery: Delivery[Any],
        began: float,
        _worker: object,
        result: object,
        exc_info: ExcInfo | None,
    ) -> tuple[object, ExcInfo | None]:
        error = exc_info[1] if exc_info else None
        history = history_of(incoming.message)
        outcome = judge(error, history)
        _tell(delivery, outcome, error)
        _measure(incoming, delivery, outcome, time.monotonic() - began)
        if isinstance(outcome, Later) and outcome.history.deferrals > history.deferrals:
            time.sleep(_DOWN_PAUSE_SECONDS)
        self._settle(incoming, outcome)
        return result, exc_info

    def _settle(self, incoming: Incoming, outcome: Outcome) -> None:
        try:
            self.link.settler.settle(incoming.queue, incoming.message, outcome)
        except Exception:
            log.exception("settling_failed", queue=incoming.queue)
        finally:
            if incoming.done is not None:
                incoming.done(True)
            self.link.event_lane.finished(incoming)


def subscription_of(mark: EventMark, service: str) -> Subscription:
    """The row of `contracts.routing` an entrypoint belongs to.

    Raises:
        DeclarationError: the routing table does not know that this service hears the event.
    """
    for item in SUBSCRIPTIONS:
        if item.service == service and item.event in mark.events:
            return item
    event = mark.events[0]
    raise DeclarationError(f"contracts.routing has no {service} among the consumers of {event}")


def _tell(delivery: Delivery[Any], outcome: Outcome, error: BaseException | None) -> None:
    fields = {
        "event_name": delivery.event_name,
        "event_id": str(delivery.event_id),
        "aggregate_id": str(delivery.aggregate_id),
        "sequence": delivery.sequence,
    }
    match outcome:
        case Done(duplicate=False):
            log.info("event_handled", **fields)
        case Done():
            INBOX_DUPLICATES.inc()
            log.info("event_was_known", **fields)
        case Later():
            log.warning(
                "event_delayed",
                reason=outcome.reason,
                delay_ms=outcome.delay_ms,
                attempts=outcome.history.attempts,
                exc_info=error,
                **fields,
            )
        case Park():
            log.error("event_given_up", reason=outcome.reason, exc_info=error, **fields)


def _measure(incoming: Incoming, delivery: Delivery[Any], outcome: Outcome, seconds: float) -> None:
    event = delivery.event_name
    duplicate = isinstance(outcome, Done) and outcome.duplicate
    word = DeliveryOutcome.DUPLICATE if duplicate else _OUTCOMES[type(outcome)]
    EVENTS_CONSUMED.inc(event=event, outcome=word)
    EVENT_SECONDS.observe(seconds, event=event)
    created = created_at(incoming.message)
    if created is not None and isinstance(outcome, Done):
        EVENT_AGE_SECONDS.observe(max(0.0, time.time() - created), event=event)
