"""The fairness report's part about desks: how often each organisation passes, returns, refuses."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from pydantic import Field

from services.contracts.requests.base import Answer, Request


class DeskRates(Answer):
    """What one organisation decided in a cycle, at all of its desks."""

    organisation_id: UUID
    name: str
    passed: int
    returned: int
    refused: int = Field(description="Refusals upheld by its second person")


class Rates(Answer):
    """By number of decisions, the most first."""

    desks: tuple[DeskRates, ...]


class ReadRates(Request):
    """Decisions of a cycle by organisation (AUDITOR, REGION_LEADER): counts, no names (F9)."""

    service: ClassVar[str] = "review"
    method: ClassVar[str] = "read_rates"
    answer: ClassVar[type[Answer]] = Rates

    cycle_id: UUID
