"""Rows of lists and their seats: nominate, the seat's answer, remove (transition 8).

Seats are counted by quotas alone. Review asks with a nomination and believes only the answer to
the nomination that is current; it never frees a seat except by an event of its own sequence.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID, uuid4

from services.chassis.causes import Call, Delivery
from services.chassis.transaction import Transaction
from services.contracts.events import (
    ApplicationDelistedV1,
    ApplicationNominatedV1,
    QuotaRefusedV1,
    QuotaReservedV1,
)
from services.contracts.requests.review import CaseChanged, DecisionKind
from services.contracts.requests.review_lists import NominateApplication, RemoveListRow
from services.contracts.vocabulary import ApplicationState as S
from services.review import phrases
from services.review.app import ReviewApp
from services.review.domain.actions import Action
from services.review.domain.transitions import transition_exists
from services.review.handlers.access import OpenFile, answer, open_file, open_for
from services.review.handlers.list_versions import list_changed
from services.review.handlers.moves import move, publish, record
from services.review.handlers.reserve import check_in_time
from services.review.metrics import STALE_ANSWERS
from services.review.storage.cases import CaseStore
from services.review.storage.copies import CopyStore
from services.review.storage.lists import ListStore
from services.review.storage.reserve import ReserveStore
from services.review.storage.rows_list import ListRow, Nomination, NominationStatus, SummaryList


def nominate(app: ReviewApp, call: Call[NominateApplication]) -> CaseChanged:
    """Put a READY_TO_LIST file on its list and ask for its seat."""
    with app.uow(call) as tx:
        opened = open_for(app, tx, call, Action.NOMINATE)
        check_in_time(opened, call.arrived_at)
        ask_for_seats(tx, [opened])
        return answer(opened)


def ask_for_seats(tx: Transaction, files: Sequence[OpenFile]) -> None:
    """Put files that may be listed on the one list they belong on and ask for the seat of each."""
    name = files[0].node.organisation_name
    summary = ListStore(tx.session).lock_for(files[0].case, uuid4(), name)
    list_changed(tx, summary)
    with tx.session.no_autoflush:  # the rows of all files go out together, not file by file
        for opened in files:
            _ask_for_seat(opened, summary.list_id)


def _ask_for_seat(opened: OpenFile, list_id: UUID) -> None:
    case, now = opened.case, opened.tx.now
    nomination = Nomination(
        nomination_id=uuid4(),
        application_id=case.application_id,
        list_id=list_id,
        plan_row_id=case.plan_row_id,
        seat_kind=case.seat_kind,
        status=NominationStatus.PENDING,
        asked_at=now,
    )
    row = ListRow(application_id=case.application_id, list_id=list_id, added_at=now)
    opened.store.add(nomination, row)
    case.list_id, case.nomination_id = list_id, nomination.nomination_id
    case.refused_reason = None
    record(opened, DecisionKind.NOMINATED, node=opened.node)
    publish(
        opened,
        ApplicationNominatedV1(
            application_id=case.application_id,
            version_id=case.version_id,
            cycle_id=case.cycle_id,
            nomination_id=nomination.nomination_id,
            list_id=list_id,
            plan_row_id=case.plan_row_id,
            seat_kind=case.seat_kind,
        ),
    )
    move(opened, S.NOMINATING, opened.node.position)


def remove_row(app: ReviewApp, call: Call[RemoveListRow]) -> CaseChanged:
    """Take a LISTED file off its list; its seat is given back."""
    with app.uow(call) as tx:
        opened = open_for(app, tx, call, Action.DELIST)
        record(opened, DecisionKind.DELISTED, node=opened.node, text=call.data.reason)
        leave_list(opened, reason="removed", announce=True)
        move(opened, S.READY_TO_LIST, opened.node.position)
        return answer(opened)


def on_quota_reserved(app: ReviewApp, delivery: Delivery[QuotaReservedV1]) -> None:
    """The seat is taken: the row stands."""
    with app.uow(delivery) as tx:
        case = CaseStore(tx.session).lock(delivery.event.application_id)
        if case is None or case.nomination_id != delivery.event.nomination_id:
            STALE_ANSWERS.inc()
            return
        opened = open_file(app, tx, case)
        if not transition_exists(case.state, Action.SEAT_RESERVED):
            STALE_ANSWERS.inc()
            return
        _settle(opened, NominationStatus.HELD)
        case.holds_seat = True
        ReserveStore(tx.session).leave(case.application_id)
        list_changed(opened.tx, _list_of(opened))
        record(opened, DecisionKind.LISTED)
        move(opened, S.LISTED, opened.node.position)


def on_quota_refused(app: ReviewApp, delivery: Delivery[QuotaRefusedV1]) -> None:
    """No seat: the file is ready again, and the reason names the plan row."""
    event = delivery.event
    with app.uow(delivery) as tx:
        case = CaseStore(tx.session).lock(event.application_id)
        if case is None or case.nomination_id != event.nomination_id:
            STALE_ANSWERS.inc()
            return
        opened = open_file(app, tx, case)
        if not transition_exists(case.state, Action.SEAT_REFUSED):
            STALE_ANSWERS.inc()
            return
        _settle(opened, NominationStatus.REFUSED)
        reason = _refusal(opened, event)
        _off_list(opened)
        case.refused_reason = reason
        record(opened, DecisionKind.QUOTA_REFUSED, text=reason)
        waits = ReserveStore(tx.session).of(case.application_id) is not None
        move(opened, S.RESERVE if waits else S.READY_TO_LIST, opened.node.position)


def leave_list(opened: OpenFile, *, reason: str, announce: bool) -> None:
    """Take the file off its list and end its nomination.

    Args:
        opened: The file.
        reason: A code for quotas: removed, cell_changed.
        announce: Publish `delisted`; not for withdrawals, which quotas hears of by `withdrawn`.
    """
    case = opened.case
    if case.list_id is None or case.nomination_id is None:
        return
    if announce:
        publish(
            opened,
            ApplicationDelistedV1(
                application_id=case.application_id,
                version_id=case.version_id,
                cycle_id=case.cycle_id,
                nomination_id=case.nomination_id,
                list_id=case.list_id,
                reason=reason,
            ),
        )
    _settle(opened, NominationStatus.RELEASED)
    _off_list(opened)


def void_frozen(opened: OpenFile) -> None:
    """The file changes: a frozen version that shows it cannot go up any more."""
    if opened.case.list_id is not None:
        list_changed(opened.tx, _list_of(opened))


def _list_of(opened: OpenFile) -> SummaryList | None:
    list_id = opened.case.list_id
    return None if list_id is None else ListStore(opened.tx.session).lock(list_id)


def _off_list(opened: OpenFile) -> None:
    case = opened.case
    void_frozen(opened)
    ListStore(opened.tx.session).remove_row(case.application_id)
    case.list_id = case.nomination_id = None
    case.holds_seat = False


def _settle(opened: OpenFile, status: NominationStatus) -> None:
    if opened.case.nomination_id is None:
        return
    nomination = ListStore(opened.tx.session).nomination(opened.case.nomination_id)
    if nomination is not None:
        nomination.status, nomination.settled_at = status, opened.tx.now


def _refusal(opened: OpenFile, event: QuotaRefusedV1) -> str:
    row = CopyStore(opened.tx.session).plan_row(event.plan_row_id)
    return phrases.quota_refused(
        "" if row is None else row.plan_unit_name,
        "" if row is None else row.specialty,
        event.seat_kind.label,
        quota=event.quota,
        taken=event.taken,
        full=event.reason == "cell_full",
    )
