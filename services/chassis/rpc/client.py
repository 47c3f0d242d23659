"""Asking a service and waiting for its answer, always with a deadline.

`RpcClient` is what handlers see. `KombuRpcClient` serves plain processes (workers, tools): one
question at a time, no thread. nameko services use `ThreadedRpcClient`.
"""

from __future__ import annotations

import time
import uuid
from abc import ABC, abstractmethod
from datetime import timedelta
from typing import Any, Protocol, Self

import amqp
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from typing_extensions import override

from services.chassis.actor import correlation_of, sign_actor
from services.chassis.chassis_metrics import RPC_CALL_SECONDS
from services.chassis.clock import Clock, real_now
from services.chassis.messaging.connection import (
    BROKER_ERRORS,
    Address,
    close_quietly,
    open_channel,
    open_connection,
)
from services.chassis.rpc import wire
from services.chassis.settings import ServiceSettings
from services.contracts.actors import service_actor
from services.contracts.errors import DeadlineExceededError, ServiceUnavailableError
from services.contracts.requests.base import Request
from services.contracts.routing import RPC_EXCHANGE

DEFAULT_TIMEOUT = 5.0


class RpcClient(Protocol):
    """Somebody to ask."""

    def call(
        self,
        request: Request,
        *,
        actor_token: str | None = None,
        timeout: float = DEFAULT_TIMEOUT,
        idempotency_key: str | None = None,
        correlation_id: str | None = None,
    ) -> Any:
        """Ask and wait.

        Args:
            request: What is asked; its class names the service and the method.
            actor_token: The original person's token, forwarded; None asks as this service.
            timeout: Seconds until nobody waits any more; the request is not begun after that.
            idempotency_key: Needed for a request that writes and may be repeated.
            correlation_id: The story this belongs to, when no token is forwarded.

        Returns:
            An instance of `request.answer`.

        Raises:
            TepeiError: what the service answered.
            DeadlineExceededError: no answer in time; the outcome is unknown.
            ServiceUnavailableError: the question could not be sent.
        """
        ...


class Signer:
    """Signs this service's own questions."""

    def __init__(self, service: str, private_key: Ed25519PrivateKey | str, clock: Clock) -> None:
        self._service = service
        self._key = private_key
        self._clock = clock

    @classmethod
    def from_settings(cls, settings: ServiceSettings, clock: Clock) -> Signer:
        """The signer of a service.

        Raises:
            ValueError: the service has no key.
        """
        if settings.actor_private_key is None:
            raise ValueError(f"{settings.service} asks other services and needs an actor key")
        return cls(settings.service, settings.actor_private_key.get_secret_value(), clock)

    def token(self, correlation_id: str) -> str:
        """A fresh token of this service, valid for a minute."""
        actor = service_actor(self._service)
        return sign_actor(self._key, self._service, actor, self._clock.now(), correlation_id)


class Question:
    """One request on its way: body, address and deadline."""

    def __init__(
        self,
        request: Request,
        signer: Signer,
        *,
        actor_token: str | None,
        timeout: float,
        idempotency_key: str | None,
        correlation_id: str | None,
    ) -> None:
        story = (actor_token and correlation_of(actor_token)) or correlation_id or uuid.uuid4().hex
        self.request = request
        self.message_id = uuid.uuid4().hex
        self.routing_key = f"{request.service}.{request.method}"
        self.ends_at = time.monotonic() + timeout
        self.body = wire.encode_request(
            request,
            token=actor_token or signer.token(story),
            deadline=real_now() + timedelta(seconds=timeout),
            idempotency_key=idempotency_key,
            correlation_id=story,
        )
        self.expiration = str(max(1, int(timeout * 1000)))

    @property
    def remaining(self) -> float:
        """Seconds left; never below zero."""
        return max(0.0, self.ends_at - time.monotonic())

    def message(self, reply_to: str) -> amqp.Message:
        """The AMQP message; it expires in the queue when nobody waits any more."""
        return amqp.Message(
            self.body,
            content_type=wire.CONTENT_TYPE,
            content_encoding="utf-8",
            reply_to=reply_to,
            correlation_id=self.message_id,
            expiration=self.expiration,
            delivery_mode=1,
        )


class AskingClient(ABC):
    """What the clients share: the words of a question, and the answer read from its reply."""

    def __init__(self, broker_url: str, service: str, signer: Signer) -> None:
        self._address = Address.parse(broker_url, f"{service} rpc client")
        self._service = service
        self._signer = signer

    @classmethod
    def from_settings(cls, settings: ServiceSettings, clock: Clock) -> Self:
        """The client of a service or of one of its workers.

        Raises:
            ValueError: the service has no key to sign with.
        """
        signer = Signer.from_settings(settings, clock)
        return cls(settings.broker_url.get_secret_value(), settings.service, signer)

    def call(
        self,
        request: Request,
        *,
        actor_token: str | None = None,
        timeout: float = DEFAULT_TIMEOUT,
        idempotency_key: str | None = None,
        correlation_id: str | None = None,
    ) -> Any:
        """Ask and wait; see `RpcClient.call`."""
        question = Question(
            request,
            self._signer,
            actor_token=actor_token,
            timeout=timeout,
            idempotency_key=idempotency_key,
            correlation_id=correlation_id,
        )
        with RPC_CALL_SECONDS.timed(method=question.routing_key):
            reply = self._ask(question)
        return wire.decode_reply(reply, request)

    @abstractmethod
    def _ask(self, question: Question) -> bytes | str:
        """Send a question and wait for the body of its reply; see `RpcClient.call`."""


class ReplyQueue:
    """An exclusive queue for the replies to one connection."""

    def __init__(self, connection: amqp.Connection, service: str) -> None:
        self.routing_key = str(uuid.uuid4())
        self.channel = open_channel(connection)
        name = f"rpc.reply-{service}-{self.routing_key}"
        self.channel.queue_declare(name, durable=False, exclusive=True, auto_delete=True)
        self.channel.queue_bind(name, RPC_EXCHANGE, self.routing_key)
        self.name = name


class KombuRpcClient(AskingClient):
    """Asks from a plain process: opens its connection when first used, one question at a time."""

    def __init__(self, broker_url: str, service: str, signer: Signer) -> None:
        super().__init__(broker_url, service, signer)
        self._connection: amqp.Connection | None = None
        self._replies: ReplyQueue | None = None
        self._answers: dict[str, bytes | str] = {}

    def close(self) -> None:
        """Drop the connection; the next question opens a new one."""
        connection, self._connection, self._replies = self._connection, None, None
        self._answers.clear()
        close_quietly(connection)

    @override
    def _ask(self, question: Question) -> bytes | str:
        try:
            self._send(question)
            return self._wait(question)
        except BROKER_ERRORS as error:
            self.close()
            raise ServiceUnavailableError from error

    def _send(self, question: Question) -> None:
        if self._connection is None or not self._connection.connected or self._went_stale():
            self.close()
            self._connection = open_connection(self._address)
            self._replies = ReplyQueue(self._connection, self._service)
            self._replies.channel.basic_consume(
                self._replies.name, no_ack=True, exclusive=True, callback=self._keep
            )
        replies = self._replies
        if replies is None:
            raise ServiceUnavailableError
        replies.channel.basic_publish(
            question.message(replies.routing_key),
            RPC_EXCHANGE,
            question.routing_key,
            timeout=max(0.1, question.remaining),
        )

    def _went_stale(self) -> bool:
        """Whether the broker has closed the connection while nobody looked."""
        if self._connection is None:
            return True
        try:
            self._connection.drain_events(timeout=0)
        except TimeoutError:
            return False
        except BROKER_ERRORS:
            return True
        self._answers.clear()  # late answers to questions that were given up
        return False

    def _keep(self, message: amqp.Message) -> None:
        self._answers[str(message.properties.get("correlation_id"))] = message.body

    def _wait(self, question: Question) -> bytes | str:
        connection = self._connection
        while connection is not None and question.message_id not in self._answers:
            if question.remaining <= 0:
                raise DeadlineExceededError
            try:
                connection.drain_events(timeout=question.remaining)
            except TimeoutError:
                continue
        return self._answers.pop(question.message_id)
