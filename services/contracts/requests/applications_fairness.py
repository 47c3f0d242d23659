"""The fairness report's part about people: sums by sex and by ethnicity, none small (F9)."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from pydantic import Field

from services.contracts.requests.applications import ApplicationsRequest
from services.contracts.requests.base import Answer

LEAST = 10
"""A smaller sum is not told: it would be about persons."""


class Dimension(StrEnum):
    """By what people are summed up; never by two at once."""

    SEX = "SEX"
    ETHNICITY = "ETHNICITY"


class FairnessGroup(Answer):
    """One group, or all of those of which nothing is told; what is withheld is None."""

    dimension: Dimension
    label: str
    submitted: int | None
    returned: int | None = Field(description="Returned to the applicant at least once")
    refused: int | None = Field(description="Refused or not selected")
    chosen: int | None = Field(description="Selected, whatever came later")


class FairnessReport(Answer):
    """All groups of a cycle."""

    groups: tuple[FairnessGroup, ...]


class ReadFairness(ApplicationsRequest):
    """Sums of a cycle's files by sex and by ethnicity (AUDITOR); the reading is audited.

    No file, no organisation, no two dimensions together. Sums below `LEAST` are withheld, and one
    more where the withheld one could be told from the whole.
    """

    method: ClassVar[str] = "read_fairness"
    answer: ClassVar[type[Answer]] = FairnessReport

    cycle_id: UUID
