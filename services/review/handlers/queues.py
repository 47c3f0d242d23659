"""Queues of organisations: numbers, codes and times; never a name, never ethnicity (F7)."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from services.chassis.causes import Call
from services.chassis.transaction import Transaction
from services.contracts.actors import Actor
from services.contracts.errors import NotFoundError
from services.contracts.requests.review_progress import ExportedFiles
from services.contracts.requests.review_views import (
    Claimed,
    Queue,
    QueueCount,
    QueueItem,
    ReadQueue,
)
from services.contracts.vocabulary import NodeKind, Track
from services.review.app import ReviewApp
from services.review.domain.permissions import READERS, REGION_READERS, organisations_read_for
from services.review.handlers.claims import today_of
from services.review.storage.copies import CopyStore
from services.review.storage.desks import DeskStore
from services.review.storage.queue import QueueFilter, QueueScope, QueueStore
from services.review.storage.rows_case import ReviewCase


def read_queue(app: ReviewApp, call: Call[ReadQueue]) -> Queue:
    """One page of what the organisation's desks may see."""
    data = call.data
    with app.uow(call) as tx:
        scope = scope_of(call.actor, data.organisation_id)
        store = QueueStore(tx.session)
        total, cases = store.page(scope, filter_of(tx, data, call.actor.person_id))
        tx.audit("queue_read", object_type="organisation", object_id=data.organisation_id)
        return Queue(
            counts=tuple(
                QueueCount(state=state, state_label=state.label, count=count)
                for state, count in store.counts(scope, data.cycle_id)
            ),
            total=total,
            items=_with_claims(tx, data.organisation_id, queue_items(app, tx, cases)),
        )


def _with_claims(
    tx: Transaction, organisation_id: UUID, items: tuple[QueueItem, ...]
) -> tuple[QueueItem, ...]:
    """Who of the organisation handles each file that stands there."""
    claims = DeskStore(tx.session).claims((item.application_id for item in items), organisation_id)
    return tuple(
        item.model_copy(update={"claimed_by": claim.person_name, "claimed_by_id": claim.person_id})
        if (claim := claims.get(item.application_id)) is not None
        else item
        for item in items
    )


def scope_of(actor: Actor, organisation_id: UUID) -> QueueScope:
    """What the actor's roles in the organisation reach.

    Raises:
        NotFoundError: no role that reads files there.
    """
    if organisation_id not in organisations_read_for(actor):
        raise NotFoundError
    kinds: list[NodeKind] = [
        kind
        for kind, roles in READERS.items()
        if actor.holds(*roles, organisation_id=organisation_id)
    ]
    tracks: set[Track] = {
        track
        for role, covered in REGION_READERS.items()
        if actor.holds(role, organisation_id=organisation_id)
        for track in covered
    }
    return QueueScope(organisation_id, tuple(kinds), tuple(sorted(tracks)))


def filter_of(
    tx: Transaction, data: ReadQueue | ExportedFiles, person_id: UUID | None
) -> QueueFilter:
    """What is wanted of a queue, by its page and by the export of that page; for this person."""
    days = data.waiting_longer_than_days
    return QueueFilter(
        cycle_id=data.cycle_id,
        at_desk=data.at_desk,
        state=data.state,
        track=data.track,
        plan_row_id=data.plan_row_id,
        specialty=data.specialty,
        since_before=None if days is None else tx.now - timedelta(days=days),
        due_before=data.due_before,
        unclaimed=data.claimed is Claimed.NOBODY,
        held_by=_held_by(tx, data, person_id) if data.claimed is Claimed.MINE else None,
        offset=data.offset if isinstance(data, ReadQueue) else 0,
        limit=data.limit,
    )


def _held_by(
    tx: Transaction, data: ReadQueue | ExportedFiles, person_id: UUID | None
) -> tuple[UUID, ...]:
    """The person and those they stand in for today."""
    if person_id is None:
        return ()
    others = DeskStore(tx.session).stands_in_for(data.organisation_id, person_id, today_of(tx))
    return (person_id, *others)


def queue_items(app: ReviewApp, tx: Transaction, cases: list[ReviewCase]) -> tuple[QueueItem, ...]:
    """The cases as a queue shows them."""
    store, copies = QueueStore(tx.session), CopyStore(tx.session)
    marked = store.marked(cases)
    plan = copies.plan_rows({case.plan_row_id for case in cases})
    names = copies.organisation_names({case.unit_id for case in cases})
    items = []
    for case in cases:
        checklist = app.programmes.of(case.cycle_year).checklist
        level = None if case.visit_id is None else case.desk_kind
        row = plan.get(case.plan_row_id)
        items.append(
            QueueItem(
                application_id=case.application_id,
                application_no=case.application_no,
                version=case.version,
                version_id=case.version_id,
                version_no=case.version_no,
                state=case.state,
                state_label=case.state.label,
                unit_id=case.unit_id,
                unit_name=names.get(case.unit_id, ""),
                track=case.track,
                term=case.term,
                seat_kind=case.seat_kind,
                plan_row_id=case.plan_row_id,
                specialty="" if row is None else row.specialty,
                since=case.since,
                due_at=case.due_at,
                items_marked=0 if case.visit_id is None else marked.get(case.visit_id, 0),
                items_total=0 if level is None else len(checklist.of_level(level)),
                holds_seat=case.holds_seat,
            )
        )
    return tuple(items)
