"""Requests about moving the dates of a cycle: proposed by one person, published by another."""

from __future__ import annotations

from datetime import date
from typing import ClassVar
from uuid import UUID

from pydantic import AwareDatetime, Field

from services.contracts.requests.base import Answer, Request
from services.contracts.vocabulary import LabelledEnum


class ExtensionState(LabelledEnum):
    """Where a proposal of later dates stands."""

    PROPOSED = "PROPOSED", "待发布"
    PUBLISHED = "PUBLISHED", "已发布"
    REFUSED = "REFUSED", "未予发布"
    REPLACED = "REPLACED", "已被重新提出"


class ExtensionView(Answer):
    """One proposal; what is None stays as it is."""

    extension_id: UUID
    year: int
    state: ExtensionState
    close_at: AwareDatetime | None
    correction_close_at: AwareDatetime | None
    review_close_at: AwareDatetime | None
    dispatch_deadline_on: date | None
    reason: str
    proposed_at: AwareDatetime
    proposed_by: str
    proposed_by_me: bool
    decided_at: AwareDatetime | None
    decided_by: str
    decision_reason: str


class ExtensionList(Answer):
    """Newest first."""

    extensions: tuple[ExtensionView, ...]


class ListExtensions(Request):
    """Every proposal of later dates for a cycle (region staff, auditors)."""

    service: ClassVar[str] = "quotas"
    method: ClassVar[str] = "list_extensions"
    answer: ClassVar[type[Answer]] = ExtensionList

    year: int


class ProposeExtension(Request):
    """Propose later dates for everybody (region officers); nothing moves until they are published.

    One proposal waits at a time: the proposer's own next one takes its place, anybody else's is
    refused until it is decided.
    """

    service: ClassVar[str] = "quotas"
    method: ClassVar[str] = "propose_extension"
    writes: ClassVar[bool] = True
    answer: ClassVar[type[Answer]] = ExtensionView

    year: int
    close_at: AwareDatetime | None = None
    correction_close_at: AwareDatetime | None = None
    review_close_at: AwareDatetime | None = None
    dispatch_deadline_on: date | None = None
    reason: str = Field(min_length=5, max_length=200)


class PublishExtension(Request):
    """Move the dates as proposed (REGION_LEADER, never the one who proposed it)."""

    service: ClassVar[str] = "quotas"
    method: ClassVar[str] = "publish_extension"
    writes: ClassVar[bool] = True
    answer: ClassVar[type[Answer]] = ExtensionView

    extension_id: UUID


class RefuseExtension(Request):
    """Leave the dates as they are, with a reason for the proposer (REGION_LEADER)."""

    service: ClassVar[str] = "quotas"
    method: ClassVar[str] = "refuse_extension"
    writes: ClassVar[bool] = True
    answer: ClassVar[type[Answer]] = ExtensionView

    extension_id: UUID
    reason: str = Field(min_length=5, max_length=200)
