"""Lists as the desks work with them: one with its candidates, a unit's three, those received."""

from __future__ import annotations

from uuid import UUID

from services.chassis.causes import Call
from services.chassis.transaction import Transaction
from services.contracts.errors import NotFoundError
from services.contracts.requests.review_list_desk import (
    ListDesk,
    ListMark,
    ListOfKind,
    ListOverview,
    ReadListDesk,
    ReadListMark,
    ReadListOverview,
    ReadReceivedLists,
    ReceivedLists,
)
from services.contracts.vocabulary import TRACK_OF, Role, SeatKind
from services.contracts.vocabulary import ApplicationState as S
from services.review.app import ReviewApp
from services.review.domain.permissions import region_reader
from services.review.handlers.list_summaries import summaries
from services.review.handlers.list_views import candidate_views, is_member, list_view
from services.review.handlers.reserve import reserve_views
from services.review.storage.copies import CopyStore
from services.review.storage.list_desk import ListDeskStore, Wanted
from services.review.storage.lists import ListStore
from services.review.storage.reserve import ReserveStore


def read_list_desk(app: ReviewApp, call: Call[ReadListDesk]) -> ListDesk:
    """One list of the own unit with a page of those who may be added."""
    data = call.data
    with app.uow(call) as tx:
        if not is_member(call.actor, data.organisation_id):
            raise NotFoundError
        store = ListDeskStore(tx.session)
        found = store.of_kind(data.organisation_id, data.cycle_id, data.seat_kind)
        wanted = Wanted(
            data.organisation_id, data.cycle_id, data.seat_kind, data.offset, data.limit
        )
        everybody, ready = store.ready_in_short(wanted), store.ready(wanted)
        places = [] if found is None else ListStore(tx.session).places(found.list_id)
        reserve = ReserveStore(tx.session).of_list(
            data.organisation_id, data.cycle_id, data.seat_kind
        )
        asked = everybody.plan_row_ids | {place.plan_row_id for place in places}
        asked |= {place.plan_row_id for place, _ in reserve}
        return ListDesk(
            seat_kind=data.seat_kind,
            plan_unit_code=_plan_unit(tx, data.organisation_id),
            view=None if found is None else list_view(tx, call.actor, found, places, data.rows),
            candidates=candidate_views(ready),
            candidate_count=everybody.count,
            plan_row_ids=tuple(sorted(asked)),
            reserve=reserve_views(tx, reserve),
            can_nominate=call.actor.holds(Role.FINAL_OFFICER, organisation_id=data.organisation_id),
            mark=everybody.mark(found),
        )


def read_list_mark(app: ReviewApp, call: Call[ReadListMark]) -> ListMark:
    """Whether an open page of a list must be read again."""
    data = call.data
    with app.uow() as tx:
        if not is_member(call.actor, data.organisation_id):
            raise NotFoundError
        store = ListDeskStore(tx.session)
        of_whom = data.organisation_id, data.cycle_id, data.seat_kind
        return ListMark(
            mark=store.ready_in_short(Wanted(*of_whom)).mark(store.of_kind(*of_whom)),
            plan_unit_code=_plan_unit(tx, data.organisation_id),
        )


def read_list_overview(app: ReviewApp, call: Call[ReadListOverview]) -> ListOverview:
    """The three lists of the own unit at a glance."""
    where, cycle_id = call.data.organisation_id, call.data.cycle_id
    with app.uow(call) as tx:
        if not is_member(call.actor, where):
            raise NotFoundError
        lists = ListStore(tx.session).of_organisation(where, cycle_id)
        by_kind = {row.seat_kind: row for row in summaries(tx, lists)}
        files = ListDeskStore(tx.session).files_by_state(where, cycle_id)
        return ListOverview(
            kinds=tuple(
                ListOfKind(
                    seat_kind=kind,
                    summary=by_kind.get(kind),
                    ready=files.get((S.READY_TO_LIST, kind), 0),
                )
                for kind in SeatKind
            ),
            plan_unit_code=_plan_unit(tx, where),
            waiting_for_paper=sum(files.get((S.PAPER_CHECK, kind), 0) for kind in SeatKind),
        )


def read_received_lists(app: ReviewApp, call: Call[ReadReceivedLists]) -> ReceivedLists:
    """What went up to the offices in which the actor reads (R44, R45)."""
    data, actor = call.data, call.actor
    kinds = [kind for kind in SeatKind if region_reader(actor, TRACK_OF[kind])]
    if not kinds or data.organisation_id not in actor.organisations():
        raise NotFoundError
    wanted = [kind for kind in kinds if data.track in (None, TRACK_OF[kind])]
    with app.uow(call) as tx:
        total, lists = ListDeskStore(tx.session).received(
            wanted, data.cycle_id, offset=data.offset, limit=data.limit
        )
        return ReceivedLists(
            lists=summaries(tx, lists),
            total=total,
            tracks=tuple(dict.fromkeys(TRACK_OF[kind] for kind in kinds)),
        )


def _plan_unit(tx: Transaction, organisation_id: UUID) -> str | None:
    organisation = CopyStore(tx.session).organisation(organisation_id)
    return None if organisation is None else organisation.plan_unit_code
