"""Packages on their way: dispatched, received; dispatched late they are refused as a whole (30)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from services.chassis.causes import Call
from services.chassis.clock import BEIJING
from services.chassis.transaction import Transaction
from services.contracts.actors import Actor
from services.contracts.errors import ForbiddenError, NotFoundError, StaleVersionError
from services.contracts.events import PackageReceivedV1
from services.contracts.requests.review import DecisionKind
from services.contracts.requests.review_closures import ClosureReason
from services.contracts.requests.review_packages import (
    DispatchPackage,
    PackageChanged,
    PackageCommand,
    PackageStatus,
    ReceivePackage,
)
from services.contracts.vocabulary import NodeKind, Role
from services.review import phrases
from services.review.app import ReviewApp
from services.review.domain.actions import Action
from services.review.domain.decisions import check_in_bulk
from services.review.domain.packages import (
    Sheet,
    check_dispatch,
    check_receipt,
    check_step,
    is_late,
)
from services.review.domain.permissions import region_officer, region_reader
from services.review.domain.transitions import transition_exists
from services.review.handlers.access import OpenFile, open_locked
from services.review.handlers.closures import Office, close_file
from services.review.handlers.list_views import is_member
from services.review.handlers.moves import record, region_office
from services.review.storage.cases import CaseStore
from services.review.storage.copies import CopyStore
from services.review.storage.packages import PackageStore
from services.review.storage.rows_case import ReviewCase
from services.review.storage.rows_package import Package


def dispatch_package(app: ReviewApp, call: Call[DispatchPackage]) -> PackageChanged:
    """Keep postmark and waybill; everybody in it can see where the paper is."""
    data = call.data
    with app.uow(call) as tx:
        files, package = _open(tx, call)
        check_officer(call.actor, package.organisation_id)
        check_step(package.status, PackageStatus.CLOSED)
        lists = PackageStore(tx.session).lists_of([package.package_id])[package.package_id]
        went_up = max(v.submitted_at for v, _ in lists if v.submitted_at is not None)
        check_dispatch(
            data,
            submitted_on=went_up.astimezone(BEIJING).date(),
            today=tx.now.astimezone(BEIJING).date(),
        )
        package.dispatched_on, package.carrier, package.waybill = (
            data.dispatched_on,
            data.carrier.strip(),
            data.waybill.strip(),
        )
        package.dispatched_by, package.dispatched_by_name = call.actor.person_id, call.actor.name
        package.dispatched_at = tx.now
        text = phrases.package_sent(package.package_no, data)
        for case in files:
            opened = open_locked(app, tx, call.actor, case)
            record(opened, DecisionKind.PACKAGE_SENT, node=opened.facts.route.final, text=text)
        return _changed(tx, package, PackageStatus.DISPATCHED, "package_dispatched")


def receive_package(app: ReviewApp, call: Call[ReceivePackage]) -> PackageChanged:
    """Register receipt; what was dispatched after the deadline is refused as a whole (30)."""
    data = call.data
    with app.uow(call) as tx:
        files, package = _open(tx, call)
        if not region_officer(call.actor, package.track):
            raise ForbiddenError
        check_step(package.status, PackageStatus.DISPATCHED)
        check_receipt(
            data,
            sheet_of(package, tx),
            dispatched_on=package.dispatched_on,
            today=tx.now.astimezone(BEIJING).date(),
        )
        _put_receipt(tx, call, package)
        late = is_late(data.postmarked_on, deadline_of(tx, package))
        for case in files:
            _tell_receipt(open_locked(app, tx, call.actor, case), package, late=late)
        _publish_received(tx, package, refused=late)
        status = PackageStatus.REFUSED if late else PackageStatus.RECEIVED
        return _changed(tx, package, status, "package_received")


def package_answer(package: Package) -> PackageChanged:
    """The answer of a command on a package."""
    return PackageChanged(
        package_id=package.package_id,
        package_no=package.package_no,
        version=package.version,
        status=package.status,
        status_label=package.status.label,
    )


def sheet_of(package: Package, tx: Transaction) -> Sheet:
    """The counts of a package."""
    lists = PackageStore(tx.session).lists_of([package.package_id])
    return Sheet(
        persons=len(package.application_ids),
        lists=len(lists.get(package.package_id, ())),
        list_copies=package.list_copies,
    )


def deadline_of(tx: Transaction, package: Package) -> date:
    """The last day on which the package may go off, extensions included; kept at receipt."""
    if package.deadline_on is not None:
        return package.deadline_on
    cycle = CopyStore(tx.session).cycle(package.cycle_id)
    if cycle is None:
        raise RuntimeError(f"{package.package_no} belongs to no known cycle")
    return max(cycle.dispatch_deadline_on, package.own_deadline_on or cycle.dispatch_deadline_on)


def check_officer(actor: Actor, organisation_id: UUID) -> None:
    """Packages are the final officer's work; those of other units are not found."""
    if not is_member(actor, organisation_id):
        raise NotFoundError
    if not actor.holds(Role.FINAL_OFFICER, organisation_id=organisation_id):
        raise ForbiddenError(phrases.OFFICER_PACKS)


def _open(tx: Transaction, call: Call[PackageCommand]) -> tuple[Sequence[ReviewCase], Package]:
    """The package and its files, locked; not found for those it does not concern.

    Raises:
        NotFoundError, StaleVersionError: not theirs to see; it moved on since they saw it.
    """
    store = PackageStore(tx.session)
    seen = store.find(call.data.package_id)
    if seen is None or not may_see(call.actor, seen):
        raise NotFoundError
    files = CaseStore(tx.session).lock_many(seen.application_ids)
    package = store.lock(call.data.package_id)
    if package is None:
        raise NotFoundError
    tx.session.refresh(package)
    if package.version != call.data.version:
        raise StaleVersionError(expected=call.data.version, current=package.version)
    return files, package


def may_see(actor: Actor, package: Package) -> bool:
    """Whether a package is the actor's to see: its sender, and its office once it is on its way."""
    if is_member(actor, package.organisation_id):
        return True
    on_its_way = package.dispatched_on is not None
    return on_its_way and region_reader(actor, package.track)


def _put_receipt(tx: Transaction, call: Call[ReceivePackage], package: Package) -> None:
    data = call.data
    package.deadline_on = deadline_of(tx, package)
    package.received_on, package.postmarked_on = data.received_on, data.postmarked_on
    package.forms_received, package.lists_received = data.forms, data.lists
    package.differences = (data.differences or "").strip() or None
    package.received_by, package.received_by_name = call.actor.person_id, call.actor.name
    package.received_at = tx.now


def _tell_receipt(opened: OpenFile, package: Package, *, late: bool) -> None:
    """Everybody in the package reads that it came; those the region has before it may be late."""
    office = region_office(opened)
    if office is None or package.received_on is None:
        raise RuntimeError("the region's office is not known")
    record(
        opened,
        DecisionKind.PACKAGE_RECEIVED,
        text=phrases.package_came(package.package_no, package.received_on),
        organisation=(office, phrases.REGION_OFFICE),
    )
    if not (late and transition_exists(opened.case.state, Action.REFUSE_LATE)):
        return
    if opened.actor is not None:
        check_in_bulk(opened.facts, opened.actor, Action.REFUSE_LATE)
    text = phrases.package_late(package.package_no, package.postmarked_on, package.deadline_on)
    close_file(
        opened,
        ClosureReason.LATE_PACKAGE,
        text,
        Office(NodeKind.REGION, office, phrases.REGION_OFFICE),
    )


def _publish_received(tx: Transaction, package: Package, *, refused: bool) -> None:
    if package.received_on is None or package.postmarked_on is None:
        raise RuntimeError("a receipt without its dates")
    package.sequence += 1
    tx.publish(
        PackageReceivedV1(
            package_id=package.package_id,
            cycle_id=package.cycle_id,
            organisation_id=package.organisation_id,
            track=package.track,
            received_on=package.received_on,
            postmarked_on=package.postmarked_on,
            refused=refused,
        ),
        aggregate_id=package.package_id,
        sequence=package.sequence,
    )


def _changed(tx: Transaction, package: Package, status: PackageStatus, deed: str) -> PackageChanged:
    package.status = status
    package.version += 1
    tx.audit(
        deed,
        object_type="package",
        object_id=package.package_id,
        details={"status": status.value, "persons": len(package.application_ids)},
    )
    return tx.respond(package_answer(package))
