"""The entrypoint of requests: one queue per service, dispatched by routing key.

A request is acknowledged after its reply was handed to the broker. If the broker is down at that
moment, the request comes back and is executed again while its caller still waits; commands bear
that because of their idempotency key.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import partial
from types import TracebackType
from typing import Any

from nameko.exceptions import ContainerBeingKilled
from nameko.extensions import Entrypoint, SharedExtension
from typing_extensions import override

from services.chassis.causes import Call
from services.chassis.chassis_metrics import RPC_REQUESTS, RPC_SECONDS, RequestOutcome
from services.chassis.entrypoints import RpcMark
from services.chassis.logs import get_logger
from services.chassis.messaging.confirms import BrokerUnavailableError
from services.chassis.messaging.connection import message_of
from services.chassis.messaging.intake import history_of
from services.chassis.messaging.lanes import Incoming
from services.chassis.messaging.link import QueueReader
from services.chassis.messaging.outcomes import Park, describe
from services.chassis.messaging.settling import acknowledge
from services.chassis.nameko_edge.link import ServiceLink
from services.chassis.rpc import answering, wire
from services.contracts.errors import TepeiError
from services.contracts.routing import RPC_EXCHANGE, rpc_queue

log = get_logger(__name__)

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None]


@dataclass(frozen=True, slots=True)
class Asked:
    """One verified request in hand."""

    incoming: Incoming
    address: answering.ReplyAddress
    call: Call[Any]
    began: float

    @property
    def seconds(self) -> float:
        """How long it has been in hand."""
        return time.monotonic() - self.began


class RequestServer(SharedExtension):
    """Reads the service's RPC queue and hands each request to the entrypoint of its method."""

    link = ServiceLink()

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._entrypoints: dict[str, RequestEntrypoint] = {}

    @override
    def setup(self) -> None:
        self.link.register(self)

    def register(self, entrypoint: RequestEntrypoint) -> None:
        """Answer one more method."""
        self._entrypoints[f"{self.link.service}.{entrypoint.method_name}"] = entrypoint

    def reader(self) -> QueueReader:
        """The RPC queue. Requests die with their deadline, so there is no need for care."""
        return QueueReader(
            queue=rpc_queue(self.link.service),
            prefetch=self.link.rpc_limit + 2,
            lane=self.link.rpc_lane,
            handle=self._handle,
            careful=False,
        )

    def _handle(self, incoming: Incoming) -> None:
        message = incoming.message
        try:
            address = answering.reply_address(message)
        except wire.MalformedMessageError as error:
            self._park(incoming, str(error))
            return
        entrypoint = self._entrypoints.get(str(message.delivery_info["routing_key"]))
        if entrypoint is None:
            self.reply_later(incoming, address, answering.unknown_method())
            return
        try:
            received = answering.read_request(message)
        except wire.MalformedMessageError as error:
            self._park(incoming, str(error))
            return
        entrypoint.take(incoming, address, received)

    def _park(self, incoming: Incoming, why: str) -> None:
        outcome = Park(f"malformed: {why}", history_of(incoming.message))
        work = partial(self._settle_parked, incoming, outcome)
        self.container.spawn_managed_thread(work, identifier="park")

    def _settle_parked(self, incoming: Incoming, outcome: Park) -> None:
        try:
            self.link.settler.settle(incoming.queue, incoming.message, outcome)
        except Exception:
            log.exception("settling_failed", queue=incoming.queue)
        finally:
            self.link.rpc_lane.finished(incoming)

    def reply_later(
        self, incoming: Incoming, address: answering.ReplyAddress, reply: answering.Reply
    ) -> None:
        """Answer from a thread of its own: the reading thread must not write."""
        work = partial(self.reply, incoming, address, reply)
        self.container.spawn_managed_thread(work, identifier="reply")

    def reply(
        self, incoming: Incoming, address: answering.ReplyAddress, reply: answering.Reply
    ) -> None:
        """Send a reply and acknowledge the request; never raises."""
        message = message_of(reply.body, correlation_id=address.correlation_id, delivery_mode=1)
        try:
            self.link.replies.publish(message, RPC_EXCHANGE, address.reply_to)
            acknowledge(incoming.message)
        except BrokerUnavailableError as error:
            log.warning("reply_not_sent", error=str(error))
        except Exception:
            log.exception("reply_not_sent")
        finally:
            self.link.rpc_lane.finished(incoming)


class RequestEntrypoint(Entrypoint):
    """Answers one request class by one method."""

    server = RequestServer()
    link = ServiceLink()

    def __init__(self, mark: RpcMark, **kwargs: Any) -> None:
        super().__init__(expected_exceptions=(Exception,), **kwargs)
        self.mark = mark
        self._request = mark.request

    @override
    def setup(self) -> None:
        self._method = f"{self.link.service}.{self.method_name}"
        self._keys = self.link.settings.actor_public_keys
        self.server.register(self)

    @override
    def stop(self) -> None:
        self.link.stop_consuming()

    def take(
        self,
        incoming: Incoming,
        address: answering.ReplyAddress,
        received: wire.WireRequest,
    ) -> None:
        """Verify a request and start its handler."""
        began = time.monotonic()
        try:
            call = answering.build_call(self._request, received, self._keys, self.link.app.clock)
        except TepeiError as error:
            reply = answering.reply_to_error(error)
            self._measure(reply.outcome, 0.0)
            self.server.reply_later(incoming, address, reply)
            return
        finish = partial(self._finish, Asked(incoming, address, call, began))
        try:
            self.container.spawn_worker(self, (call,), {}, context_data={}, handle_result=finish)
        except ContainerBeingKilled:
            log.info("request_left_to_the_next_process", method=self._method)

    def _finish(
        self, asked: Asked, _worker: object, result: object, exc_info: ExcInfo | None
    ) -> tuple[object, ExcInfo | None]:
        reply = self._reply_for(result, exc_info)
        self._measure(reply.outcome, asked.seconds)
        log.info(
            "request_answered",
            method=self._method,
            outcome=reply.outcome.value,
            actor=asked.call.actor.reference,
            milliseconds=round(asked.seconds * 1000, 1),
        )
        self.server.reply(asked.incoming, asked.address, reply)
        return result, exc_info

    def _reply_for(self, result: object, exc_info: ExcInfo | None) -> answering.Reply:
        try:
            if exc_info is None:
                return answering.reply_to_result(self._request, result)
            reply = answering.reply_to_error(exc_info[1])
        except Exception as error:
            log.exception("answer_unusable", method=self._method)
            return answering.reply_to_error(error)
        if reply.outcome is RequestOutcome.FAILED:
            why = describe(exc_info[1])
            log.error("request_failed", method=self._method, reason=why, exc_info=exc_info)
        return reply

    def _measure(self, outcome: RequestOutcome, seconds: float) -> None:
        RPC_REQUESTS.inc(method=self._method, outcome=outcome)
        RPC_SECONDS.observe(seconds, method=self._method)
