"""Lists as people of the final unit and of the region see them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
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
from services.review.domain.lists import OrderedRow, ordered
from services.review.domain.permissions import READ_SCOPE, region_reader
from services.review.handlers.list_summaries import summaries, summary_of, version_view
from services.review.handlers.list_versions import row_facts
from services.review.handlers.lists import MEMBERS
from services.review.storage.copies import CopyStore
from services.review.storage.lists import Line, ListStore
from services.review.storage.rows_case import ReviewCase
from services.review.storage.rows_list import ListVersion, SummaryList


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
        return ListsAnswer(lists=summaries(tx, lists), candidates=candidate_views(tx, ready))


def read_list(app: ReviewApp, call: Call[ReadList]) -> ListView:
    """One list with rows in their order; the reading is audited."""
    with app.uow(call) as tx:
        summary = _readable(tx, call.actor, ListStore(tx.session).find(call.data.list_id))
        lines = ListStore(tx.session).lines(summary.list_id)
        wanted = RowsWanted(offset=call.data.offset, limit=call.data.limit)
        return list_view(tx, call.actor, summary, lines, wanted)


def list_view(
    tx: Transaction,
    actor: Actor,
    summary: SummaryList,
    lines: Sequence[Line],
    wanted: RowsWanted,
) -> ListView:
    """A list for somebody who may read it; the region sees only the rows that went up."""
    where = summary.organisation_id
    states = Counter(line.state for line in lines)
    if not actor.holds(*MEMBERS, organisation_id=where):
        lines = [line for line in lines if line.at_region]
    versions = ListStore(tx.session).versions(summary.list_id)
    tx.audit("list_read", object_type="list", object_id=summary.list_id)
    officer = actor.holds(Role.FINAL_OFFICER, organisation_id=where)
    leader = actor.holds(Role.FINAL_LEADER, organisation_id=where)
    current = next((v for v in versions if v.status is ListVersionStatus.CURRENT), None)
    count, rows = _rows(tx, lines, versions, wanted)
    return ListView(
        summary=summary_of(summary, states, versions[0] if versions else None),
        rows=rows,
        row_count=count,
        versions=tuple(version_view(row) for row in versions),
        can_order=officer and S.LISTED in states,
        can_freeze=officer and S.LISTED in states and S.NOMINATING not in states,
        can_submit=leader and current is not None and current.frozen_by != actor.person_id,
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
        version.status is ListVersionStatus.SUBMITTED
        for version in ListStore(tx.session).versions(summary.list_id)
    )
    if went_up and region_reader(actor, TRACK_OF[summary.seat_kind]):
        return summary
    raise NotFoundError


def _rows(
    tx: Transaction,
    lines: Sequence[Line],
    versions: Sequence[ListVersion],
    wanted: RowsWanted,
) -> tuple[int, tuple[ListRowView, ...]]:
    """How many rows are wanted, and one page of them.

    They stand in the order of the newest frozen version; new ones by plan and number.
    """
    frozen = [row["application_id"] for version in versions[:1] for row in version.rows]
    by_id = {line.application_id: line for line in lines}
    by_name = [one for one in map(UUID, frozen) if one in by_id]
    found = [
        place
        for place in ordered(row_facts(tx, lines), by_name)
        if wanted.application_id in {None, place.application_id}
        and wanted.state in {None, by_id[place.application_id].state}
    ]
    last = None if wanted.limit is None else wanted.offset + wanted.limit
    page = found[wanted.offset : last]
    return len(found), tuple(_row_view(place, by_id[place.application_id]) for place in page)


def _row_view(place: OrderedRow, line: Line) -> ListRowView:
    return ListRowView(
        position=place.position,
        application_id=place.application_id,
        application_no=place.application_no,
        version=line.version,
        version_id=place.version_id,
        version_no=place.version_no,
        state=line.state,
        state_label=line.state.label,
        plan_row_id=place.plan_row_id,
        specialty=place.specialty,
        recommend_order=place.recommend_order,
        recommend_reason=line.recommend_reason,
        remark=place.remark,
    )


def candidate_views(tx: Transaction, cases: Sequence[ReviewCase]) -> tuple[ListCandidate, ...]:
    """Files that may be added, as the desk sees them."""
    plan = CopyStore(tx.session).plan_rows({case.plan_row_id for case in cases})
    return tuple(
        ListCandidate(
            application_id=case.application_id,
            application_no=case.application_no,
            version=case.version,
            seat_kind=case.seat_kind,
            plan_row_id=case.plan_row_id,
            specialty=plan[case.plan_row_id].specialty if case.plan_row_id in plan else "",
            since=case.since,
            refused_reason=case.refused_reason,
        )
        for case in cases
    )
