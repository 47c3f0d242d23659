"""Refusals that several use cases share, with everything the person needs to go on."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from services.applications import phrases
from services.applications.app import ApplicationsApp
from services.applications.domain.window import Window, beijing_text, change_window
from services.applications.programme import Programme
from services.applications.storage import reads
from services.applications.storage.snapshot import Snapshot
from services.contracts.errors import (
    DuplicateApplicationError,
    LateError,
    StaleVersionError,
    WindowClosedError,
)
from services.contracts.vocabulary import ApplicationState


def window_closed(programme: Programme, opens: datetime, closes: datetime) -> WindowClosedError:
    """The refusal outside the window, with both ends and the helpline (R48)."""
    return WindowClosedError(
        opens=beijing_text(opens), closes=beijing_text(closes), helpline=programme.helpline
    )


def check_in_time(programme: Programme, row: Any, arrived_at: datetime) -> None:
    """Refuse what changes a form when its time is over: the deadline binds the API as the pages.

    `row` has the application's state and return and the cycle's window.
    """
    state, window = ApplicationState[row.state], Window(row.open_at, row.close_at)
    if change_window(state, window, row.return_due_at).contains(arrived_at):
        return
    if state is ApplicationState.RETURNED and row.return_due_at is not None:
        raise LateError(deadline=beijing_text(row.return_due_at))
    raise window_closed(programme, window.opens_at, window.closes_at)


def explained(
    app: ApplicationsApp,
    cycle_id: UUID,
    *,
    person_id: UUID | None = None,
    id_digest: bytes | None = None,
) -> DuplicateApplicationError:
    """The refusal of a second application with the first one's number and state (D02)."""
    with app.uow() as tx:
        row = reads.live_application(tx.session, cycle_id, person_id=person_id, id_digest=id_digest)
    number = row.application_no if row is not None and row.application_no else None
    state = ApplicationState[row.state] if row is not None else ApplicationState.DRAFT
    return DuplicateApplicationError(
        application_no=number or phrases.NO_NUMBER_YET, state_label=state.label
    )


def stale(expected: int, found: Snapshot) -> StaleVersionError:
    """Somebody changed the draft meanwhile."""
    return StaleVersionError(expected=expected, current=found.row.revision)
