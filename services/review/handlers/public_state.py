"""The helpline asks where a file is: state, since when, which kind of office; no person."""

from __future__ import annotations

from services.chassis.causes import Call
from services.contracts.actors import ActorKind
from services.contracts.errors import ForbiddenError, NotFoundError, UnauthenticatedError
from services.contracts.requests.review_public import PublicState, ReadPublicState
from services.contracts.vocabulary import NodeKind, OrganisationType, Role
from services.review import phrases
from services.review.app import ReviewApp
from services.review.storage.public_state import desk_type, find_by_number


def read_public_state(app: ReviewApp, call: Call[ReadPublicState]) -> PublicState:
    """What may be said on the telephone about a number that a caller reads out."""
    if not call.actor.holds(Role.HELPLINE):
        anonymous = call.actor.kind is ActorKind.ANONYMOUS
        raise UnauthenticatedError if anonymous else ForbiddenError
    with app.uow(call) as tx:
        case = find_by_number(tx.session, call.data.application_no.strip().upper())
        if case is None:
            raise NotFoundError
        at_region = case.desk_kind is NodeKind.REGION
        kind = OrganisationType.REGION_HRSS if at_region else desk_type(tx.session, case)
        tx.audit("public_state_read", object_type="application", object_id=case.application_id)
        return PublicState(
            application_no=case.application_no,
            state=case.state,
            since=case.since,
            desk_type=kind,
            next_step=phrases.NEXT_STEP.get(case.state, case.state.label),
        )
