"""What a person hears of: which event, in which case, with which template (`domain` §7.6).

A new occasion is a row here and a template of that slug in the programme's texts. An event heard
for the first time also wants its line in `contracts.routing` and its entrypoint.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from services.contracts import events
from services.contracts.envelope import Event
from services.contracts.vocabulary import ApplicationState as S
from services.contracts.vocabulary import NodeKind


@dataclass(frozen=True, slots=True)
class Occasion:
    """One row: a message is due when every field named in `when` has its value."""

    event: type[Event]
    template: str
    when: Mapping[str, Any] = field(default_factory=dict)
    until: str | None = None
    """The field that holds the instant until which the person may act."""

    def fits(self, event: Event) -> bool:
        """Whether the event is this occasion."""
        return isinstance(event, self.event) and all(
            getattr(event, name) == value for name, value in self.when.items()
        )

    def until_of(self, event: Event) -> datetime | None:
        """Until when the person may act, if the event says so."""
        found: datetime | None = None if self.until is None else getattr(event, self.until)
        return found


def _state(state: S, template: str) -> Occasion:
    return Occasion(events.DeskChangedV1, template, {"state": state})


CLOSING_SOON, DUE_SOON = "closing-soon", "due-soon"
"""Reminders: no longer wanted once the person has submitted."""

OCCASIONS: tuple[Occasion, ...] = (
    Occasion(events.ApplicationSubmittedV1, "submitted"),
    Occasion(events.ApplicationResubmittedV1, "resubmitted"),
    Occasion(events.ApplicationReturnedV1, "returned", {"to_applicant": True}, "due_at"),
    Occasion(events.OpinionSignedV1, "opinion-signed"),
    Occasion(events.ApplicationApprovedV1, "unit-passed", {"node_kind": NodeKind.UNIT}),
    Occasion(events.ApplicationApprovedV1, "level-passed", {"final": False}),
    Occasion(events.ApplicationApprovedV1, "print-now", {"final": True}),
    Occasion(events.ApplicationRefusedV1, "refused", until="contest_until"),
    Occasion(events.ReReviewAskedV1, "re-review-asked", until="decide_until"),
    *(
        Occasion(events.ReReviewDecidedV1, "re-review-decided", {"outcome": outcome})
        for outcome in ("UPHELD", "OVERTURNED", "NEW_OPINION")  # ENDED is the person's own doing
    ),
    Occasion(events.ClosingSoonV1, CLOSING_SOON, until="closes_at"),
    Occasion(events.DueSoonV1, DUE_SOON, until="due_at"),
    _state(S.NEGATIVE_PENDING, "refusal-proposed"),
    _state(S.RESERVE, "on-reserve"),
    _state(S.LISTED, "listed"),
    _state(S.REGION_REVIEW, "at-region"),
    _state(S.MOHRSS_PENDING, "at-ministry"),
    _state(S.SELECTED, "selected"),
    _state(S.NOT_SELECTED, "not-selected"),
    _state(S.NOTIFIED, "notified"),
    _state(S.PRE_STUDY, "pre-study"),
    _state(S.IN_TRAINING, "in-training"),
    _state(S.COMPLETED, "completed"),
    _state(S.GIVE_UP_REQUESTED, "give-up-requested"),
    _state(S.GIVEN_UP, "given-up"),
    _state(S.REPLACED, "replaced"),
    _state(S.TERMINATED, "terminated"),
    _state(S.WITHDRAWN, "withdrawn"),
)
"""The first row that fits counts. Only the unit signs its opinion before it passes the file; of all
other levels `approved` tells of both."""


def occasion_of(event: Event) -> Occasion | None:
    """The occasion an event is, if people hear of it."""
    return next((one for one in OCCASIONS if one.fits(event)), None)
