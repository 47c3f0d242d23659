"""Separate consents (单独同意, D06): one for each sensitive material, given and taken back alone.

Nobody is kept from what does not need one: without it only that material cannot be sent.
"""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from pydantic import AwareDatetime, Field

from services.contracts.requests.base import Answer, Request
from services.contracts.vocabulary import Material


class ConsentView(Answer):
    """One material that needs a separate consent, and how it stands."""

    material: Material
    label: str
    purpose: str = Field(description="What it is for")
    without: str = Field(description="What follows for who does not give it")
    given_at: AwareDatetime | None = Field(description="None: not given, or taken back")
    withdrawn_at: AwareDatetime | None = None
    files: int = Field(description="Files of the draft that go when it is taken back")


class ConsentList(Answer):
    """In the order of the form."""

    application_id: UUID
    consents: tuple[ConsentView, ...]
    text_version: int = Field(description="Of the privacy notice they belong to")
    withdrawable: bool = Field(
        description="False once submitted: then the application itself can be withdrawn"
    )


class _ConsentRequest(Request):
    service: ClassVar[str] = "applications"
    answer: ClassVar[type[Answer]] = ConsentList

    application_id: UUID


class ReadConsents(_ConsentRequest):
    """The separate consents of the own application."""

    method: ClassVar[str] = "read_consents"


class GiveConsent(_ConsentRequest):
    """Give the consent for one material."""

    method: ClassVar[str] = "give_consent"
    writes: ClassVar[bool] = True

    material: Material


class WithdrawConsent(_ConsentRequest):
    """Take back the consent for one material: its files leave the draft and are deleted."""

    method: ClassVar[str] = "withdraw_consent"
    writes: ClassVar[bool] = True

    material: Material
