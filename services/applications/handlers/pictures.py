"""Pictures of the pages of scans, for those who may read the scans."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from services.applications import phrases
from services.applications.app import ApplicationsApp
from services.applications.domain.access import Reach, is_owner, scan_grant
from services.applications.domain.scans import PREVIEW_TYPE, preview_key
from services.applications.handlers.accesses import note_reading
from services.applications.handlers.reading import reach_of
from services.applications.storage import previews
from services.chassis.causes import Call
from services.chassis.clock import real_now
from services.chassis.transaction import Transaction
from services.contracts.errors import NotFoundError
from services.contracts.requests import applications_scans as requests


def read_pictures(app: ApplicationsApp, call: Call[requests.ReadPictures]) -> requests.Pictures:
    """Addresses of the pictures; a desk's reading is recorded once for each material."""
    data = call.data
    with app.uow(call) as tx:
        reach = reach_of(tx.session, data.application_id)
        rows = previews.previews_of(
            tx.session, data.application_id, data.scan_ids, small=data.small
        )
        if not is_owner(call.actor, reach):
            rows = _for_desk(tx, call, reach, rows)
        if not rows and not is_owner(call.actor, reach):
            raise NotFoundError
    if not rows:
        return requests.Pictures(scans=(), expires_at=real_now())
    expires = timedelta(minutes=app.programme(rows[0].cycle_year).scans.link_minutes)
    return requests.Pictures(
        scans=tuple(_scan(app, row, expires) for row in rows), expires_at=real_now() + expires
    )


def _for_desk(
    tx: Transaction, call: Call[requests.ReadPictures], reach: Reach, rows: Sequence[Any]
) -> list[Any]:
    """Those of the scans the desk may read; that it did is noted for each slot."""
    frozen = [row for row in rows if row.frozen]
    granted = {row.slot: scan_grant(call.actor, reach, row.slot) for row in frozen}
    grants = {slot: grant for slot, grant in granted.items() if grant is not None}
    for slot, grant in grants.items():
        application_id = call.data.application_id
        note_reading(tx, call, application_id, grant, kind=slot, purpose=phrases.FILE_READ)
    return [row for row in frozen if row.slot in grants]


def _scan(app: ApplicationsApp, row: Any, expires: timedelta) -> requests.ScanPictures:
    return requests.ScanPictures(
        scan_id=row.id,
        page_count=row.pages,
        pictures=tuple(
            requests.PagePicture(
                number=number,
                width=width,
                height=height,
                url=app.objects.presign_get(
                    preview_key(row.id, number),
                    filename=f"{row.slot}-{number}.jpg",
                    content_type=PREVIEW_TYPE,
                    expires=expires,
                    disposition="inline",
                ),
            )
            for number, width, height in sorted(row.previews or ())
        ),
    )
