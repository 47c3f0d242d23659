"""Frozen versions of lists: made, voided by any later change, sent up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from uuid import UUID, uuid4

from services.chassis.causes import Call
from services.chassis.transaction import Transaction
from services.contracts.errors import ForbiddenError
from services.contracts.events import ListFrozenV1, ListSubmittedV1, ListVoidedV1
from services.contracts.requests.review_lists import (
    FreezeList,
    ListStatus,
    ListVersionStatus,
    SubmitList,
)
from services.review.app import ReviewApp
from services.review.domain.lists import OrderedRow, RowFacts, content_hash, receipt_number
from services.review.storage.copies import CopyStore
from services.review.storage.lists import Line, ListStore
from services.review.storage.rows_list import ListVersion, SummaryList


def list_changed(tx: Transaction, summary: SummaryList | None) -> None:
    """Count a change of a list; a frozen version that could still go up is void from now."""
    if summary is None:
        return
    summary.version += 1
    current = ListStore(tx.session).current(summary.list_id)
    if current is None:
        return
    current.status = ListVersionStatus.SUPERSEDED
    current.superseded_at = tx.now
    summary.status = ListStatus.OPEN
    summary.sequence += 1
    tx.session.flush()
    tx.publish(
        ListVoidedV1(
            list_id=summary.list_id,
            list_version_id=current.list_version_id,
            voided_at=tx.now,
        ),
        aggregate_id=summary.list_id,
        sequence=summary.sequence,
    )
    tx.audit("list_voided", object_type="list", object_id=summary.list_id)


def row_facts(tx: Transaction, lines: Sequence[Line]) -> list[RowFacts]:
    """Rows as the order rule sees them."""
    plan = CopyStore(tx.session).plan_rows({line.plan_row_id for line in lines})
    last = max((row.seq for row in plan.values()), default=0) + 1
    facts = []
    for line in lines:
        planned = plan.get(line.plan_row_id)
        facts.append(
            RowFacts(
                application_id=line.application_id,
                application_no=line.application_no,
                version_id=line.version_id,
                version_no=line.version_no,
                plan_row_id=line.plan_row_id,
                specialty="" if planned is None else planned.specialty,
                plan_seq=last if planned is None else planned.seq,
                recommend_order=line.recommend_order,
                remark=line.remark,
            )
        )
    return facts


def freeze_rows(
    app: ReviewApp,
    tx: Transaction,
    call: Call[FreezeList],
    summary: SummaryList,
    rows: Sequence[OrderedRow],
) -> ListVersion:
    """Store the ordered rows as the current version with its own code, and say so."""
    store = ListStore(tx.session)
    number = max((known.version_no for known in store.versions(summary.list_id)), default=0) + 1
    if call.actor.person_id is None:
        raise ForbiddenError
    frozen = ListVersion(
        list_version_id=uuid4(),
        list_id=summary.list_id,
        version_no=number,
        status=ListVersionStatus.CURRENT,
        rows=[{key: _json(value) for key, value in asdict(row).items()} for row in rows],
        content_hash=content_hash(summary.list_id, number, rows),
        verify_code=app.new_code(),
        frozen_by=call.actor.person_id,
        frozen_by_name=call.actor.name,
        frozen_at=tx.now,
    )
    tx.session.add(frozen)
    tx.audit(
        "list_frozen",
        object_type="list",
        object_id=summary.list_id,
        details={"version_no": number, "content_hash": frozen.content_hash, "rows": len(rows)},
    )
    summary.status = ListStatus.FROZEN
    summary.sequence += 1
    tx.publish(
        ListFrozenV1(
            list_id=summary.list_id,
            list_version_id=frozen.list_version_id,
            list_version_no=number,
            cycle_id=summary.cycle_id,
            organisation_id=summary.organisation_id,
            seat_kind=summary.seat_kind,
            verify_code=frozen.verify_code,
            row_count=len(rows),
            frozen_at=tx.now,
        ),
        aggregate_id=summary.list_id,
        sequence=summary.sequence,
    )
    return frozen


def _json(value: object) -> object:
    return str(value) if isinstance(value, UUID) else value


def frozen_ids(version: ListVersion | None) -> tuple[UUID, ...]:
    """The files a frozen version shows."""
    if version is None:
        return ()
    return tuple(UUID(row["application_id"]) for row in version.rows)


def send_up(
    tx: Transaction, call: Call[SubmitList], summary: SummaryList, version: ListVersion
) -> None:
    """The frozen version goes to the region: receipt number and time (R35)."""
    organisation = CopyStore(tx.session).organisation(summary.organisation_id)
    code = str(summary.organisation_id)[:8] if organisation is None else organisation.code
    version.status = ListVersionStatus.SUBMITTED
    version.submitted_by, version.submitted_by_name = call.actor.person_id, call.actor.name
    version.submitted_at = call.arrived_at
    version.receipt_no = receipt_number(
        summary.cycle_year, code, summary.seat_kind, version.version_no
    )
    summary.status = ListStatus.SUBMITTED
    summary.return_text = summary.return_due_at = None
    summary.returned_at = summary.returned_by_name = None
    summary.version += 1
    summary.sequence += 1
    tx.publish(
        ListSubmittedV1(
            list_id=summary.list_id,
            list_version_id=version.list_version_id,
            cycle_id=summary.cycle_id,
            organisation_id=summary.organisation_id,
            seat_kind=summary.seat_kind,
            application_ids=frozen_ids(version),
            receipt_no=version.receipt_no,
            submitted_at=version.submitted_at,
        ),
        aggregate_id=summary.list_id,
        sequence=summary.sequence,
    )
    tx.audit(
        "list_submitted",
        object_type="list",
        object_id=summary.list_id,
        details={"version_no": version.version_no, "content_hash": version.content_hash},
    )
