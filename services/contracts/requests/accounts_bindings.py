"""Requests about the tie of an applicant to their unit; `accounts` names them too."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from pydantic import AwareDatetime, Field

from services.contracts.requests.base import Answer, Request
from services.contracts.vocabulary import LabelledEnum


class BindingState(LabelledEnum):
    """Whether the unit says that the applicant works there."""

    REQUESTED = "REQUESTED", "待单位确认"
    CONFIRMED = "CONFIRMED", "已确认"
    REFUSED = "REFUSED", "单位不予确认"
    ENDED = "ENDED", "已结束"


class BindingView(Answer):
    """A person's tie to the unit they apply from."""

    binding_id: UUID
    person_id: UUID
    person_name: str
    organisation_id: UUID
    organisation_name: str
    state: BindingState
    requested_at: AwareDatetime
    decided_at: AwareDatetime | None
    reason: str | None = Field(description="Why the unit refused")


class ListBindingsResult(Answer):
    """Newest request first; `total` counts all that match."""

    bindings: tuple[BindingView, ...]
    total: int


class RequestBinding(Request):
    """Name the unit one works in; an earlier open or confirmed binding to another unit ends.

    The same unit again returns the binding as it stands.
    """

    service: ClassVar[str] = "accounts"
    method: ClassVar[str] = "request_binding"
    writes: ClassVar[bool] = True
    answer: ClassVar[type[Answer]] = BindingView

    organisation_id: UUID


class ConfirmBinding(Request):
    """Confirm or refuse that the person works in the unit (UNIT_HR of that unit, another person).

    A refusal needs a reason, which the applicant sees.
    """

    service: ClassVar[str] = "accounts"
    method: ClassVar[str] = "confirm_binding"
    writes: ClassVar[bool] = True
    answer: ClassVar[type[Answer]] = BindingView

    binding_id: UUID
    confirm: bool = True
    reason: str | None = Field(default=None, max_length=200)


class ListBindings(Request):
    """Bindings of one's unit (UNIT_HR), or one's own when no organisation is named."""

    service: ClassVar[str] = "accounts"
    method: ClassVar[str] = "list_bindings"
    answer: ClassVar[type[Answer]] = ListBindingsResult

    organisation_id: UUID | None = None
    state: BindingState | None = None
    offset: int = Field(default=0, ge=0)
    limit: int = Field(default=50, ge=1, le=500)
