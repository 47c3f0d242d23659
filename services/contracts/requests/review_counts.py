"""Counts for everybody: how far the files of each final reviewing unit are. No names (R49).

A count of one or two is not told: somebody might know whose file it is.
"""

from __future__ import annotations

from typing import ClassVar

from pydantic import AwareDatetime, Field

from services.contracts.requests.base import Answer, Request
from services.contracts.vocabulary import LabelledEnum

FEWEST = 3
"""Smaller counts than this, but for none at all, are not told."""


class PublicStage(LabelledEnum):
    """How far files came, each counted at every stage it passed."""

    SUBMITTED = "SUBMITTED", "已提交"
    PASSED = "PASSED", "网上审核通过"
    LISTED = "LISTED", "已列入汇总表"
    SENT = "SENT", "已报送自治区"


class OrganisationCounts(Answer):
    """The files of one final reviewing unit, in the order of `PublicStage`."""

    name: str
    counts: tuple[int | None, ...] = Field(description="None: one or two")


class PublicCounts(Answer):
    """All final reviewing units that have files, by code."""

    year: int
    as_of: AwareDatetime
    organisations: tuple[OrganisationCounts, ...]
    totals: tuple[int | None, ...] = Field(description="None where it would tell what a None hides")


class ReadPublicCounts(Request):
    """The counts of a year's cycle; open to everybody."""

    service: ClassVar[str] = "review"
    method: ClassVar[str] = "read_public_counts"
    answer: ClassVar[type[Answer]] = PublicCounts

    year: int = Field(ge=2000, le=2100)
