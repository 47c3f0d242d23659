"""Uploads in parts and what becomes of them; the bytes never pass through this service."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from services.applications import messages, phrases
from services.applications.app import ApplicationsApp
from services.applications.domain.access import is_owner, scan_grant
from services.applications.domain.scans import (
    PART_TYPE,
    Announced,
    Part,
    part_key,
    plan_parts,
    reason_text,
    refusal_of,
)
from services.applications.handlers.accesses import note_reading
from services.applications.handlers.consents import record
from services.applications.handlers.loading import (
    check_editable,
    editable_codes,
)
from services.applications.handlers.reading import reach_of
from services.applications.handlers.refusals import check_in_time
from services.applications.metrics import SCANS_BEGUN
from services.applications.programme import Programme
from services.applications.storage import scans
from services.applications.storage.consents import standing
from services.applications.storage.snapshot import read_snapshot
from services.chassis.causes import Call
from services.chassis.clock import real_now
from services.chassis.objects import Disposition
from services.contracts.errors import ForbiddenError, NotFoundError, ScanRejectedError
from services.contracts.requests import applications_scans as requests
from services.contracts.requests.applications_views import (
    PartTicket,
    ScanState,
    ScanView,
    UploadTicket,
)
from services.contracts.routing import CHECK_QUEUE
from services.contracts.vocabulary import ApplicationState

_REMOVABLE = (
    ScanState.UPLOADING.value,
    ScanState.CHECKING.value,
    ScanState.ACCEPTED.value,
    ScanState.REJECTED.value,
)


def begin_upload(app: ApplicationsApp, call: Call[requests.BeginUpload]) -> UploadTicket:
    """Announce a scan; what can be refused by its description is refused now."""
    data = call.data
    with app.uow(call) as tx:
        there = scans.find_slot(tx.session, data.application_id, data.slot.value)
        _check_own(call, there)
        programme = app.programme(there.cycle_year)
        _check_slot(programme, there, data.slot.value)
        check_in_time(programme, there, call.arrived_at)
        version = programme.privacy_notice.version
        given = standing(tx.session, data.application_id, version)
        announced = Announced(
            data.filename,
            data.content_type,
            data.size,
            consent=data.consent or data.slot.value in given,
        )
        _check_announced(programme, data.slot.value, announced, there)
        scan_id = uuid4()
        scans.insert_scan(
            tx.session,
            {
                "id": scan_id,
                "application_id": data.application_id,
                "slot": data.slot.value,
                "filename": data.filename,
                "sent_type": data.content_type,
                "sent_size": data.size,
                "sent_sha256": data.sha256,
                "part_bytes": programme.scans.part_bytes,
                "created_at": tx.now,
            },
        )
        if data.consent and programme.form.materials[data.slot.value].consent:
            record(tx, programme, data.application_id, (data.slot,))
        parts = plan_parts(data.size, programme.scans.part_bytes)
        ticket = tx.respond(_ticket(app, programme, scan_id, parts))
    SCANS_BEGUN.inc(slot=data.slot.value)
    return ticket


def _check_slot(programme: Programme, row: Any, slot: str) -> None:
    """Refuse a slot that is not open; `row` has the application's state and return."""
    check_editable(ApplicationState[row.state])
    if slot not in editable_codes(programme, row.state, row.return_items):
        raise ForbiddenError(phrases.SCAN_LOCKED)


def _check_announced(programme: Programme, slot: str, announced: Announced, there: Any) -> None:
    refusal = refusal_of(
        announced,
        programme.form.materials[slot],
        programme.scans,
        files_there=there.files,
        bytes_there=int(there.bytes),
    )
    if refusal is not None:
        code, words = refusal
        raise ScanRejectedError(reason=reason_text(code, **words), reason_code=code)


def _ticket(
    app: ApplicationsApp, programme: Programme, scan_id: UUID, parts: tuple[Part, ...]
) -> UploadTicket:
    expires = timedelta(minutes=programme.scans.ticket_minutes)
    return UploadTicket(
        upload_id=scan_id,
        part_size=programme.scans.part_bytes,
        parts=tuple(_part_ticket(app, scan_id, part, expires) for part in parts),
        expires_at=real_now() + expires,
    )


def _part_ticket(app: ApplicationsApp, scan_id: UUID, part: Part, expires: timedelta) -> PartTicket:
    post = app.objects.presign_post(
        part_key(scan_id, part.number),
        content_type=PART_TYPE,
        min_size=part.size,
        max_size=part.size,
        expires=expires,
    )
    return PartTicket(
        number=part.number, offset=part.offset, size=part.size, url=post.url, fields=post.fields
    )


def renew_upload(app: ApplicationsApp, call: Call[requests.RenewUpload]) -> UploadTicket:
    """Tickets for the parts that are not in the store yet."""
    with app.uow() as tx:
        row = _own_scan(tx.session, call, call.data.upload_id)
    _check_state(row, ScanState.UPLOADING)
    return _ticket(app, app.programme(row.cycle_year), row.id, _missing_parts(app, row))


def _missing_parts(app: ApplicationsApp, row: Any) -> tuple[Part, ...]:
    there = {stat.key: stat.size for stat in app.objects.list(f"quarantine/{row.id}/")}
    return tuple(
        part
        for part in plan_parts(row.sent_size, row.part_bytes)
        if there.get(part_key(row.id, part.number)) != part.size
    )


def complete_upload(app: ApplicationsApp, call: Call[requests.CompleteUpload]) -> ScanView:
    """Hand the scan to the checkers; the job is sent with the commit."""
    with app.uow(call) as tx:
        row = _own_scan(tx.session, call, call.data.upload_id, lock=True)
        _check_state(row, ScanState.UPLOADING)
        missing = _missing_parts(app, row)
        if missing:
            raise ScanRejectedError(
                reason=phrases.PARTS_MISSING.format(count=len(missing)),
                reason_code="parts_missing",
            )
        fresh = scans.hand_over(tx.session, row.id, tx.now)
        tx.enqueue(CHECK_QUEUE, {"scan_id": str(row.id)}, key=str(row.id))
        return tx.respond(messages.scan_view(fresh, app.programme(row.cycle_year).form))


def remove_scan(app: ApplicationsApp, call: Call[requests.RemoveScan]) -> ScanView:
    """Take a scan off the draft; the sweep deletes its object unless a version holds it."""
    with app.uow(call) as tx:
        row = _own_scan(tx.session, call, call.data.scan_id, lock=True)
        programme = app.programme(row.cycle_year)
        there = scans.find_slot(tx.session, row.application_id, row.slot)
        _check_slot(programme, there, row.slot)
        check_in_time(programme, there, call.arrived_at)
        removed = scans.update_scan(
            tx.session, row.id, {"state": ScanState.REMOVED.value}, only_in=_REMOVABLE
        )
        if not removed:
            raise NotFoundError
        tx.audit(
            "scan_removed",
            object_type="application",
            object_id=row.application_id,
            details={"scan_id": str(row.id), "slot": row.slot},
        )
        fresh = scans.find_scan(tx.session, row.id)
        return tx.respond(messages.scan_view(fresh, programme.form))


def list_scans(app: ApplicationsApp, call: Call[requests.ListScans]) -> requests.ScanList:
    """The scans: the draft's for the owner, frozen ones for a desk."""
    with app.uow() as tx:
        reach = reach_of(tx.session, call.data.application_id)
        found = read_snapshot(tx.session, call.data.application_id)
        rows = scans.scans_of(tx.session, call.data.application_id)
    if found is None:
        raise NotFoundError
    form = app.programme(found.cycle_year).form
    if not is_owner(call.actor, reach):
        rows = [row for row in rows if row.frozen and scan_grant(call.actor, reach, row.slot)]
        if not rows:
            raise NotFoundError
    return requests.ScanList(scans=tuple(messages.scan_view(row, form) for row in rows))


def read_scan(app: ApplicationsApp, call: Call[requests.ReadScan]) -> requests.ScanLink:
    """A download link; a desk's reading is recorded."""
    return _read(app, call, disposition="attachment")


def show_scan(app: ApplicationsApp, call: Call[requests.ShowScan]) -> requests.ScanLink:
    """A link that shows the file; a desk's reading is recorded."""
    return _read(app, call, disposition="inline")


def _read(
    app: ApplicationsApp,
    call: Call[requests.ReadScan] | Call[requests.ShowScan],
    *,
    disposition: Disposition,
) -> requests.ScanLink:
    with app.uow(call) as tx:
        row = scans.find_scan(tx.session, call.data.scan_id)
        if row is None or row.object_key is None:
            raise NotFoundError
        reach = reach_of(tx.session, row.application_id)
        found = read_snapshot(tx.session, row.application_id)
        if not is_owner(call.actor, reach):
            grant = scan_grant(call.actor, reach, row.slot)
            if grant is None or not row.frozen:
                raise NotFoundError
            note_reading(
                tx,
                call,
                row.application_id,
                grant,
                kind=row.slot,
                purpose=phrases.FILE_READ,
            )
    if found is None:
        raise NotFoundError
    expires = timedelta(minutes=app.programme(found.cycle_year).scans.link_minutes)
    return _link(app, row, expires, disposition)


def _link(
    app: ApplicationsApp, row: Any, expires: timedelta, disposition: Disposition
) -> requests.ScanLink:
    # The name in the address says slot and type only: addresses end up in logs.
    extension = row.content_type.rsplit("/", 1)[-1].replace("jpeg", "jpg")
    url = app.objects.presign_get(
        row.object_key,
        filename=f"{row.slot}.{extension}",
        content_type=row.content_type,
        expires=expires,
        disposition=disposition,
    )
    return requests.ScanLink(
        scan_id=row.id,
        url=url,
        expires_at=real_now() + expires,
        content_type=row.content_type,
        filename=row.filename,
        size=row.size,
        sha256=row.sha256,
    )


def _own_scan(session: Session, call: Call[Any], scan_id: UUID, *, lock: bool = False) -> Any:
    row = scans.find_scan(session, scan_id, lock=lock)
    _check_own(call, row)
    return row


def _check_own(call: Call[Any], row: Any) -> None:
    """Refuse what is somebody else's or nobody's as if it were not there."""
    if row is None or call.actor.person_id is None or row.person_id != call.actor.person_id:
        raise NotFoundError


def _check_state(row: Any, wanted: ScanState) -> None:
    if row.state != wanted.value:
        label = ScanState[row.state].label
        raise ScanRejectedError(reason=phrases.SCAN_STATE.format(state=label), reason_code="state")
