"""Events of the notices service."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from pydantic import AwareDatetime

from services.contracts.envelope import Event
from services.contracts.vocabulary import Channel


class MessageDeliveredV1(Event):
    """Published when a message lies in somebody's inbox, or a mail server took it."""

    source: ClassVar[str] = "notices"
    name: ClassVar[str] = "message-delivered"

    message_id: UUID
    application_id: UUID
    channel: Channel
    delivered_at: AwareDatetime
