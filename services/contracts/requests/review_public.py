"""What the helpline may know of a file: its public state, nothing of a person (`domain` §7.4)."""

from __future__ import annotations

from typing import ClassVar

from pydantic import AwareDatetime, Field

from services.contracts.requests.base import Answer, Request
from services.contracts.vocabulary import ApplicationState, OrganisationType


class PublicState(Answer):
    """The state as the caller may hear it."""

    application_no: str
    state: ApplicationState
    since: AwareDatetime
    desk_type: OrganisationType | None = Field(
        description="Kind of the organisation whose turn it is; none when nobody's"
    )
    next_step: str


class ReadPublicState(Request):
    """The public state of a submitted application by the number the caller reads out (HELPLINE).

    No name, no unit, no id; that it was asked is recorded.
    """

    service: ClassVar[str] = "review"
    method: ClassVar[str] = "read_public_state"
    answer: ClassVar[type[Answer]] = PublicState

    application_no: str = Field(min_length=1, max_length=24)
