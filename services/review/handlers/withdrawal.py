"""Withdrawing what was submitted (transitions 19, 20): no reason, no mark, the seat is free again.

A withdrawal takes effect at once, wherever the file is. If the region had it, its office is told
and registers receipt.
"""

from __future__ import annotations

from services.chassis.causes import Call
from services.contracts.errors import ForbiddenError, NotFoundError, StaleVersionError
from services.contracts.events import ApplicationWithdrawnV1
from services.contracts.requests.review import CaseChanged, DecisionKind, WithdrawApplication
from services.contracts.requests.review_determination import ReceiveWithdrawal
from services.contracts.vocabulary import ApplicationState as S
from services.review import phrases
from services.review.app import ReviewApp
from services.review.domain.actions import Action
from services.review.domain.permissions import region_officer, region_reader
from services.review.handlers.access import OpenFile, answer, open_for, open_locked
from services.review.handlers.listing import leave_list
from services.review.handlers.moves import move, publish, record, region_office
from services.review.handlers.re_reviews import end_re_review
from services.review.storage.cases import CaseStore
from services.review.storage.determinations import TotalStore, WithdrawalStore
from services.review.storage.reserve import ReserveStore
from services.review.storage.rows_determination import RegionWithdrawal


def withdraw(app: ReviewApp, call: Call[WithdrawApplication]) -> CaseChanged:
    """Take the applicant's file back; a frozen list that shows it is void."""
    with app.uow(call) as tx:
        opened = open_for(app, tx, call, Action.WITHDRAW)
        case = opened.case
        end_re_review(opened)
        leave_list(opened, reason="withdrawn", announce=False)
        ReserveStore(tx.session).leave(case.application_id)
        opened.store.supersede_form(case.application_id, tx.now)
        returned = None if case.return_id is None else opened.store.find_return(case.return_id)
        if returned is not None:
            returned.closed_at = tx.now
        case.return_id, case.due_at = None, None
        _tell_region(opened)
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


def receive_withdrawal(app: ReviewApp, call: Call[ReceiveWithdrawal]) -> CaseChanged:
    """Register at the office that a file was withdrawn from it; the applicant reads so.

    Raises:
        NotFoundError: nothing was withdrawn from the actor's office, or it was registered.
    """
    with app.uow(call) as tx:
        case = CaseStore(tx.session).lock(call.data.application_id)
        notice = WithdrawalStore(tx.session).of(call.data.application_id)
        if case is None or notice is None or not region_reader(call.actor, notice.track):
            raise NotFoundError
        if not region_officer(call.actor, notice.track):
            raise ForbiddenError(phrases.OFFICE_RECEIVES)
        if case.version != call.data.version or notice.received_at is not None:
            raise StaleVersionError(expected=call.data.version, current=case.version)
        opened = open_locked(app, tx, call.actor, case)
        office = region_office(opened)
        if office is None:
            raise RuntimeError("the region's office is not known")
        notice.received_at, notice.received_by = tx.now, opened.person_id
        notice.received_by_name = opened.person_name
        case.version += 1
        told = (office, phrases.REGION_OFFICE)
        record(opened, DecisionKind.WITHDRAWAL_RECEIVED, organisation=told)
        return answer(opened)


def _tell_region(opened: OpenFile) -> None:
    """The office that has the file is told; a place of the person is free again."""
    if opened.facts.region is None:
        return
    case = opened.case
    TotalStore(opened.tx.session).give_back(case)
    opened.store.add(
        RegionWithdrawal(
            application_id=case.application_id,
            cycle_id=case.cycle_id,
            track=case.track,
            withdrawn_at=opened.tx.now,
        )
    )
