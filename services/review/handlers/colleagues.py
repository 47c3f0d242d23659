"""Who may be given files: accounts knows, and is asked at that moment.

Review keeps no people. A copy fed by `role-changed` would not do: a role also begins and ends by
its dates, of which no event tells.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from services.chassis.causes import Call
from services.contracts.errors import NotFoundError
from services.contracts.requests.accounts_colleagues import ReadColleagues
from services.review import phrases
from services.review.app import ReviewApp
from services.review.domain.claims import HANDLERS, Officer, officer_at


def colleague_of(
    app: ReviewApp, call: Call[Any], organisation_id: UUID, person_id: UUID
) -> Officer:
    """Another person who handles files at the actor's desk today.

    Raises:
        NotFoundError: the actor does not work there, or nobody else of that id does.
    """
    me = officer_at(call.actor, organisation_id)
    question = ReadColleagues(
        organisation_id=organisation_id, roles=tuple(sorted(HANDLERS)), person_id=person_id
    )
    found = app.rpc.call(question, correlation_id=call.correlation_id).people
    if person_id == me.person_id or not found:
        raise NotFoundError(phrases.NO_SUCH_COLLEAGUE)
    return Officer(person_id, found[0].name, frozenset(found[0].roles))
