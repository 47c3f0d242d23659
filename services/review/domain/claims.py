"""Who of a desk handles a file, and what others may not do meanwhile."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from services.contracts.actors import Actor
from services.contracts.errors import ClaimedByAnotherError, NotFoundError
from services.contracts.vocabulary import ApplicationState, Role
from services.review.domain.actions import Action
from services.review.domain.case import CaseFacts, Holder
from services.review.domain.permissions import roles_for

HANDLERS = frozenset({Role.UNIT_HR, Role.MID_OFFICER, Role.FINAL_OFFICER})
"""Roles that claim files; leaders sign and submit, they do not handle."""

CLAIMED_ACTIONS = frozenset(
    {Action.MARK, Action.WRITE_OPINION, Action.PASS, Action.RETURN, Action.PROPOSE_NEGATIVE}
)
"""What only the holder of a claim does; paper and lists are worked through in bulk."""


@dataclass(frozen=True, slots=True)
class Officer:
    """Somebody of a desk, and the roles by which they handle files there, if any."""

    person_id: UUID
    name: str
    roles: frozenset[Role] = frozenset()

    def handles(self, state: ApplicationState) -> bool:
        """Whether files in this state are theirs: one organisation may be two desks of a route."""
        return bool(self.roles & roles_for(Action.RETURN, state))


def handles_at(actor: Actor, organisation_id: UUID) -> bool:
    """Whether the actor handles files of the organisation."""
    return actor.holds(*HANDLERS, organisation_id=organisation_id)


def officer_at(actor: Actor, organisation_id: UUID) -> Officer:
    """The actor as one who handles files of the organisation.

    Raises:
        NotFoundError: they do not; for them there is no such desk.
    """
    if actor.person_id is None or not handles_at(actor, organisation_id):
        raise NotFoundError
    roles = (role for role in HANDLERS if actor.holds(role, organisation_id=organisation_id))
    return Officer(actor.person_id, actor.name, frozenset(roles))


def may_handle(actor: Actor, organisation_id: UUID, case: CaseFacts) -> bool:
    """Whether the file stands at the actor's own desk and is not about them."""
    if not handles_at(actor, organisation_id) or actor.person_id == case.applicant_id:
        return False
    stands_here = case.desk is not None and case.desk.organisation_id == organisation_id
    return stands_here and officer_at(actor, organisation_id).handles(case.state)


def check_claim(
    holder: Holder | None, actor_id: UUID | None, stands_in_for: Collection[UUID]
) -> None:
    """Let the holder of a claim and whoever stands in for them through, or anybody without one.

    Raises:
        ClaimedByAnotherError: the sentence names who has the file and how to take it over.
    """
    if holder is None or holder.person_id == actor_id or holder.person_id in stands_in_for:
        return
    raise ClaimedByAnotherError(holder=holder.name)
