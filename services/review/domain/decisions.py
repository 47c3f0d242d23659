"""May this person do this with this file now: the three tables read together.

Order of the questions: is the action possible in this state, is it this person's to do, do the
guards let it through. Whether the file may be seen at all was asked before.
"""

from __future__ import annotations

from services.contracts.actors import Actor
from services.contracts.errors import ForbiddenError
from services.contracts.requests.review import ReviewAction
from services.review.domain.actions import PERSONAL, Action
from services.review.domain.case import CaseFacts
from services.review.domain.guards import GUARDS, guard_allowed
from services.review.domain.permissions import (
    action_permitted,
    check_permission,
    role_ever_allowed,
)
from services.review.domain.transitions import TRANSITIONS, Transition, check_transition


def check_action(case: CaseFacts, actor: Actor, action: Action) -> Transition:
    """The transition the actor may make now.

    Raises:
        IllegalTransitionError: not possible in this state.
        ForbiddenError: possible, but not for this person.
        SeparationOfDutiesError, ChecklistIncompleteError, OpinionMissingError: a guard refuses.
    """
    if not role_ever_allowed(actor, action) and actor.person_id != case.applicant_id:
        raise ForbiddenError(f"您没有办理“{action.label}”的权限，如有需要请联系本单位管理员。")
    row = check_transition(case.state, action)
    check_permission(actor, action, case)
    for guard in row.guards:
        GUARDS[guard](case, actor)
    return row


def check_in_bulk(case: CaseFacts, actor: Actor, action: Action) -> Transition:
    """One file's part in a step on a package as a whole; who may do that was asked of the package.

    Raises:
        IllegalTransitionError, SeparationOfDutiesError: as for the step on the file alone.
    """
    row = check_transition(case.state, action)
    for guard in row.guards:
        GUARDS[guard](case, actor)
    return row


def action_allowed(case: CaseFacts, actor: Actor, action: Action) -> bool:
    """The same question for a button: may it be offered now."""
    row = TRANSITIONS.get((case.state, action))
    return (
        row is not None
        and action_permitted(actor, action, case)
        and all(guard_allowed(guard, case, actor) for guard in row.guards)
    )


def actions_open_to(case: CaseFacts, actor: Actor) -> tuple[ReviewAction, ...]:
    """All actions a page may offer this person on this file."""
    return tuple(
        contract for action, contract in PERSONAL.items() if action_allowed(case, actor, action)
    )
