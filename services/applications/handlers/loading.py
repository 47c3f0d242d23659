"""Loading one application for its owner and looking at it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.applications.app import ApplicationsApp
from services.applications.domain.crossfield import Days
from services.applications.domain.derived import Surroundings
from services.applications.domain.examination import Draft, Examination, examine
from services.applications.domain.states import EDITABLE
from services.applications.domain.window import beijing_day
from services.applications.programme import Programme
from services.applications.storage.snapshot import Snapshot, read_snapshot
from services.chassis.causes import Call
from services.contracts.errors import IllegalTransitionError, NotFoundError
from services.contracts.vocabulary import ApplicationState


def own_snapshot(
    session: Session, call: Call[Any], application_id: UUID, *, draw_number: bool = False
) -> Snapshot:
    """The actor's own application; a foreign or unknown one is not found."""
    found = read_snapshot(session, application_id, draw_number=draw_number)
    if found is None or call.actor.person_id is None:
        raise NotFoundError
    if found.row.person_id != call.actor.person_id:
        raise NotFoundError
    return found


def surroundings_of(found: Snapshot) -> Surroundings:
    """The facts around the draft."""
    return Surroundings(unit=found.unit, plan_row=found.plan_row, cycle_year=found.cycle_year)


def id_number_of(app: ApplicationsApp, found: Snapshot) -> str | None:
    """The draft's ID number in full, for deriving and checking in memory."""
    sealed = found.row.id_cipher
    return None if sealed is None else app.vault.open(sealed, found.application_id)


def days_of(app: ApplicationsApp, found: Snapshot) -> Days:
    """The days that rules compare with."""
    return Days(today=beijing_day(app.clock.now()), closing=found.window.closing_day)


def examined(app: ApplicationsApp, programme: Programme, found: Snapshot) -> Examination:
    """Everything the system can say about the draft as it is."""
    return examine(
        programme.form,
        programme.rule_data,
        found.rules,
        Draft(
            data=found.data,
            id_number=id_number_of(app, found),
            accepted_slots=frozenset(scan.slot for scan in found.accepted),
        ),
        around=surroundings_of(found),
        days=days_of(app, found),
    )


def editable_codes(
    programme: Programme, state: str, return_items: list[str] | None
) -> frozenset[str]:
    """Field and material codes the owner may change now."""
    match ApplicationState[state]:
        case ApplicationState.DRAFT | ApplicationState.OVERDUE:
            return programme.form.writable | frozenset(programme.form.materials)
        case ApplicationState.RETURNED if return_items is not None:
            return programme.form.unlocked_by(return_items)
        case _:
            return frozenset()


def check_editable(state: ApplicationState) -> None:
    """Refuse changes while the file is at a desk or over."""
    if state not in EDITABLE:
        raise IllegalTransitionError(state=state.value, state_label=state.label)
