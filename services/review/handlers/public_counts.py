"""What everybody may know of the progress: counts of each final reviewing unit, no more."""

from __future__ import annotations

from uuid import UUID

from services.chassis.causes import Call
from services.contracts.errors import NotFoundError
from services.contracts.requests.review_counts import (
    OrganisationCounts,
    PublicCounts,
    ReadPublicCounts,
)
from services.contracts.vocabulary import Track
from services.review.app import ReviewApp
from services.review.domain.public_counts import reached, told, told_total
from services.review.storage.copies import CopyStore
from services.review.storage.progress import ProgressStore
from services.review.storage.queue import QueueScope

_EVERYTHING = QueueScope(UUID(int=0), (), tuple(Track))


def read_public_counts(app: ReviewApp, call: Call[ReadPublicCounts]) -> PublicCounts:
    """Count the files of a year by final reviewing unit."""
    with app.uow() as tx:
        cycle_id = CopyStore(tx.session).cycle_of_year(call.data.year)
    if cycle_id is None:
        raise NotFoundError
    with app.uow() as tx:
        _, units = ProgressStore(tx.session, _EVERYTHING, cycle_id).units(offset=0, limit=None)
        as_of = tx.now
    rows = [(name, reached(figures.submitted, figures.stages)) for _, name, figures in units]
    return PublicCounts(
        year=call.data.year,
        as_of=as_of,
        organisations=tuple(
            OrganisationCounts(name=name, counts=tuple(told(one) for one in counts))
            for name, counts in rows
        ),
        totals=tuple(
            told_total(column) for column in zip(*(counts for _, counts in rows), strict=True)
        ),
    )
