"""Packing: submitted lists and two forms of everybody on them are closed as one package (R43)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID, uuid4

from services.chassis.causes import Call
from services.chassis.clock import BEIJING
from services.chassis.transaction import Transaction
from services.contracts.errors import ForbiddenError, NotFoundError
from services.contracts.events import PackageClosedV1
from services.contracts.requests.review_packages import (
    ClosePackage,
    PackageChanged,
    PackageStatus,
)
from services.contracts.vocabulary import ApplicationState as S
from services.review import phrases
from services.review.app import ReviewApp
from services.review.domain.actions import Action
from services.review.domain.decisions import check_in_bulk
from services.review.domain.packages import (
    check_complete,
    check_one_track,
    own_last_day,
    package_number,
)
from services.review.handlers.access import open_locked
from services.review.handlers.list_versions import frozen_ids
from services.review.handlers.packages import check_officer, package_answer
from services.review.storage.cases import CaseStore
from services.review.storage.copies import CopyStore
from services.review.storage.packages import Listed, PackageStore
from services.review.storage.rows_case import ReviewCase
from services.review.storage.rows_package import Package, PackageList


def close_package(app: ReviewApp, call: Call[ClosePackage]) -> PackageChanged:
    """Close a package in which everything lies; what is missing is named (R43)."""
    data, actor = call.data, call.actor
    with app.uow(call) as tx:
        check_officer(actor, data.organisation_id)
        lists = _unpacked(tx, data)
        check_one_track(data.track, [summary.seat_kind for _, summary in lists])
        files = going_up(tx, lists)
        people = {case.application_id: case.application_no for case in files}
        check_complete(people, data.packed, list_copies=data.list_copies)
        for case in files:
            check_in_bulk(open_locked(app, tx, actor, case).facts, actor, Action.PACK)
        own = own_last_day([case.own_deadline_at for case in files], BEIJING)
        package = _new_package(tx, call, lists, tuple(people), own)
        _publish_closed(tx, package, [version.list_version_id for version, _ in lists])
        tx.audit("package_closed", object_type="package", object_id=package.package_id)
        return tx.respond(package_answer(package))


def going_up(tx: Transaction, lists: Sequence[Listed]) -> Sequence[ReviewCase]:
    """The files that go up with the lists: those the region has before it."""
    ids = [one for version, _ in lists for one in frozen_ids(version)]
    return [c for c in CaseStore(tx.session).find_many(ids) if c.state is S.REGION_REVIEW]


def _unpacked(tx: Transaction, data: ClosePackage) -> list[Listed]:
    """The wanted list versions, locked; each went up and is in no package yet."""
    store = PackageStore(tx.session)
    wanted = set(data.list_version_ids)
    cycles = store.cycles_of(wanted)
    if len(cycles) != 1:
        raise NotFoundError
    (cycle_id,) = cycles
    store.lock_lists_of(data.organisation_id, cycle_id)
    free = store.to_pack(data.organisation_id, cycle_id)
    lists = [(version, summary) for version, summary in free if version.list_version_id in wanted]
    if len(lists) != len(wanted):
        raise NotFoundError(phrases.NOT_TO_PACK)
    return lists


def _new_package(
    tx: Transaction,
    call: Call[ClosePackage],
    lists: Sequence[Listed],
    people: tuple[UUID, ...],
    own_deadline_on: date | None,
) -> Package:
    data, store = call.data, PackageStore(tx.session)
    summary = lists[0][1]
    organisation = CopyStore(tx.session).organisation(data.organisation_id)
    code = str(data.organisation_id)[:8] if organisation is None else organisation.code
    if call.actor.person_id is None:
        raise ForbiddenError
    number = store.count(data.organisation_id, summary.cycle_id, data.track) + 1
    package = Package(
        package_id=uuid4(),
        package_no=package_number(summary.cycle_year, code, data.track, number),
        cycle_id=summary.cycle_id,
        organisation_id=data.organisation_id,
        organisation_name=summary.organisation_name,
        track=data.track,
        status=PackageStatus.CLOSED,
        version=1,
        sequence=0,
        application_ids=list(people),
        list_copies=data.list_copies,
        own_deadline_on=own_deadline_on,
        closed_by=call.actor.person_id,
        closed_by_name=call.actor.name,
        closed_at=tx.now,
    )
    tx.session.add(package)
    tx.session.flush()
    tx.session.add_all(
        PackageList(list_version_id=version.list_version_id, package_id=package.package_id)
        for version, _ in lists
    )
    return package


def _publish_closed(tx: Transaction, package: Package, lists: Sequence[UUID]) -> None:
    package.sequence += 1
    tx.publish(
        PackageClosedV1(
            package_id=package.package_id,
            package_no=package.package_no,
            cycle_id=package.cycle_id,
            organisation_id=package.organisation_id,
            track=package.track,
            list_version_ids=tuple(lists),
            persons=len(package.application_ids),
            closed_at=package.closed_at,
        ),
        aggregate_id=package.package_id,
        sequence=package.sequence,
    )
