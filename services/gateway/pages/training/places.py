"""Addresses of training, and what its pages have in common."""

from __future__ import annotations

from uuid import UUID

from services.contracts.requests.review_training import (
    ReadTraining,
    ReadTrainingDesk,
    TrainingDesk,
    TrainingView,
)
from services.gateway.pages.core.page import Page
from services.gateway.pages.determination.places import office_of
from services.gateway.pages.lists.places import cycle_of

PAID = "学费、住宿费和生活补助按标准全额安排，参培学员不需要缴纳任何费用。"
"""Said wherever training is spoken of."""


def desk_at(organisation_id: UUID) -> str:
    """The overview."""
    return f"/region/{organisation_id}/training"


def group_at(page: Page) -> str:
    """The group of the path."""
    return f"{desk_at(office_of(page))}/{page.uuid('training_id')}"


async def desk_of(page: Page) -> TrainingDesk:
    """Groups, people without one, rates."""
    request = ReadTrainingDesk(organisation_id=office_of(page), cycle_id=cycle_of(page).cycle_id)
    return await page.ask(request, TrainingDesk)


async def group_of(page: Page) -> TrainingView:
    """The group of the path with its people."""
    return await page.ask(ReadTraining(training_id=page.uuid("training_id")), TrainingView)


def percent(part: int, whole: int) -> str:
    """A rate with one decimal; a dash of nobody."""
    return f"{100 * part / whole:.1f}%" if whole else "—"
