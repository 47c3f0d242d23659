"""Withdrawing what was submitted (transition 19): no reason, no mark, the seat is free again."""

from __future__ import annotations

from services.chassis.causes import Call
from services.contracts.events import ApplicationWithdrawnV1
from services.contracts.requests.review import CaseChanged, DecisionKind, WithdrawApplication
from services.contracts.vocabulary import ApplicationState as S
from services.review.app import ReviewApp
from services.review.domain.actions import Action
from services.review.handlers.access import answer, open_for
from services.review.handlers.listing import leave_list
from services.review.handlers.moves import move, publish, record
from services.review.handlers.re_reviews import end_re_review


def withdraw(app: ReviewApp, call: Call[WithdrawApplication]) -> CaseChanged:
    """Take the applicant's file back; a frozen list that shows it is void."""
    with app.uow(call) as tx:
        opened = open_for(app, tx, call, Action.WITHDRAW)
        case = opened.case
        end_re_review(opened)
        leave_list(opened, reason="withdrawn", announce=False)
        opened.store.supersede_form(case.application_id, tx.now)
        returned = None if case.return_id is None else opened.store.find_return(case.return_id)
        if returned is not None:
            returned.closed_at = tx.now
        case.return_id, case.due_at = None, None
        record(opened, DecisionKind.WITHDRAWN)
        publish(
            opened,
            ApplicationWithdrawnV1(
                application_id=case.application_id,
                version_id=case.version_id,
                cycle_id=case.cycle_id,
                withdrawn_at=tx.now,
            ),
        )
        move(opened, S.WITHDRAWN, None)
        return answer(opened)
