"""What every end of a file that can be contested has in common, whoever ended it.

A seat and a place stay until nobody can contest any more; then they are given back.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol
from uuid import UUID

from sqlalchemy.orm import Session

from services.contracts.events import ApplicationRefusedV1
from services.contracts.vocabulary import ApplicationState as S
from services.contracts.vocabulary import NodeKind
from services.review.app import ReviewApp
from services.review.handlers.access import OpenFile, open_file
from services.review.handlers.listing import leave_list
from services.review.handlers.moves import move, publish
from services.review.storage.cases import CaseStore
from services.review.storage.determinations import TotalStore

_BATCH = 100
"""Files one run of a timer handles; the next run takes the rest."""


class Ended(Protocol):
    """A row that says how a file ended."""

    settled_at: datetime | None


class Ends(Protocol):
    """Where such rows are kept."""

    def uncontested(self, before: datetime) -> UUID | None:
        """A file that nobody can contest any more and that is not settled."""

    def unsettled(self, application_id: UUID) -> Ended | None:
        """How it ended."""


def end(
    opened: OpenFile, state: S, *, kind: NodeKind, organisation_id: UUID, contest_until: datetime
) -> None:
    """Put the file into its end. A refusal is an event; not to be selected is the state alone."""
    case = opened.case
    if state is not S.NOT_SELECTED:
        publish(
            opened,
            ApplicationRefusedV1(
                application_id=case.application_id,
                version_id=case.version_id,
                cycle_id=case.cycle_id,
                node_kind=kind,
                organisation_id=organisation_id,
                decided_at=opened.tx.now,
                contest_until=contest_until,
            ),
        )
    move(opened, state, None)


def settle(app: ReviewApp, job: str, ends: Callable[[Session], Ends]) -> int:
    """Give back what files held that can no longer be contested; one transaction each.

    Returns:
        How many were settled.
    """
    for done in range(_BATCH):
        with app.uow(job=job) as tx:
            found = ends(tx.session).uncontested(tx.now)
            case = None if found is None else CaseStore(tx.session).lock(found)
            if case is None:
                return done
            ended = ends(tx.session).unsettled(case.application_id)
            if ended is not None and not case.under_re_review:
                ended.settled_at = tx.now
                TotalStore(tx.session).give_back(case)
                leave_list(open_file(app, tx, case), reason="refused", announce=True)
    return _BATCH
