"""One list as its desk sees it: everything the page of the list and its live part show."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from services.contracts.requests.documents import DocumentSummary
from services.contracts.requests.quotas import SeatCellView
from services.contracts.requests.review_list_desk import ListDesk
from services.contracts.requests.review_lists import (
    ListCandidate,
    ListRowView,
    ListStatus,
    ListSummary,
    ListVersionStatus,
    ListVersionView,
)
from services.contracts.vocabulary import ApplicationState
from services.gateway.pages.lists.prints import Print, all_made, by_version
from services.gateway.pages.lists.seats import own_cells, seat_words, shown_cells


@dataclass(frozen=True)
class Screen:
    """A list with its seats, people and prints, ready to be shown."""

    desk: ListDesk
    seats: Sequence[SeatCellView]
    names: Mapping[UUID, str] = field(default_factory=dict)
    documents: Sequence[DocumentSummary] = ()

    @property
    def summary(self) -> ListSummary | None:
        """The list in short; None before its first row."""
        return None if self.desk.view is None else self.desk.view.summary

    @property
    def rows(self) -> tuple[ListRowView, ...]:
        """Who stands on the list."""
        return () if self.desk.view is None else self.desk.view.rows

    @property
    def row_count(self) -> int:
        """How many rows there are of those that are shown page by page."""
        return 0 if self.desk.view is None else self.desk.view.row_count

    @property
    def versions(self) -> tuple[ListVersionView, ...]:
        """Frozen versions, newest first."""
        return () if self.desk.view is None else self.desk.view.versions

    @property
    def frozen(self) -> ListVersionView | None:
        """The version that may go up."""
        return next((v for v in self.versions if v.status is ListVersionStatus.CURRENT), None)

    @property
    def prints(self) -> Mapping[int, list[Print]]:
        """Prints by version number."""
        return by_version(self.documents)

    @property
    def printing(self) -> bool:
        """Whether prints of the frozen version are still being made."""
        return self.frozen is not None and not all_made(self.documents, self.frozen.version_no)

    @property
    def status_label(self) -> str:
        """Where the list stands, in words."""
        return ListStatus.OPEN.label if self.summary is None else self.summary.status_label

    def removable(self, row: ListRowView) -> bool:
        """Whether the visitor may take the row off."""
        return self.desk.can_nominate and row.state is ApplicationState.LISTED

    def left(self, candidate: ListCandidate) -> int | None:
        """Seats left for the candidate; None when the plan has no such cell."""
        return next((c.left for c in self.seats if c.plan_row_id == candidate.plan_row_id), None)

    @property
    def seen(self) -> str:
        """A word that changes with anything shown; none while prints are being made."""
        if self.printing:
            return ""
        return seen_of(self.desk.mark, own_cells(self.seats, self.desk.plan_unit_code))


def screen_of(
    desk: ListDesk,
    cells: Iterable[SeatCellView],
    names: Mapping[UUID, str],
    documents: Sequence[DocumentSummary] = (),
) -> Screen:
    """Put together what was asked in several places."""
    return Screen(desk, shown_cells(cells, desk), names, documents)


def seen_of(mark: str, seats: Iterable[SeatCellView]) -> str:
    """One short word for the state of a list and its seats."""
    return hashlib.sha256(f"{mark}/{seat_words(seats)}".encode()).hexdigest()[:16]


def people_of(desk: ListDesk) -> list[UUID]:
    """Everybody whose name the page shows."""
    rows = () if desk.view is None else desk.view.rows
    return [
        *(row.application_id for row in rows),
        *(row.application_id for row in desk.candidates),
        *(row.application_id for row in desk.reserve),
    ]
