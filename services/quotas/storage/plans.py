"""Plan versions and their rows.

A row's id belongs to (cycle, unit, specialty) and stays the same in all versions, so that
applications and seats keep their row when the plan is amended.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import RowMapping, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from services.contracts.vocabulary import SeatKind
from services.quotas.domain.plan import PlanLine, RowKey
from services.quotas.storage.tables import plan_row, plan_row_version, plan_version, seat_cell

_QUOTA = {
    SeatKind.INLAND: plan_row_version.c.quota_inland,
    SeatKind.LONG: plan_row_version.c.quota_long,
    SeatKind.SHORT: plan_row_version.c.quota_short,
}


@dataclass(frozen=True, slots=True)
class VersionRecord:
    """One version of a cycle's plan, without its rows."""

    version: int
    state: str
    based_on: int | None
    published_at: datetime | None


@dataclass(frozen=True, slots=True)
class Draft:
    """A checked plan file to be stored."""

    filename: str
    sha256: str
    findings: list[dict[str, Any]]
    based_on: int | None
    imported_by: str
    imported_by_name: str


@dataclass(frozen=True, slots=True)
class StoredLine:
    """A plan row with its id."""

    plan_row_id: UUID
    line: PlanLine


def store_draft(
    session: Session, cycle_id: UUID, draft: Draft, lines: Sequence[PlanLine], now: datetime
) -> int:
    """Store a draft as the next version; an older draft is discarded.

    The caller holds the cycle's lock, so that version numbers are given one by one.
    """
    session.execute(
        update(plan_version)
        .where(plan_version.c.cycle_id == cycle_id, plan_version.c.state == "DRAFT")
        .values(state="DISCARDED")
    )
    newest = select(func.max(plan_version.c.version)).where(plan_version.c.cycle_id == cycle_id)
    version = (session.execute(newest).scalar() or 0) + 1
    session.execute(
        insert(plan_version).values(
            cycle_id=cycle_id,
            version=version,
            state="DRAFT",
            based_on=draft.based_on,
            filename=draft.filename,
            sha256=draft.sha256,
            findings=draft.findings,
            imported_at=now,
            imported_by=draft.imported_by,
            imported_by_name=draft.imported_by_name,
        )
    )
    ids = _row_ids(session, cycle_id, lines)
    session.execute(
        insert(plan_row_version),
        [_version_values(cycle_id, version, ids[line.key], line) for line in lines],
    )
    return version


def _row_ids(session: Session, cycle_id: UUID, lines: Iterable[PlanLine]) -> dict[RowKey, UUID]:
    """Ids of all rows of the cycle; rows never seen before get one."""
    values = [
        {
            "plan_row_id": uuid4(),
            "cycle_id": cycle_id,
            "plan_unit_code": line.plan_unit_code,
            "specialty": line.specialty,
        }
        for line in lines
    ]
    session.execute(upsert(plan_row).on_conflict_do_nothing(), values)
    rows = session.execute(select(plan_row).where(plan_row.c.cycle_id == cycle_id))
    return {(row.plan_unit_code, row.specialty): row.plan_row_id for row in rows}


def _version_values(
    cycle_id: UUID, version: int, plan_row_id: UUID, line: PlanLine
) -> dict[str, Any]:
    return {
        "cycle_id": cycle_id,
        "version": version,
        "plan_row_id": plan_row_id,
        "seq": line.seq,
        "plan_unit_name": line.plan_unit_name,
        "unit_kind": line.unit_kind,
        "region_code": line.region_code,
        "southern_four": line.southern_four,
        "shortage": line.shortage,
        "remark": line.remark,
    } | {column.name: line.quotas[kind] for kind, column in _QUOTA.items()}


def find_version(session: Session, cycle_id: UUID, version: int) -> VersionRecord | None:
    """One version of a plan."""
    row = session.execute(
        select(
            plan_version.c.version,
            plan_version.c.state,
            plan_version.c.based_on,
            plan_version.c.published_at,
        ).where(plan_version.c.cycle_id == cycle_id, plan_version.c.version == version)
    ).one_or_none()
    return None if row is None else VersionRecord(*row)


def find_draft(session: Session, cycle_id: UUID) -> RowMapping | None:
    """The draft that waits, without its rows."""
    drafts = select(plan_version).where(
        plan_version.c.cycle_id == cycle_id, plan_version.c.state == "DRAFT"
    )
    return session.execute(drafts).mappings().one_or_none()


def read_lines(session: Session, cycle_id: UUID, version: int | None) -> list[StoredLine]:
    """Rows of a version in plan order; none for no version."""
    if version is None:
        return []
    rows = session.execute(
        select(plan_row_version, plan_row.c.plan_unit_code, plan_row.c.specialty)
        .join(plan_row, plan_row.c.plan_row_id == plan_row_version.c.plan_row_id)
        .where(plan_row_version.c.cycle_id == cycle_id, plan_row_version.c.version == version)
        .order_by(plan_row_version.c.seq, plan_row.c.plan_unit_code, plan_row.c.specialty)
    )
    return [_stored_line(row) for row in rows.mappings()]


def _stored_line(fields: RowMapping) -> StoredLine:
    line = PlanLine(
        seq=fields["seq"],
        plan_unit_code=fields["plan_unit_code"],
        plan_unit_name=fields["plan_unit_name"],
        unit_kind=fields["unit_kind"],
        region_code=fields["region_code"],
        southern_four=fields["southern_four"],
        specialty=fields["specialty"],
        quotas={kind: fields[column.name] for kind, column in _QUOTA.items()},
        shortage=fields["shortage"],
        remark=fields["remark"],
    )
    return StoredLine(fields["plan_row_id"], line)


def put_in_force(
    session: Session, cycle_id: UUID, version: int, *, by: str, reason: str | None, now: datetime
) -> None:
    """Make a draft the published version."""
    versions = update(plan_version).where(plan_version.c.cycle_id == cycle_id)
    session.execute(versions.where(plan_version.c.state == "PUBLISHED").values(state="SUPERSEDED"))
    session.execute(
        versions.where(plan_version.c.version == version).values(
            state="PUBLISHED", published_at=now, published_by=by, reason=reason
        )
    )


def set_quotas(session: Session, cycle_id: UUID, lines: Sequence[StoredLine]) -> None:
    """Give every seat cell of the cycle the quota of the new plan; missing rows get 0.

    A quota below what is used breaks the cell's CHECK. Cells are locked in their order first.
    """
    session.execute(
        select(seat_cell.c.plan_row_id)
        .where(seat_cell.c.cycle_id == cycle_id)
        .order_by(seat_cell.c.plan_row_id, seat_cell.c.seat_kind)
        .with_for_update(key_share=True)
    )
    kept = [stored.plan_row_id for stored in lines]
    session.execute(
        update(seat_cell)
        .where(seat_cell.c.cycle_id == cycle_id, seat_cell.c.plan_row_id.not_in(kept))
        .values(quota=0)
    )
    cells = upsert(seat_cell)
    cells = cells.on_conflict_do_update(
        index_elements=[seat_cell.c.plan_row_id, seat_cell.c.seat_kind],
        set_={"quota": cells.excluded.quota},
    )
    session.execute(
        cells,
        [
            {
                "plan_row_id": stored.plan_row_id,
                "seat_kind": kind.value,
                "cycle_id": cycle_id,
                "quota": quota,
            }
            for stored in lines
            for kind, quota in stored.line.quotas.items()
        ],
    )
