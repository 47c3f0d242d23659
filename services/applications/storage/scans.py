"""Uploads and scans in the database; the bytes lie in the object store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, bindparam, func, insert, or_, select, update
from sqlalchemy.orm import Session

from services.applications.storage.tables import application, cycle_copy, scan
from services.contracts.requests.applications_views import ScanState

COUNTED = (ScanState.UPLOADING.value, ScanState.CHECKING.value, ScanState.ACCEPTED.value)
"""States that take up a place and bytes."""

_SHOWN = (*COUNTED, ScanState.REJECTED.value)


_INSERT = insert(scan)


def insert_scan(session: Session, values: Mapping[str, Any]) -> None:
    """A new upload."""
    session.execute(
        _INSERT,
        {**values, "state": ScanState.UPLOADING.value, "frozen": False, "parts_deleted": False},
    )


_FIND = (
    select(
        scan,
        application.c.person_id,
        cycle_copy.c.year.label("cycle_year"),
    )
    .join(application, application.c.id == scan.c.application_id)
    .join(cycle_copy, cycle_copy.c.cycle_id == application.c.cycle_id)
    .where(scan.c.id == bindparam("b_id"))
)
_FIND_LOCKED = _FIND.with_for_update(of=scan)

_HAND_OVER = (
    update(scan)
    .where(scan.c.id == bindparam("b_id"))
    .values(state=ScanState.CHECKING.value, completed_at=bindparam("b_now"))
    .returning(*scan.c)
)


def find_scan(session: Session, scan_id: UUID, *, lock: bool = False) -> Any:
    """A scan with its application's owner, state and cycle's year; None when unknown."""
    return session.execute(_FIND_LOCKED if lock else _FIND, {"b_id": scan_id}).one_or_none()


def hand_over(session: Session, scan_id: UUID, now: datetime) -> Any:
    """Let the checkers have a scan whose parts are all there; the scan as it then is."""
    return session.execute(_HAND_OVER, {"b_id": scan_id, "b_now": now}).one()


def update_scan(
    session: Session, scan_id: UUID, changes: Mapping[str, Any], *, only_in: Sequence[str] = ()
) -> bool:
    """Change a scan; False when it is in none of the given states any more."""
    statement = update(scan).where(scan.c.id == scan_id)
    if only_in:
        statement = statement.where(scan.c.state.in_(only_in))
    return (
        session.execute(statement.values(**changes).returning(scan.c.id)).one_or_none() is not None
    )


def replace_others(session: Session, application_id: UUID, slot: str, keep: UUID) -> None:
    """A slot for one file: the new one takes the place of the old."""
    session.execute(
        update(scan)
        .where(
            scan.c.application_id == application_id,
            scan.c.slot == slot,
            scan.c.state == ScanState.ACCEPTED.value,
            scan.c.id != keep,
        )
        .values(state=ScanState.REPLACED.value)
    )


_SLOT = (
    select(
        application.c.person_id,
        application.c.state,
        application.c.return_items,
        application.c.return_due_at,
        cycle_copy.c.year.label("cycle_year"),
        cycle_copy.c.open_at,
        cycle_copy.c.close_at,
        func.count(scan.c.id).filter(scan.c.slot == bindparam("b_slot")).label("files"),
        func.coalesce(func.sum(scan.c.sent_size), 0).label("bytes"),
    )
    .join(cycle_copy, cycle_copy.c.cycle_id == application.c.cycle_id)
    .outerjoin(scan, and_(scan.c.application_id == application.c.id, scan.c.state.in_(COUNTED)))
    .where(application.c.id == bindparam("b_application"))
    .group_by(application.c.id, cycle_copy.c.cycle_id)
)


def find_slot(session: Session, application_id: UUID, slot: str) -> Any:
    """What an upload needs to know of its application; None when that is unknown.

    `files` are those in the slot and `bytes` those in all slots, of what was sent and counts.
    """
    return session.execute(_SLOT, {"b_application": application_id, "b_slot": slot}).one_or_none()


def clear_slot(session: Session, application_id: UUID, slot: str) -> int:
    """Take all files of a slot off the draft; how many there were."""
    removed = session.execute(
        update(scan)
        .where(
            scan.c.application_id == application_id,
            scan.c.slot == slot,
            scan.c.state.in_(_SHOWN),
        )
        .values(state=ScanState.REMOVED.value)
        .returning(scan.c.id)
    )
    return len(removed.all())


def scans_of(session: Session, application_id: UUID) -> Sequence[Any]:
    """The scans people see, by slot and time; rejected ones too, so that the reason is read."""
    return session.execute(
        select(scan)
        .where(scan.c.application_id == application_id, scan.c.state.in_(_SHOWN))
        .order_by(scan.c.slot, scan.c.created_at)
    ).all()


def scans_by_id(session: Session, scan_ids: Sequence[UUID]) -> Sequence[Any]:
    """Scans of a frozen version, whatever became of them in the draft."""
    return session.execute(
        select(scan).where(scan.c.id.in_(scan_ids)).order_by(scan.c.slot, scan.c.created_at)
    ).all()


def stale_uploads(session: Session, before: datetime, limit: int) -> list[UUID]:
    """Uploads that were begun long ago and never completed."""
    return list(
        session.execute(
            select(scan.c.id)
            .where(scan.c.state == ScanState.UPLOADING.value, scan.c.created_at < before)
            .limit(limit)
        ).scalars()
    )


def stale_checks(session: Session, before: datetime, limit: int) -> list[UUID]:
    """Scans whose check never came to an end: it crashed or hung each time and was parked."""
    return list(
        session.execute(
            select(scan.c.id)
            .where(scan.c.state == ScanState.CHECKING.value, scan.c.completed_at < before)
            .limit(limit)
        ).scalars()
    )


def leftovers(session: Session, limit: int) -> Sequence[Any]:
    """Scans that ended and still have parts, or an object that no frozen version needs."""
    ended = [state.value for state in ScanState if state.value not in COUNTED]
    over = scan.c.state.in_(ended)
    done = or_(over, scan.c.state == ScanState.ACCEPTED.value)
    return session.execute(
        select(
            scan.c.id,
            scan.c.object_key,
            scan.c.frozen,
            scan.c.state,
            scan.c.sent_size,
            scan.c.part_bytes,
        )
        .where(
            or_(
                and_(done, scan.c.parts_deleted.is_(False)),
                and_(over, scan.c.frozen.is_(False), scan.c.object_key.is_not(None)),
            )
        )
        .limit(limit)
    ).all()
