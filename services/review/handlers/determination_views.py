"""Totals, proposals and withdrawals as the region's people see them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from services.chassis.causes import Call
from services.chassis.transaction import Transaction
from services.contracts.actors import Actor
from services.contracts.errors import NotFoundError
from services.contracts.requests.review_determination import (
    DeterminationContents,
    DeterminationDesk,
    DeterminationPerson,
    DeterminationStatus,
    DeterminationView,
    FilesToDetermine,
    ReadDetermination,
    ReadDeterminationDesk,
    ReadFilesToDetermine,
    TrackTotal,
    WithdrawalNotice,
)
from services.contracts.vocabulary import ApplicationState as S
from services.contracts.vocabulary import Role, Track
from services.review import phrases
from services.review.app import ReviewApp
from services.review.domain.determinations import WAITING
from services.review.domain.permissions import region_officer, region_reader
from services.review.handlers.access import open_locked
from services.review.handlers.determining import why_not
from services.review.storage.cases import CaseStore
from services.review.storage.copies import CopyStore
from services.review.storage.determinations import (
    DeterminationStore,
    TotalStore,
    WithdrawalStore,
)
from services.review.storage.rows_case import ReviewCase
from services.review.storage.rows_determination import Determination, DeterminationRow


def read_desk(app: ReviewApp, call: Call[ReadDeterminationDesk]) -> DeterminationDesk:
    """What the reader's offices have to do and have done."""
    data, actor = call.data, call.actor
    tracks = tracks_of(actor, data.organisation_id)
    with app.uow(call) as tx:
        store = DeterminationStore(tx.session)
        count, page = store.page(data.cycle_id, tracks, offset=data.offset, limit=data.limit)
        withdrawn = WithdrawalStore(tx.session).open(data.cycle_id, tracks)
        return DeterminationDesk(
            totals=tuple(_totals(app, tx, data.cycle_id, tracks)),
            determinations=_views(tx, page),
            total=count,
            withdrawals=tuple(
                WithdrawalNotice(
                    application_id=notice.application_id,
                    application_no=number,
                    version=version,
                    track=notice.track,
                    withdrawn_at=notice.withdrawn_at,
                )
                for notice, number, version in withdrawn
            ),
            officer_of=tuple(track for track in tracks if region_officer(actor, track)),
        )


def read_determination(app: ReviewApp, call: Call[ReadDetermination]) -> DeterminationContents:
    """One proposal with its people; the reading is audited."""
    actor = call.actor
    with app.uow(call) as tx:
        store = DeterminationStore(tx.session)
        found = store.find(call.data.determination_id)
        if found is None or not region_reader(actor, found.track):
            raise NotFoundError
        tx.audit(
            "determination_read", object_type="determination", object_id=found.determination_id
        )
        rows = {row.application_id: row for row in store.rows(found.determination_id)}
        cases = CaseStore(tx.session).find_many(rows)
        waits = found.status is DeterminationStatus.PROPOSED
        moved = {
            case.application_id: phrases.MOVED_SINCE
            for case in cases
            if waits and case.version != rows[case.application_id].case_version
        }
        leader = actor.holds(Role.REGION_LEADER, organisation_id=found.organisation_id)
        (total,) = _totals(app, tx, found.cycle_id, [found.track])
        return DeterminationContents(
            determination=_views(tx, [found])[0],
            people=_people(tx, cases, rows=rows, problems=moved),
            total=total,
            can_decide=leader and waits and found.proposer_id != actor.person_id,
        )


def read_files(app: ReviewApp, call: Call[ReadFilesToDetermine]) -> FilesToDetermine:
    """Files before they are proposed, each with what stands against it."""
    data, actor = call.data, call.actor
    if data.track not in tracks_of(actor, data.organisation_id):
        raise NotFoundError
    with app.uow(call) as tx:
        cases = _wanted(tx, data)
        standing = DeterminationStore(tx.session).open_among([c.application_id for c in cases])
        problems = {}
        for case in cases:
            opened = open_locked(app, tx, actor, case)
            at = case.application_id
            problem = why_not(opened, data.stage, data.track, in_proposal=at in standing)
            if problem is not None:
                problems[at] = problem
        (total,) = _totals(app, tx, data.cycle_id, [data.track])
        return FilesToDetermine(people=_people(tx, cases, problems=problems), total=total)


def tracks_of(actor: Actor, organisation_id: UUID) -> list[Track]:
    """The tracks the actor reads at the region.

    Raises:
        NotFoundError: none, or not there.
    """
    tracks = [track for track in Track if region_reader(actor, track)]
    if not tracks or organisation_id not in actor.organisations():
        raise NotFoundError
    return tracks


def _wanted(tx: Transaction, data: ReadFilesToDetermine) -> Sequence[ReviewCase]:
    if not data.application_ids:
        state = WAITING[data.stage]
        return DeterminationStore(tx.session).waiting(data.cycle_id, data.track, state)
    return [
        case
        for case in CaseStore(tx.session).find_many(data.application_ids)
        if case.at_region and case.track is data.track and case.cycle_id == data.cycle_id
    ]


def _totals(
    app: ReviewApp, tx: Transaction, cycle_id: UUID, tracks: Sequence[Track]
) -> list[TrackTotal]:
    cycle = CopyStore(tx.session).cycle(cycle_id)
    if cycle is None:
        raise NotFoundError
    store = DeterminationStore(tx.session)
    most = app.programmes.of(cycle.year).totals
    taken, proposed = TotalStore(tx.session).taken(cycle_id), store.proposed(cycle_id)
    standing = store.standing(cycle_id, (S.REGION_REVIEW, S.MOHRSS_PENDING))
    return [
        TrackTotal(
            track=track,
            most=most[track],
            taken=taken.get(track, 0),
            proposed=proposed.get(track, 0),
            at_region=standing.get((track, S.REGION_REVIEW), 0),
            at_ministry=standing.get((track, S.MOHRSS_PENDING), 0),
        )
        for track in tracks
    ]


def _views(tx: Transaction, page: Sequence[Determination]) -> tuple[DeterminationView, ...]:
    sizes = DeterminationStore(tx.session).sizes([row.determination_id for row in page])
    views = []
    for row in page:
        persons, not_selected = sizes.get(row.determination_id, (0, 0))
        views.append(
            DeterminationView(
                determination_id=row.determination_id,
                version=row.version,
                track=row.track,
                stage=row.stage,
                stage_label=row.stage.label,
                status=row.status,
                status_label=row.status.label,
                persons=persons,
                not_selected=not_selected,
                document_no=row.document_no,
                document_on=row.document_on,
                scan_ref=row.scan_ref,
                proposer_name=row.proposer_name,
                proposed_at=row.proposed_at,
                decider_name=row.decider_name,
                decided_at=row.decided_at,
                reason=row.reason,
            )
        )
    return tuple(views)


def _people(
    tx: Transaction,
    cases: Sequence[ReviewCase],
    *,
    rows: Mapping[UUID, DeterminationRow] | None = None,
    problems: Mapping[UUID, str],
) -> tuple[DeterminationPerson, ...]:
    copies = CopyStore(tx.session)
    plan = copies.plan_rows({case.plan_row_id for case in cases})
    units = copies.organisation_names({case.final_organisation_id for case in cases})
    people = []
    for case in cases:
        planned, row = plan.get(case.plan_row_id), (rows or {}).get(case.application_id)
        people.append(
            DeterminationPerson(
                application_id=case.application_id,
                application_no=case.application_no,
                version=case.version,
                state=case.state,
                state_label=case.state.label,
                seat_kind=case.seat_kind,
                specialty="" if planned is None else planned.specialty,
                final_organisation_name=units.get(case.final_organisation_id, ""),
                selected=row is None or row.selected,
                reason=None if row is None else row.reason,
                problem=problems.get(case.application_id),
            )
        )
    return tuple(people)
