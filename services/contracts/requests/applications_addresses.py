"""Where mail about applications goes: asked at the moment of sending, kept nowhere."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from pydantic import Field

from services.contracts.requests.base import Answer, Request

MOST_ADDRESSES = 100


class MailAddress(Answer):
    """What the applicant typed as 电子邮箱 in the newest form; empty when nothing was."""

    application_id: UUID
    address: str


class MailAddressesAnswer(Answer):
    """In no particular order; unknown applications are left out."""

    addresses: tuple[MailAddress, ...]


class MailAddresses(Request):
    """Service `notices` only: where to send mail about these applications; audited."""

    service: ClassVar[str] = "applications"
    method: ClassVar[str] = "mail_addresses"
    answer: ClassVar[type[Answer]] = MailAddressesAnswer
    stores_answer: ClassVar[bool] = False

    application_ids: tuple[UUID, ...] = Field(max_length=MOST_ADDRESSES)
