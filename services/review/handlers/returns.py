"""Returns (transition 15) and due dates that pass (28)."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from services.chassis.causes import Call
from services.chassis.clock import BEIJING
from services.contracts.events import ApplicationReturnedV1
from services.contracts.requests.review import CaseChanged, DecisionKind, ReturnApplication
from services.contracts.vocabulary import ApplicationState as S
from services.contracts.vocabulary import NodeKind
from services.review import phrases
from services.review.app import ReviewApp
from services.review.domain.actions import Action
from services.review.domain.returns import (
    OVERDUE_GRACE,
    check_aim,
    check_due_at,
    check_reasons,
    default_due_at,
    own_deadline,
)
from services.review.domain.routes import DESK_STATE, Node
from services.review.handlers.access import OpenFile, answer, open_file, open_for
from services.review.handlers.listing import void_frozen
from services.review.handlers.moves import move, publish, record, region_office
from services.review.metrics import OVERDUE_RETURNS
from services.review.storage.cases import CaseStore
from services.review.storage.copies import CopyStore
from services.review.storage.rows_paper import CaseReturn, ReturnReasonRow

_BATCH = 100
"""Files one run of the timer brings back; the next run takes the rest."""


def return_application(app: ReviewApp, call: Call[ReturnApplication]) -> CaseChanged:
    """Return to the applicant with reasons and a due date, or to a lower desk with reasons."""
    data = call.data
    with app.uow(call) as tx:
        opened = open_for(app, tx, call, Action.RETURN)
        programme = opened.programme
        check_reasons(data.items, programme.checklist.returnable(), programme.reasons)
        target = check_aim(opened.facts, data.aim, data.to_position)
        if data.due_at is not None:
            check_due_at(data.due_at, call.arrived_at)
        office = _returner(opened)
        due_at = data.due_at or due_by_default(opened)
        returned = _store_return(opened, call, target, office, due_at)
        if opened.case.state is S.REGION_REVIEW:
            give_own_deadline(opened, due_at if target is None else tx.now)
        void_frozen(opened)
        record(
            opened,
            DecisionKind.RETURNED,
            node=opened.facts.desk,
            organisation=(office.organisation_id, office.organisation_name),
            return_id=returned.return_id,
            details={"items": [item.item_code for item in data.items]},
        )
        publish(opened, _event(opened, call, returned, office))
        if target is None:
            opened.case.return_id, opened.case.due_at = returned.return_id, returned.due_at
            move(opened, S.RETURNED, None)
        else:
            move(opened, DESK_STATE[target.kind], target.position)
        return answer(opened)


def _returner(opened: OpenFile) -> Node:
    """The desk that returns; the region's office stands above all desks of the route."""
    if opened.facts.desk is not None:
        return opened.facts.desk
    office = region_office(opened)
    if office is None:
        raise RuntimeError("the region's office is not known")
    above = opened.facts.route.final.position
    return Node(above, NodeKind.REGION, office, phrases.REGION_OFFICE)


def give_own_deadline(opened: OpenFile, until: datetime) -> None:
    """Let what the region returned go up again after the cycle's dates, never earlier than known.

    Args:
        opened: The file.
        until: When the applicant's time, or the region's look, is over.
    """
    deadline = own_deadline(until, opened.programme.workdays, BEIJING)
    known = opened.case.own_deadline_at
    opened.case.own_deadline_at = deadline if known is None else max(known, deadline)


def due_by_default(opened: OpenFile) -> datetime:
    """The due date of a return that names none."""
    cycle = CopyStore(opened.tx.session).cycle(opened.case.cycle_id)
    now = opened.tx.now
    window = now if cycle is None else cycle.correction_close_at
    return default_due_at(now, window, opened.programme.workdays, BEIJING)


def return_overdue(app: ReviewApp) -> int:
    """Bring files whose due date passed back to the returner's desk; one transaction each.

    Returns:
        How many files came back.
    """
    for done in range(_BATCH):
        with app.uow(job="return_overdue") as tx:
            case = CaseStore(tx.session).lock_overdue(tx.now - OVERDUE_GRACE)
            if case is None:
                return done
            _bring_back(open_file(app, tx, case))
    return _BATCH


def _bring_back(opened: OpenFile) -> None:
    case, store = opened.case, opened.store
    returned = None if case.return_id is None else store.find_return(case.return_id)
    if returned is None:
        raise RuntimeError(f"{case.application_id} is RETURNED without a return")
    returned.closed_at = opened.tx.now
    case.return_id, case.due_at = None, None
    record(opened, DecisionKind.DUE_PASSED, return_id=returned.return_id)
    OVERDUE_RETURNS.inc()
    at_region = returned.from_state is S.REGION_REVIEW
    move(opened, returned.from_state, None if at_region else returned.from_position)


def _store_return(
    opened: OpenFile,
    call: Call[ReturnApplication],
    target: Node | None,
    office: Node,
    due_at: datetime,
) -> CaseReturn:
    returned = CaseReturn(
        return_id=uuid4(),
        application_id=opened.case.application_id,
        from_state=opened.case.state,
        from_position=office.position,
        to_position=None if target is None else target.position,
        organisation_name=office.organisation_name,
        returned_at=opened.tx.now,
        due_at=due_at,
        closed_at=None if target is None else opened.tx.now,
    )
    opened.store.add(returned)
    opened.store.flush()
    opened.store.add(
        *(
            ReturnReasonRow(
                return_id=returned.return_id,
                number=number,
                item_code=item.item_code,
                reason_code=item.reason_code,
                text=item.text.strip(),
            )
            for number, item in enumerate(call.data.items, start=1)
        )
    )
    return returned


def _event(
    opened: OpenFile, call: Call[ReturnApplication], returned: CaseReturn, office: Node
) -> ApplicationReturnedV1:
    case = opened.case
    codes = [item.item_code for item in call.data.items]
    return ApplicationReturnedV1(
        application_id=case.application_id,
        version_id=case.version_id,
        cycle_id=case.cycle_id,
        return_id=returned.return_id,
        to_applicant=returned.to_position is None,
        items=opened.programme.checklist.unlocks(codes),
        due_at=returned.due_at,
        organisation_id=office.organisation_id,
        returned_at=returned.returned_at,
    )
