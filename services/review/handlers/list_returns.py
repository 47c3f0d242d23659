"""The region returns a list as a whole: it opens for a new version, rows keep their seats (31)."""

from __future__ import annotations

from collections.abc import Sequence

from services.chassis.causes import Call
from services.chassis.transaction import Transaction
from services.contracts.errors import (
    ForbiddenError,
    ListNotReadyError,
    NotFoundError,
    StaleVersionError,
)
from services.contracts.events import ListReturnedV1, ListVoidedV1
from services.contracts.requests.review import DecisionKind
from services.contracts.requests.review_lists import (
    ListChanged,
    ListStatus,
    ListVersionStatus,
    ReturnList,
)
from services.contracts.vocabulary import TRACK_OF
from services.contracts.vocabulary import ApplicationState as S
from services.review import phrases
from services.review.app import ReviewApp
from services.review.domain.actions import Action
from services.review.domain.decisions import check_action
from services.review.domain.permissions import region_officer, region_reader
from services.review.domain.returns import check_due_at
from services.review.handlers.access import OpenFile, open_locked
from services.review.handlers.lists import list_answer
from services.review.handlers.moves import move, record, region_office
from services.review.storage.cases import CaseStore
from services.review.storage.lists import ListStore
from services.review.storage.packages import PackageStore
from services.review.storage.rows_case import ReviewCase
from services.review.storage.rows_list import SummaryList


def return_list(app: ReviewApp, call: Call[ReturnList]) -> ListChanged:
    """Everybody the region has before it is LISTED again and may go up until the due date."""
    data = call.data
    with app.uow(call) as tx:
        ids = [place.application_id for place in ListStore(tx.session).places(data.list_id)]
        files = CaseStore(tx.session).lock_many(ids)
        summary = _open(tx, call)
        check_due_at(data.due_at, call.arrived_at)
        returned = [case for case in files if case.state is S.REGION_REVIEW]
        if not returned:
            raise ListNotReadyError(reason=phrases.NOBODY_BEFORE_REGION)
        for case in returned:
            _return_row(open_locked(app, tx, call.actor, case), data)
        _open_again(tx, call, summary)
        _tell(tx, summary, data, returned)
        return tx.respond(list_answer(summary))


def _open(tx: Transaction, call: Call[ReturnList]) -> SummaryList:
    summary = ListStore(tx.session).lock(call.data.list_id)
    if summary is None or not region_reader(call.actor, TRACK_OF[summary.seat_kind]):
        raise NotFoundError
    if not region_officer(call.actor, TRACK_OF[summary.seat_kind]):
        raise ForbiddenError
    if summary.version != call.data.version:
        raise StaleVersionError(expected=call.data.version, current=summary.version)
    return summary


def _return_row(opened: OpenFile, data: ReturnList) -> None:
    if opened.actor is not None:
        check_action(opened.facts, opened.actor, Action.RETURN_LIST)
    known = opened.case.own_deadline_at
    opened.case.own_deadline_at = data.due_at if known is None else max(known, data.due_at)
    office = region_office(opened)
    record(
        opened,
        DecisionKind.LIST_RETURNED,
        text=data.text.strip(),
        organisation=None if office is None else (office, phrases.REGION_OFFICE),
    )
    move(opened, S.LISTED, opened.facts.route.final.position)


def _open_again(tx: Transaction, call: Call[ReturnList], summary: SummaryList) -> None:
    """What went up is no longer valid on paper; what was packed of it does not go off."""
    for version in ListStore(tx.session).versions(summary.list_id):
        if version.status in (ListVersionStatus.SUBMITTED, ListVersionStatus.CURRENT):
            went_up = version.status is ListVersionStatus.SUBMITTED
            version.status = ListVersionStatus.RETURNED if went_up else ListVersionStatus.SUPERSEDED
            version.superseded_at = tx.now
            summary.sequence += 1
            tx.publish(
                ListVoidedV1(
                    list_id=summary.list_id,
                    list_version_id=version.list_version_id,
                    voided_at=tx.now,
                ),
                aggregate_id=summary.list_id,
                sequence=summary.sequence,
            )
    tx.session.flush()
    PackageStore(tx.session).void_closed(summary.list_id)
    summary.status = ListStatus.OPEN
    summary.version += 1
    summary.return_text, summary.return_due_at = call.data.text.strip(), call.data.due_at
    summary.returned_at, summary.returned_by_name = tx.now, call.actor.name


def _tell(
    tx: Transaction, summary: SummaryList, data: ReturnList, files: Sequence[ReviewCase]
) -> None:
    summary.sequence += 1
    tx.publish(
        ListReturnedV1(
            list_id=summary.list_id,
            cycle_id=summary.cycle_id,
            organisation_id=summary.organisation_id,
            seat_kind=summary.seat_kind,
            application_ids=tuple(case.application_id for case in files),
            due_at=data.due_at,
            returned_at=tx.now,
        ),
        aggregate_id=summary.list_id,
        sequence=summary.sequence,
    )
    tx.audit(
        "list_returned",
        object_type="list",
        object_id=summary.list_id,
        details={"rows": len(files), "due_at": data.due_at.isoformat()},
    )
