"""The reserve (26, 32): people without a seat, in the order a person gives with a reason."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from services.chassis.causes import Call
from services.chassis.clock import BEIJING
from services.chassis.transaction import Transaction
from services.contracts.errors import Finding, ValidationFailedError
from services.contracts.requests.review import CaseChanged, DecisionKind
from services.contracts.requests.review_reserve import PlaceOnReserve, ReserveView
from services.contracts.vocabulary import ApplicationState as S
from services.review import phrases
from services.review.app import ReviewApp
from services.review.domain.actions import Action
from services.review.domain.lists import check_not_late
from services.review.handlers.access import OpenFile, answer, open_for
from services.review.handlers.moves import move, record, touch
from services.review.storage.copies import CopyStore
from services.review.storage.reserve import ReserveStore
from services.review.storage.rows_case import ReviewCase
from services.review.storage.rows_reserve import ReservePlace


def place_on_reserve(app: ReviewApp, call: Call[PlaceOnReserve]) -> CaseChanged:
    """Put a file on the reserve of its seat cell, or give it another place there.

    Raises:
        ValidationFailedError: no seat was refused to it, the place is taken, nothing is reasoned.
    """
    data = call.data
    with app.uow(call) as tx:
        opened = open_for(app, tx, call, Action.RESERVE)
        _check_wanted(opened, data)
        _put(opened, data)
        text = phrases.on_reserve(data.place, data.reason.strip())
        record(opened, DecisionKind.RESERVED, node=opened.node, text=text)
        if opened.case.state is S.RESERVE:
            touch(opened)
        else:
            move(opened, S.RESERVE, opened.node.position)
        return answer(opened)


def check_in_time(opened: OpenFile, arrived_at: datetime) -> None:
    """From the reserve nobody is listed after review has closed (32).

    Raises:
        LateError: it has; then only a replacement fills a seat.
    """
    cycle = CopyStore(opened.tx.session).cycle(opened.case.cycle_id)
    if opened.case.state is S.RESERVE and cycle is not None:
        check_not_late(arrived_at, cycle.review_close_at, cycle.dispatch_deadline_on, BEIJING)


def reserve_views(
    tx: Transaction, rows: Iterable[tuple[ReservePlace, ReviewCase]]
) -> tuple[ReserveView, ...]:
    """Places as desk and applicant see them."""
    found = list(rows)
    plan = CopyStore(tx.session).plan_rows({place.plan_row_id for place, _ in found})
    return tuple(
        ReserveView(
            application_id=place.application_id,
            application_no=case.application_no,
            version=case.version,
            plan_row_id=place.plan_row_id,
            specialty=plan[place.plan_row_id].specialty if place.plan_row_id in plan else "",
            place=place.place,
            reason=place.reason,
            placed_by=place.placed_by_name,
            placed_at=place.placed_at,
        )
        for place, case in found
    )


def own_place(opened: OpenFile) -> ReserveView | None:
    """The place of a file that is on the reserve."""
    if opened.case.state is not S.RESERVE:
        return None
    place = ReserveStore(opened.tx.session).of(opened.case.application_id)
    return None if place is None else reserve_views(opened.tx, [(place, opened.case)])[0]


def _check_wanted(opened: OpenFile, data: PlaceOnReserve) -> None:
    case, store = opened.case, ReserveStore(opened.tx.session)
    if case.state is S.READY_TO_LIST and case.refused_reason is None:
        raise ValidationFailedError(phrases.NO_SEAT_REFUSED)
    if not data.reason.strip():
        raise _wrong("reason", phrases.ORDER_NEEDS_REASON)
    store.lock_cell(case.plan_row_id, case.seat_kind)
    holder = store.at(case.plan_row_id, case.seat_kind, data.place)
    if holder is not None and holder.application_id != case.application_id:
        raise _wrong("place", phrases.PLACE_TAKEN.format(place=data.place))


def _put(opened: OpenFile, data: PlaceOnReserve) -> None:
    case, store = opened.case, ReserveStore(opened.tx.session)
    row = store.of(case.application_id) or ReservePlace(application_id=case.application_id)
    row.plan_row_id, row.seat_kind = case.plan_row_id, case.seat_kind
    row.place, row.reason = data.place, data.reason.strip()
    row.placed_by, row.placed_by_name = opened.person_id, opened.person_name
    row.placed_at = opened.tx.now
    opened.store.add(row)


def _wrong(field: str, message: str) -> ValidationFailedError:
    return ValidationFailedError(findings=(Finding(field=field, code="reserve", message=message),))
