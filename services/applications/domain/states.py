"""What the applicant may do in which state, as data (§7.3)."""

from __future__ import annotations

from services.contracts.vocabulary import ApplicationState

DRAFTS = frozenset({ApplicationState.DRAFT, ApplicationState.OVERDUE})
"""Never submitted; an extension of the window makes an overdue draft usable again."""

EDITABLE = DRAFTS | {ApplicationState.RETURNED}
"""States in which the applicant may change something."""

NOT_LIVE = frozenset({ApplicationState.WITHDRAWN})
"""States that free the person for a new application in the same cycle (T19)."""

DESK_TEXT = {
    ApplicationState.DRAFT: "申报人",
    ApplicationState.RETURNED: "申报人",
    ApplicationState.OVERDUE: "申报人",
}
"""Whose desk it is where no organisation has to act."""

_KEEPS_ITS_DESK = frozenset(
    {
        ApplicationState.UNIT_REVIEW,
        ApplicationState.MID_REVIEW,
        ApplicationState.FINAL_REVIEW,
    }
)


def resume_state(before_return: ApplicationState) -> ApplicationState:
    """Where a returned form goes when nothing important changed (T16, T29)."""
    return before_return if before_return in _KEEPS_ITS_DESK else ApplicationState.FINAL_REVIEW
