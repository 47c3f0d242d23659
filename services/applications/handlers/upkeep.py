"""What is done by the clock: lapsing drafts, ending stale uploads, deleting what nobody needs."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from services.applications import messages
from services.applications.app import ApplicationsApp
from services.applications.domain.scans import (
    accepted_key,
    part_key,
    plan_parts,
    preview_prefix,
    reason_text,
)
from services.applications.metrics import DRAFTS_LAPSED
from services.applications.storage import applications as store
from services.applications.storage import previews, reads, scans
from services.contracts.requests.applications_views import ScanState

_BATCH = 100
_GRACE = timedelta(minutes=2)
"""A command that arrived in time may still be on its way: its signature lives a minute."""
_STALE = timedelta(hours=24)
_GIVEN_UP = {
    "state": ScanState.REJECTED.value,
    "reason_code": "not_checked",
    "reason": reason_text("not_checked"),
}
"""What becomes of a scan nobody could check: parked, or the virus scanner stayed away."""


def lapse_drafts(app: ApplicationsApp) -> int:
    """Mark drafts over which the window closed (T3); readable for ever, usable if extended."""
    with app.uow(job="lapse_drafts") as tx:
        closed = reads.closed_cycles_with_drafts(tx.session, tx.now - _GRACE)
        if not closed:
            return 0
        lapsed = store.lapse_drafts(tx.session, closed, tx.now, _BATCH)
        for application_id, cycle_id, person_id, sequence in lapsed:
            tx.publish(
                messages.lapsed_event(application_id, cycle_id, person_id),
                aggregate_id=application_id,
                sequence=sequence,
            )
    DRAFTS_LAPSED.inc(len(lapsed))
    return len(lapsed)


def sweep_scans(app: ApplicationsApp) -> int:
    """End what was never completed or checked; delete what nothing refers to."""
    with app.uow(job="expire_uploads") as tx:
        for scan_id in scans.stale_uploads(tx.session, tx.now - _STALE, _BATCH):
            scans.update_scan(
                tx.session,
                scan_id,
                {"state": ScanState.EXPIRED.value},
                only_in=(ScanState.UPLOADING.value,),
            )
        for scan_id in scans.stale_checks(tx.session, tx.now - _STALE, _BATCH):
            scans.update_scan(tx.session, scan_id, _GIVEN_UP, only_in=(ScanState.CHECKING.value,))
        rows = scans.leftovers(tx.session, _BATCH)
    for row in rows:
        _delete_objects(app, row)
    return len(rows)


def _delete_objects(app: ApplicationsApp, row: Any) -> None:
    """Objects first, then the rows: a crash between them only repeats the deletion."""
    for part in plan_parts(row.sent_size, row.part_bytes):
        app.objects.delete(part_key(row.id, part.number))
    ended = not row.frozen and row.state != ScanState.ACCEPTED.value
    if ended:
        app.objects.delete(accepted_key(row.id))
        for picture in list(app.objects.list(preview_prefix(row.id))):
            app.objects.delete(picture.key)
    with app.uow(job="sweep_scans") as tx:
        changes: dict[str, Any] = {"parts_deleted": True}
        if ended:
            previews.delete_previews(tx.session, row.id)
            changes["object_key"] = None
        scans.update_scan(tx.session, row.id, changes)
