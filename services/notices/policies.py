"""Who may do what in this service (`domain` §7.4)."""

from __future__ import annotations

from uuid import UUID

from services.contracts.actors import Actor, ActorKind
from services.contracts.errors import ForbiddenError, UnauthenticatedError
from services.contracts.requests.notices import TextKind
from services.contracts.vocabulary import Role

REGION_OFFICERS = (Role.REGION_OFFICER_INLAND, Role.REGION_OFFICER_IN_REGION)
REGION_STAFF = (*REGION_OFFICERS, Role.REGION_LEADER)


def check_may_propose(actor: Actor) -> None:
    """The region's officers propose."""
    if not actor.holds(*REGION_OFFICERS):
        raise _refusal(actor)


def check_may_publish(actor: Actor) -> None:
    """The region's leader publishes or refuses."""
    if not actor.holds(Role.REGION_LEADER):
        raise _refusal(actor)


def check_may_read_versions(actor: Actor) -> None:
    """Versions with their authors are for those who make them, and for auditors."""
    if not may_read_versions(actor):
        raise _refusal(actor)


def may_read_versions(actor: Actor) -> bool:
    """Whether other versions than the one in force are shown."""
    return actor.holds(*REGION_STAFF, Role.AUDITOR)


def may_read(actor: Actor, kind: TextKind) -> bool:
    """Templates of messages are read by those who make them, all other texts by everybody."""
    return kind is not TextKind.MESSAGE or may_read_versions(actor)


def own_inbox(actor: Actor) -> UUID:
    """Whose messages are asked for: a person's own, nobody else's.

    Raises:
        TepeiError: nobody is signed in, or it is no person.
    """
    if actor.person_id is None:
        raise _refusal(actor)
    return actor.person_id


def _refusal(actor: Actor) -> Exception:
    anonymous = actor.kind is ActorKind.ANONYMOUS
    return UnauthenticatedError() if anonymous else ForbiddenError()
