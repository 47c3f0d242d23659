"""What the applicant may do in which state, as data (§7.3)."""

from __future__ import annotations

from services.contracts.vocabulary import ApplicationState

EDITABLE = frozenset({ApplicationState.DRAFT, ApplicationState.RETURNED})
"""States in which the applicant may change something."""

NOT_LIVE = frozenset({ApplicationState.WITHDRAWN})
"""States that free the person for a new application in the same cycle (T19)."""

DESK_TEXT = {
    ApplicationState.DRAFT: "申报人",
    ApplicationState.RETURNED: "申报人",
    ApplicationState.OVERDUE: "申报人",
}
"""Whose desk it is where no organisation has to act."""
