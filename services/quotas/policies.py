"""Who may do what in this service (`domain` §7.4)."""

from __future__ import annotations

from services.contracts.actors import Actor, ActorKind
from services.contracts.errors import ForbiddenError, UnauthenticatedError
from services.contracts.vocabulary import Role

REGION_STAFF = (
    Role.REGION_LEADER,
    Role.REGION_OFFICER_INLAND,
    Role.REGION_OFFICER_IN_REGION,
)

SEAT_READERS = (
    *REGION_STAFF,
    Role.UNIT_HR,
    Role.UNIT_LEADER,
    Role.MID_OFFICER,
    Role.FINAL_OFFICER,
    Role.FINAL_LEADER,
    Role.RE_REVIEWER,
    Role.AUDITOR,
)
"""Remaining places are numbers only and shown to everybody who reviews (D11)."""

SEATS_SCOPE = "seats:read"


def check_may_publish(actor: Actor) -> None:
    """Only the region's leader opens cycles and publishes plans."""
    if not actor.holds(Role.REGION_LEADER):
        raise _refusal(actor)


def check_may_propose(actor: Actor) -> None:
    """The region's officers propose later dates."""
    if not actor.holds(Role.REGION_OFFICER_INLAND, Role.REGION_OFFICER_IN_REGION):
        raise _refusal(actor)


def check_may_read_drafts(actor: Actor) -> None:
    """What is not in force is for those who prepare it, and for auditors."""
    if not may_read_drafts(actor):
        raise _refusal(actor)


def check_may_prepare(actor: Actor) -> None:
    """The region's officers prepare plans, its leader may."""
    if not actor.holds(*REGION_STAFF):
        raise _refusal(actor)


def check_may_read_seats(actor: Actor) -> None:
    """Reviewers, services, and client systems with the scope."""
    allowed = (
        actor.kind is ActorKind.SERVICE or actor.holds(*SEAT_READERS) or SEATS_SCOPE in actor.scopes
    )
    if not allowed:
        raise _refusal(actor)


def may_read_whole_ledger(actor: Actor) -> bool:
    """Region staff, auditors and services see the history of every seat."""
    return actor.kind is ActorKind.SERVICE or actor.holds(*REGION_STAFF, Role.AUDITOR)


def may_read_drafts(actor: Actor) -> bool:
    """Plans that are not in force are for those who prepare them, and for auditors."""
    return actor.kind is ActorKind.SERVICE or actor.holds(*REGION_STAFF, Role.AUDITOR)


def _refusal(actor: Actor) -> Exception:
    anonymous = actor.kind is ActorKind.ANONYMOUS
    return UnauthenticatedError() if anonymous else ForbiddenError()
