"""Whether a person works in a unit: who says so, and what each answer leads to."""

from __future__ import annotations

from services.contracts.requests.accounts import BindingState

DECISIONS: dict[tuple[BindingState, bool], BindingState] = {
    (BindingState.REQUESTED, True): BindingState.CONFIRMED,
    (BindingState.REQUESTED, False): BindingState.REFUSED,
    (BindingState.CONFIRMED, True): BindingState.CONFIRMED,
    (BindingState.CONFIRMED, False): BindingState.ENDED,
}
"""(state, does the unit confirm?) to the next state; what is missing cannot be decided."""

LIVE = (BindingState.REQUESTED, BindingState.CONFIRMED)
"""A person has one live binding at most."""
