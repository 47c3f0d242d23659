"""Files that a deadline or the plan ended: refused with a reason, contestable, seats given back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from uuid import UUID, uuid4

from services.chassis.clock import BEIJING
from services.contracts.requests.review import DecisionKind
from services.contracts.requests.review_closures import ClosureReason
from services.contracts.vocabulary import ApplicationState as S
from services.contracts.vocabulary import NodeKind
from services.review import phrases
from services.review.app import ReviewApp
from services.review.domain.actions import Action
from services.review.domain.negatives import contest_until
from services.review.domain.returns import OVERDUE_GRACE
from services.review.domain.transitions import check_transition
from services.review.handlers.access import OpenFile, open_file
from services.review.handlers.ends import end, settle
from services.review.handlers.listing import void_frozen
from services.review.handlers.moves import record
from services.review.storage.closures import ClosureStore
from services.review.storage.rows_closure import CaseClosure

_BATCH = 100
"""Files one run of a timer handles; the next run takes the rest."""


@dataclass(frozen=True, slots=True)
class Office:
    """Who says that the file ended."""

    kind: NodeKind
    organisation_id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class End:
    """How a reason ends a file."""

    state: S
    kind: DecisionKind


ENDS: Mapping[ClosureReason, End] = MappingProxyType(
    {
        ClosureReason.LATE_PACKAGE: End(S.NOT_RECOMMENDED, DecisionKind.CLOSED),
        ClosureReason.OVERDUE: End(S.NOT_RECOMMENDED, DecisionKind.REVIEW_CLOSED),
        ClosureReason.FULL: End(S.NOT_RECOMMENDED, DecisionKind.REVIEW_CLOSED),
        ClosureReason.NOT_CONFIRMED: End(S.NOT_SELECTED, DecisionKind.NOT_CHOSEN),
    }
)


def close_file(opened: OpenFile, reason: ClosureReason, text: str, office: Office) -> None:
    """End the file with its reason; a seat stays until nobody can contest any more."""
    case, tx = opened.case, opened.tx
    until = contest_until(tx.now, opened.programme.workdays, BEIJING)
    opened.store.add(
        CaseClosure(
            closure_id=uuid4(),
            application_id=case.application_id,
            reason=reason,
            text=text,
            from_state=case.state,
            from_position=case.position,
            organisation_id=office.organisation_id,
            organisation_name=office.name,
            person_name=None if opened.actor is None else opened.actor.name,
            closed_at=tx.now,
            contest_until=until,
        )
    )
    how = ENDS[reason]
    record(
        opened,
        how.kind,
        text=text,
        organisation=(office.organisation_id, office.name),
        details={"reason": reason.value},
    )
    end(
        opened,
        how.state,
        kind=office.kind,
        organisation_id=office.organisation_id,
        contest_until=until,
    )


def close_reviews(app: ReviewApp) -> int:
    """End the files that did not go up before review closed (27); one transaction each.

    Returns:
        How many ended.
    """
    for done in range(_BATCH):
        with app.uow(job="close_reviews") as tx:
            found = ClosureStore(tx.session).lock_overdue(tx.now - OVERDUE_GRACE)
            if found is None:
                return done
            case, last_day = found
            opened = open_file(app, tx, case)
            check_transition(case.state, Action.CLOSE)
            refused = case.refused_reason
            desk = opened.node
            void_frozen(opened)
            close_file(
                opened,
                ClosureReason.OVERDUE if refused is None else ClosureReason.FULL,
                phrases.review_closed(case.state.label, desk.organisation_name, last_day, refused),
                Office(desk.kind, desk.organisation_id, desk.organisation_name),
            )
    return _BATCH


def settle_closures(app: ReviewApp) -> int:
    """Give back the seats of ends that can no longer be contested."""
    return settle(app, "settle_closures", ClosureStore)
