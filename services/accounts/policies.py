"""Who may do what in this service (`domain` §7.4)."""

from __future__ import annotations

from uuid import UUID

from services.accounts.metrics import ResetStep
from services.contracts.actors import Actor, ActorKind
from services.contracts.errors import ForbiddenError, NotFoundError, UnauthenticatedError
from services.contracts.vocabulary import Role

GATEWAY = "gateway"
REVIEW = "review"

SECURITY_ACTIONS = frozenset(
    {
        "client_token_issued",
        "client_token_revoked",
        "first_password_renewed",
        "password_changed",
        *(f"password_reset_{step.value}" for step in ResetStep),
        "person_created",
        "role_granted",
        "role_revoked",
        "sign_in_failed",
        "signed_in",
    }
)
"""What a security administrator reads in the trail (`domain` §7.4): sign-ins, grants, tokens."""


def check_holds(actor: Actor, *roles: Role) -> None:
    """Only holders of one of the roles.

    Raises:
        UnauthenticatedError: nobody is signed in.
        ForbiddenError: somebody without the role.
    """
    if actor.holds(*roles):
        return
    raise UnauthenticatedError if actor.kind is ActorKind.ANONYMOUS else ForbiddenError


def require_person(actor: Actor) -> UUID:
    """The person who acts for themselves.

    Raises:
        UnauthenticatedError: nobody is signed in.
        ForbiddenError: a client system or service; they do nothing in a person's name.
    """
    if actor.kind is ActorKind.PERSON and actor.person_id is not None:
        return actor.person_id
    raise UnauthenticatedError if actor.kind is ActorKind.ANONYMOUS else ForbiddenError


def check_may_read_identity(actor: Actor, person_id: UUID) -> None:
    """Oneself, the gateway, administrators and auditors; for others nobody exists."""
    is_gateway = actor.kind is ActorKind.SERVICE and actor.service == GATEWAY
    if is_gateway or actor.person_id == person_id:
        return
    if not actor.holds(Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR):
        raise NotFoundError


def check_is_unit_hr(actor: Actor, organisation_id: UUID) -> None:
    """The unit's own personnel clerk; for others the unit's bindings do not exist."""
    require_person(actor)
    if not actor.holds(Role.UNIT_HR, organisation_id=organisation_id):
        raise NotFoundError


def check_is_bureau(actor: Actor, organisation_id: UUID) -> None:
    """An officer of that bureau; for others what waits there does not exist."""
    require_person(actor)
    if not actor.holds(Role.MID_OFFICER, Role.FINAL_OFFICER, organisation_id=organisation_id):
        raise NotFoundError


def check_works_at(actor: Actor, organisation_id: UUID) -> None:
    """Who holds a role there, or review on behalf of its desks; for others nobody is there."""
    is_review = actor.kind is ActorKind.SERVICE and actor.service == REVIEW
    if not is_review and organisation_id not in actor.organisations():
        raise NotFoundError


def check_is_gateway(actor: Actor) -> None:
    """Only the edge turns secrets into identities."""
    if actor.kind is not ActorKind.SERVICE or actor.service != GATEWAY:
        raise ForbiddenError


def may_read_contacts(actor: Actor) -> bool:
    """Contact persons of units are for those who are signed in."""
    return actor.kind is not ActorKind.ANONYMOUS
