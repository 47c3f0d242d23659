"""Packages as their sender and the region's offices see them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from services.chassis.causes import Call
from services.chassis.transaction import Transaction
from services.contracts.errors import NotFoundError
from services.contracts.requests.review_packages import (
    ListInPackage,
    PackageContents,
    PackageDesk,
    PackagesReceived,
    PackageStatus,
    PackageView,
    PackedPerson,
    ReadPackage,
    ReadPackageDesk,
    ReadPackagesReceived,
    ToPack,
)
from services.contracts.vocabulary import TRACK_OF, Role, Track
from services.review.app import ReviewApp
from services.review.domain.lists import RECIPIENT
from services.review.domain.packages import Sheet
from services.review.domain.permissions import region_officer, region_reader
from services.review.handlers.list_views import is_member
from services.review.handlers.packages import deadline_of, may_see
from services.review.handlers.packing import going_up
from services.review.storage.copies import CopyStore
from services.review.storage.packages import Listed, PackageStore
from services.review.storage.rows_case import ReviewCase
from services.review.storage.rows_package import Package


def read_package_desk(app: ReviewApp, call: Call[ReadPackageDesk]) -> PackageDesk:
    """Packages of the own unit and what waits to be packed, by office."""
    where, cycle_id = call.data.organisation_id, call.data.cycle_id
    with app.uow(call) as tx:
        cycle = CopyStore(tx.session).cycle(cycle_id)
        if cycle is None or not is_member(call.actor, where):
            raise NotFoundError
        store = PackageStore(tx.session)
        return PackageDesk(
            packages=_views(tx, store.of_organisation(where, cycle_id)),
            to_pack=_to_pack(tx, store.to_pack(where, cycle_id)),
            deadline_on=cycle.dispatch_deadline_on,
            can_pack=call.actor.holds(Role.FINAL_OFFICER, organisation_id=where),
        )


def read_package(app: ReviewApp, call: Call[ReadPackage]) -> PackageContents:
    """One package with its people; the reading is audited."""
    with app.uow(call) as tx:
        store = PackageStore(tx.session)
        package = store.find(call.data.package_id)
        if package is None or not may_see(call.actor, package):
            raise NotFoundError
        tx.audit("package_read", object_type="package", object_id=package.package_id)
        lists = store.lists_of([package.package_id])[package.package_id]
        officer = call.actor.holds(Role.FINAL_OFFICER, organisation_id=package.organisation_id)
        receiver = region_officer(call.actor, package.track)
        inside = frozenset(package.application_ids)
        return PackageContents(
            package=_view(tx, package, lists),
            people=tuple(p for p in _people(lists) if p.application_id in inside),
            can_dispatch=officer and package.status is PackageStatus.CLOSED,
            can_receive=receiver and package.status is PackageStatus.DISPATCHED,
        )


def read_packages_received(app: ReviewApp, call: Call[ReadPackagesReceived]) -> PackagesReceived:
    """Packages for the offices in which the actor reads, those on their way first."""
    data, actor = call.data, call.actor
    tracks = [track for track in Track if region_reader(actor, track)]
    if not tracks or data.organisation_id not in actor.organisations():
        raise NotFoundError
    with app.uow(call) as tx:
        total, packages = PackageStore(tx.session).sent_to(
            tracks, data.cycle_id, offset=data.offset, limit=data.limit
        )
        return PackagesReceived(packages=_views(tx, packages), total=total)


def _views(tx: Transaction, packages: Sequence[Package]) -> tuple[PackageView, ...]:
    ids = [package.package_id for package in packages]
    lists = PackageStore(tx.session).lists_of(ids) if ids else {}
    return tuple(_view(tx, package, lists.get(package.package_id, [])) for package in packages)


def _view(tx: Transaction, package: Package, lists: Sequence[Listed]) -> PackageView:
    sheet = Sheet(len(package.application_ids), len(lists), package.list_copies)
    return PackageView(
        package_id=package.package_id,
        package_no=package.package_no,
        version=package.version,
        status=package.status,
        status_label=package.status.label,
        organisation_id=package.organisation_id,
        organisation_name=package.organisation_name,
        track=package.track,
        recipient=RECIPIENT[package.track],
        lists=tuple(_list(listed) for listed in lists),
        persons=sheet.persons,
        forms=sheet.forms,
        list_copies=package.list_copies,
        sheets=sheet.sheets,
        closed_by=package.closed_by_name,
        closed_at=package.closed_at,
        dispatched_on=package.dispatched_on,
        carrier=package.carrier,
        waybill=package.waybill,
        dispatched_by=package.dispatched_by_name,
        deadline_on=deadline_of(tx, package),
        received_on=package.received_on,
        postmarked_on=package.postmarked_on,
        forms_received=package.forms_received,
        lists_received=package.lists_received,
        differences=package.differences,
        received_by=package.received_by_name,
    )


def _list(listed: Listed) -> ListInPackage:
    version, summary = listed
    if version.submitted_at is None or version.receipt_no is None:
        raise RuntimeError(f"{version.list_version_id} is packed and did not go up")
    return ListInPackage(
        list_version_id=version.list_version_id,
        list_id=summary.list_id,
        seat_kind=summary.seat_kind,
        version_no=version.version_no,
        receipt_no=version.receipt_no,
        submitted_at=version.submitted_at,
    )


def _people(lists: Sequence[Listed]) -> list[PackedPerson]:
    return [
        PackedPerson(
            application_id=UUID(row["application_id"]),
            application_no=row["application_no"],
            seat_kind=summary.seat_kind,
            position=row["position"],
        )
        for version, summary in lists
        for row in version.rows
    ]


def _to_pack(tx: Transaction, lists: Sequence[Listed]) -> tuple[ToPack, ...]:
    going: Mapping[UUID, ReviewCase] = {c.application_id: c for c in going_up(tx, lists)}
    found = []
    for track in Track:
        of_track = [one for one in lists if TRACK_OF[one[1].seat_kind] is track]
        people = tuple(p for p in _people(of_track) if p.application_id in going)
        if people:
            found.append(
                ToPack(
                    track=track,
                    recipient=RECIPIENT[track],
                    lists=tuple(map(_list, of_track)),
                    people=people,
                )
            )
    return tuple(found)
