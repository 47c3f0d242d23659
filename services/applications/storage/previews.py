"""Which pictures of pages lie in the store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import and_, delete, func, insert, select
from sqlalchemy.orm import Session

from services.applications.storage.tables import application, cycle_copy, scan, scan_preview
from services.contracts.requests.applications_views import ScanState


def insert_previews(session: Session, scan_id: UUID, previews: Sequence[Mapping[str, Any]]) -> None:
    """Own the pictures of a scan."""
    if previews:
        rows = [{**preview, "scan_id": scan_id} for preview in previews]
        session.execute(insert(scan_preview), rows)


def numbers_of(session: Session, scan_id: UUID) -> list[int]:
    """Pages of which there are pictures, 0 for the small one."""
    found = session.execute(
        select(scan_preview.c.number).where(scan_preview.c.scan_id == scan_id)
    ).scalars()
    return list(found)


def delete_previews(session: Session, scan_id: UUID) -> None:
    """Own them no more; their objects are deleted before."""
    session.execute(delete(scan_preview).where(scan_preview.c.scan_id == scan_id))


def previews_of(
    session: Session, application_id: UUID, scan_ids: Sequence[UUID], *, small: bool
) -> Sequence[Any]:
    """Stored scans of an application with their pictures, each `[number, width, height]`.

    Without ids all that are accepted; `small` asks for the small ones only.
    """
    wanted = scan_preview.c.number == 0 if small else scan_preview.c.number > 0
    shown = func.jsonb_agg(
        func.jsonb_build_array(scan_preview.c.number, scan_preview.c.width, scan_preview.c.height)
    ).filter(scan_preview.c.number.is_not(None))
    return session.execute(
        select(
            scan.c.id,
            scan.c.slot,
            scan.c.frozen,
            func.coalesce(scan.c.pages, 0).label("pages"),
            cycle_copy.c.year.label("cycle_year"),
            shown.label("previews"),
        )
        .join(application, application.c.id == scan.c.application_id)
        .join(cycle_copy, cycle_copy.c.cycle_id == application.c.cycle_id)
        .outerjoin(scan_preview, and_(scan_preview.c.scan_id == scan.c.id, wanted))
        .where(
            scan.c.application_id == application_id,
            scan.c.id.in_(scan_ids) if scan_ids else scan.c.state == ScanState.ACCEPTED.value,
            scan.c.object_key.is_not(None),
        )
        .group_by(scan.c.id, cycle_copy.c.cycle_id)
        .order_by(scan.c.slot, scan.c.created_at)
    ).all()
