"""Lists and their versions in short; many lists cost two statements, like one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from services.chassis.transaction import Transaction
from services.contracts.requests.review_lists import (
    ListReturned,
    ListStatus,
    ListSummary,
    ListVersionView,
)
from services.contracts.vocabulary import ApplicationState as S
from services.review.domain.routes import GONE_UP
from services.review.storage.list_desk import ListDeskStore
from services.review.storage.rows_list import ListVersion, SummaryList


def summaries(tx: Transaction, lists: Sequence[SummaryList]) -> tuple[ListSummary, ...]:
    """The lists with their counts and the version that is frozen, in the order given."""
    store = ListDeskStore(tx.session)
    ids = [row.list_id for row in lists]
    counts, newest = (store.state_counts(ids), store.newest_versions(ids)) if ids else ({}, {})
    return tuple(
        summary_of(row, counts.get(row.list_id, {}), newest.get(row.list_id)) for row in lists
    )


def summary_of(
    row: SummaryList, states: Mapping[S, int], newest: ListVersion | None
) -> ListSummary:
    """One list by how many of its rows stand in which state, and its newest version."""
    return ListSummary(
        list_id=row.list_id,
        version=row.version,
        cycle_id=row.cycle_id,
        organisation_id=row.organisation_id,
        organisation_name=row.organisation_name,
        seat_kind=row.seat_kind,
        title_suffix=row.seat_kind.label,
        status=row.status,
        status_label=row.status.label,
        nominating=states.get(S.NOMINATING, 0),
        listed=states.get(S.LISTED, 0),
        submitted=sum(count for state, count in states.items() if state in GONE_UP),
        current_version=_shown_version(row, newest),
        returned=_returned(row),
    )


def version_view(row: ListVersion) -> ListVersionView:
    """One frozen version without its code, which is read from the paper."""
    return ListVersionView(
        list_version_id=row.list_version_id,
        version_no=row.version_no,
        status=row.status,
        status_label=row.status.label,
        rows=len(row.rows),
        content_hash=row.content_hash,
        frozen_by=row.frozen_by_name,
        frozen_at=row.frozen_at,
        submitted_by=row.submitted_by_name,
        submitted_at=row.submitted_at,
        receipt_no=row.receipt_no,
        superseded_at=row.superseded_at,
    )


def _shown_version(row: SummaryList, newest: ListVersion | None) -> ListVersionView | None:
    """The version that is frozen or went up; a list that is open again has none."""
    if newest is None or row.status is ListStatus.OPEN:
        return None
    return version_view(newest)


def _returned(row: SummaryList) -> ListReturned | None:
    if row.return_text is None or row.return_due_at is None or row.returned_at is None:
        return None
    return ListReturned(
        text=row.return_text,
        due_at=row.return_due_at,
        returned_at=row.returned_at,
        person_name=row.returned_by_name or "",
    )
