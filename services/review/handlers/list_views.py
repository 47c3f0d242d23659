"""Lists as people of the final unit and of the region see them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from services.chassis.causes import Call
from services.chassis.transaction import Transaction
from services.contracts.actors import Actor, ActorKind
from services.contracts.errors import NotFoundError
from services.contracts.requests.base import Acknowledged
from services.contracts.requests.review_list_desk import RowsWanted
from services.contracts.requests.review_lists import (
    ListCandidate,
    ListRowView,
    ListsAnswer,
    ListVersionStatus,
    ListView,
    MayReadList,
    ReadList,
    ReadLists,
)
from services.contracts.vocabulary import TRACK_OF, Role, SeatKind
from services.contracts.vocabulary import ApplicationState as S
from services.review.app import ReviewApp
from services.review.domain.lists import in_order
from services.review.domain.permissions import READ_SCOPE, region_officer, region_reader
from services.review.handlers.list_summaries import summaries, summary_of, version_view
from services.review.handlers.lists import MEMBERS
from services.review.storage.copies import CopyStore
from services.review.storage.lists import Candidate, Line, ListStore, Place
from services.review.storage.rows_copies import PlanRowCopy
from services.review.storage.rows_list import WENT_UP, SummaryList


def read_lists(app: ReviewApp, call: Call[ReadLists]) -> ListsAnswer:
    """Lists and candidates of the own final unit, or what went up to the own region office."""
    data, actor = call.data, call.actor
    with app.uow(call) as tx:
        store = ListStore(tx.session)
        member = is_member(actor, data.organisation_id)
        kinds = [kind for kind in SeatKind if region_reader(actor, TRACK_OF[kind])]
        if not member and not (kinds and actor.organisations() & {data.organisation_id}):
            raise NotFoundError
        lists = (
            store.of_organisation(data.organisation_id, data.cycle_id)
            if member
            else store.submitted(kinds, data.cycle_id)
        )
        ready = store.candidates(data.organisation_id, data.cycle_id) if member else []
        return ListsAnswer(lists=summaries(tx, lists), candidates=candidate_views(ready))


def read_list(app: ReviewApp, call: Call[ReadList]) -> ListView:
    """One list with rows in their order; the reading is audited."""
    with app.uow(call) as tx:
        summary = _readable(tx, call.actor, ListStore(tx.session).find(call.data.list_id))
        places = ListStore(tx.session).places(summary.list_id)
        wanted = RowsWanted(offset=call.data.offset, limit=call.data.limit)
        return list_view(tx, call.actor, summary, places, wanted)


def list_view(
    tx: Transaction,
    actor: Actor,
    summary: SummaryList,
    places: Sequence[Place],
    wanted: RowsWanted,
) -> ListView:
    """A list for somebody who may read it; the region sees only the rows that went up.

    Rows stand in the order of the newest frozen version; new ones by plan and number.
    """
    where = summary.organisation_id
    states = Counter(place.state for place in places)
    if not actor.holds(*MEMBERS, organisation_id=where):
        places = [place for place in places if place.at_region]
    versions = ListStore(tx.session).versions(summary.list_id)
    tx.audit("list_read", object_type="list", object_id=summary.list_id)
    officer = actor.holds(Role.FINAL_OFFICER, organisation_id=where)
    leader = actor.holds(Role.FINAL_LEADER, organisation_id=where)
    current = next((v for v in versions if v.status is ListVersionStatus.CURRENT), None)
    frozen = [UUID(row["application_id"]) for version in versions[:1] for row in version.rows]
    count, rows = _rows(tx, summary.list_id, in_order(places, frozen), wanted)
    return ListView(
        summary=summary_of(summary, states, versions[0] if versions else None),
        rows=rows,
        row_count=count,
        versions=tuple(version_view(row) for row in versions),
        can_order=officer and S.LISTED in states,
        can_freeze=officer and S.LISTED in states and S.NOMINATING not in states,
        can_submit=leader and current is not None and current.frozen_by != actor.person_id,
        can_return=S.REGION_REVIEW in states and region_officer(actor, TRACK_OF[summary.seat_kind]),
    )


def may_read_list(app: ReviewApp, call: Call[MayReadList]) -> Acknowledged:
    """Whether the person may read the list's prints."""
    with app.uow(call) as tx:
        _readable(tx, call.actor, ListStore(tx.session).find(call.data.list_id))
        return Acknowledged()


def is_member(actor: Actor, organisation_id: UUID) -> bool:
    """Whether the actor sees all lists of this final reviewing unit."""
    reads = actor.kind is ActorKind.PERSON or READ_SCOPE in actor.scopes
    return reads and actor.holds(*MEMBERS, organisation_id=organisation_id)


def _readable(tx: Transaction, actor: Actor, summary: SummaryList | None) -> SummaryList:
    if summary is None:
        raise NotFoundError
    if is_member(actor, summary.organisation_id):
        return summary
    went_up = any(
        version.status in WENT_UP for version in ListStore(tx.session).versions(summary.list_id)
    )
    if went_up and region_reader(actor, TRACK_OF[summary.seat_kind]):
        return summary
    raise NotFoundError


def _rows(
    tx: Transaction, list_id: UUID, places: Sequence[Place], wanted: RowsWanted
) -> tuple[int, tuple[ListRowView, ...]]:
    """How many rows are wanted, and one page of them."""
    found = [
        (number, place.application_id)
        for number, place in enumerate(places, start=1)
        if wanted.application_id in {None, place.application_id}
        and wanted.state in {None, place.state}
    ]
    last = None if wanted.limit is None else wanted.offset + wanted.limit
    page = found[wanted.offset : last]
    lines = ListStore(tx.session).lines(list_id, [application_id for _, application_id in page])
    plan = CopyStore(tx.session).plan_rows({line.plan_row_id for line in lines})
    by_id = {line.application_id: line for line in lines}
    return len(found), tuple(
        _row_view(number, by_id[application_id], plan) for number, application_id in page
    )


def _row_view(number: int, line: Line, plan: Mapping[UUID, PlanRowCopy]) -> ListRowView:
    planned = plan.get(line.plan_row_id)
    return ListRowView(
        position=number,
        application_id=line.application_id,
        application_no=line.application_no,
        version=line.version,
        version_id=line.version_id,
        version_no=line.version_no,
        state=line.state,
        state_label=line.state.label,
        plan_row_id=line.plan_row_id,
        specialty="" if planned is None else planned.specialty,
        recommend_order=line.recommend_order,
        recommend_reason=line.recommend_reason,
        remark=line.remark,
    )


def candidate_views(candidates: Iterable[Candidate]) -> tuple[ListCandidate, ...]:
    """Files that may be added, as the desk sees them."""
    return tuple(ListCandidate(**candidate._asdict()) for candidate in candidates)
