"""The AsyncAPI 3.0 document of all events, derived from the contract classes."""

from __future__ import annotations

import inspect
import json
from typing import Any

from services.contracts.envelope import Envelope, Event
from services.contracts.events import EVENTS
from services.contracts.routing import CONSUMERS, Subscription, events_exchange


def document() -> str:
    """The document as stable JSON text."""
    content = {
        "asyncapi": "3.0.0",
        "info": {
            "title": "特培 events",
            "version": "1.0.0",
            "description": "Facts exchanged by the services over RabbitMQ. Payloads carry ids and "
            "codes, never personal data.",
        },
        "defaultContentType": "application/json",
        "channels": {_channel_id(cls): _channel(cls) for cls in EVENTS.values()},
        "operations": _operations(),
        "components": {"schemas": {"Envelope": Envelope.model_json_schema()}},
    }
    return json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def _channel_id(cls: type[Event]) -> str:
    return f"{cls.source}.{cls.name}.v{cls.version}"


def _channel(cls: type[Event]) -> dict[str, Any]:
    return {
        "address": cls.name,
        "messages": {
            cls.__name__: {
                "name": cls.__name__,
                "summary": (inspect.getdoc(cls) or "").splitlines()[0],
                "payload": {
                    "allOf": [
                        {"$ref": "#/components/schemas/Envelope"},
                        {"properties": {"data": cls.model_json_schema()}},
                    ]
                },
            }
        },
        "bindings": {
            "amqp": {
                "is": "routingKey",
                "exchange": {
                    "name": events_exchange(cls.source),
                    "type": "topic",
                    "durable": True,
                },
            }
        },
    }


def _operations() -> dict[str, Any]:
    operations: dict[str, Any] = {}
    for cls in EVENTS.values():
        reference = {"$ref": f"#/channels/{_channel_id(cls)}"}
        operations[f"{cls.source}.publish.{cls.name}.v{cls.version}"] = {
            "action": "send",
            "channel": reference,
        }
        for service in CONSUMERS.get(cls, ()):
            operations[f"{service}.{Subscription(cls, service).method}.v{cls.version}"] = {
                "action": "receive",
                "channel": reference,
                "bindings": {"amqp": {"ack": True}},
            }
    return operations
