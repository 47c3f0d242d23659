"""Following review: reserve, refuse, release, confirm (invariant 3).

Each event is one transaction: the application's reservation row is locked, the rule in
`domain.seats` says what the event means, the cell is changed by conditional statements, and the
step is written into the ledger, the audit and the outbox together.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID

from services.chassis.causes import Delivery
from services.chassis.transaction import Transaction
from services.contracts.envelope import Event
from services.contracts.errors import Permanent, TryAgain
from services.contracts.events.review import (
    ApplicationDelistedV1,
    ApplicationDeterminedV1,
    ApplicationGivenUpV1,
    ApplicationNominatedV1,
    ApplicationWithdrawnV1,
)
from services.quotas import messages, phrases
from services.quotas.app import QuotasApp
from services.quotas.domain.seats import (
    Cell,
    Message,
    Nominated,
    Released,
    SeatState,
    Selected,
    Verdict,
    decide,
    follow,
)
from services.quotas.metrics import SEAT_STEPS
from services.quotas.storage import seats
from services.quotas.storage.seats import CellCounts, Reservation

NO_COUNTS = CellCounts(0, 0, 0)

CELL_FULL = "cell_full"
NO_SUCH_CELL = "no_such_cell"
MOVED = "moved"


def on_nominated(app: QuotasApp, delivery: Delivery[ApplicationNominatedV1]) -> None:
    """Reserve a seat or refuse it."""
    event = delivery.event
    cell = Cell(event.plan_row_id, event.seat_kind)
    message = Nominated(delivery.sequence, event.nomination_id, cell)
    _settle(app, delivery, event.application_id, event.cycle_id, message)


def on_delisted(app: QuotasApp, delivery: Delivery[ApplicationDelistedV1]) -> None:
    """Release the seat of a row that left its list."""
    event = delivery.event
    message = Released(delivery.sequence, event.reason)
    _settle(app, delivery, event.application_id, event.cycle_id, message)


def on_withdrawn(app: QuotasApp, delivery: Delivery[ApplicationWithdrawnV1]) -> None:
    """Release the seat, if any, of an application that was withdrawn."""
    event = delivery.event
    message = Released(delivery.sequence, "withdrawn")
    _settle(app, delivery, event.application_id, event.cycle_id, message)


def on_given_up(app: QuotasApp, delivery: Delivery[ApplicationGivenUpV1]) -> None:
    """Release the confirmed seat of a person who may give it up."""
    event = delivery.event
    message = Released(delivery.sequence, "given_up")
    _settle(app, delivery, event.application_id, event.cycle_id, message)


def on_determined(app: QuotasApp, delivery: Delivery[ApplicationDeterminedV1]) -> None:
    """Confirm the seat of a selected person.

    Who was not selected keeps the seat while this can be contested: review delists the row when
    it no longer can. The event therefore changes nothing here and does not count as newer.
    """
    event = delivery.event
    if not event.selected:
        with app.uow(delivery):
            return
    message = Selected(delivery.sequence, event.nomination_id)
    _settle(app, delivery, event.application_id, event.cycle_id, message)


@dataclass(slots=True)
class _Step:
    """One message being acted upon; `held` follows what has been done so far."""

    tx: Transaction
    message: Message
    held: Reservation

    def announce(self, event: Event) -> None:
        """Publish about the application, next in its sequence."""
        self.held = replace(self.held, sequence=self.held.sequence + 1)
        self.publish(event)

    def publish(self, event: Event) -> None:
        """Publish under the sequence that `held` says already."""
        self.tx.publish(event, aggregate_id=self.held.application_id, sequence=self.held.sequence)

    def know(self) -> None:
        """Let the holding follow the message."""
        self.held = replace(
            self.held, holding=follow(self.held.holding, self.message, seat_taken=False)
        )

    def after(self, *, seat_taken: bool = False, reservation_id: UUID | None = None) -> Reservation:
        """What the application has when its nomination is decided and announced."""
        held = self.held
        return replace(
            held,
            holding=follow(held.holding, self.message, seat_taken=seat_taken),
            reservation_id=reservation_id or held.reservation_id,
            sequence=held.sequence + 1,
        )

    def save(self) -> None:
        """Write the application's row."""
        seats.save_reservation(self.tx.session, self.held, self.tx.now)

    def record(self, cell: Cell, action: str, counts: CellCounts, reason: str | None) -> None:
        """Write the step into ledger, audit and metrics."""
        seats.record(
            self.tx.session,
            self.held,
            cell,
            action,
            counts,
            sequence=self.message.sequence,
            reason=reason,
            now=self.tx.now,
        )
        self.audit(action, cell, reason)

    def audit(self, action: str, cell: Cell, reason: str | None) -> None:
        """Write the audit row of a step."""
        SEAT_STEPS.inc(step=action.lower())
        self.tx.audit(
            f"seat_{action.lower()}",
            object_type="application",
            object_id=self.held.application_id,
            details={
                "plan_row_id": cell.plan_row_id,
                "seat_kind": cell.seat_kind.value,
                "nomination_id": self.held.holding.nomination_id,
                "reason": reason,
            },
        )


def _settle(
    app: QuotasApp,
    delivery: Delivery[Event],
    application_id: UUID,
    cycle_id: UUID,
    message: Message,
) -> None:
    with app.uow(delivery) as tx:
        held = seats.lock_reservation(tx.session, application_id, cycle_id, tx.now)
        step = _Step(tx, message, held)
        match decide(held.holding, message):
            case Verdict.STALE:
                return
            case Verdict.WAIT:
                raise TryAgain(phrases.NOMINATION_ON_ITS_WAY)
            case Verdict.CONTRADICTION:
                raise Permanent(phrases.SELECTED_WITHOUT_SEAT)
            case Verdict.KEEP:
                _keep(step)
            case Verdict.TAKE:
                _take(step)
            case Verdict.RELEASE:
                _release(step)
            case Verdict.CONFIRM:
                _confirm(step)


def _keep(step: _Step) -> None:
    """The seat is held: a new nomination for it hears that again."""
    step.know()
    if step.held.holding.state is SeatState.RESERVED:
        step.announce(messages.quota_reserved(step.held))
    step.save()


def _take(step: _Step) -> None:
    """Give back the seat of another cell, then try for the one that is asked for."""
    asked = step.message.cell if isinstance(step.message, Nominated) else None
    if asked is None:
        raise TypeError("only a nomination asks for a seat")
    session, old = step.tx.session, step.held.holding.held_cell
    if old is not None:
        seats.lock_cells(session, (old, asked))
        _give_back(step, old, MOVED)
    # Written with the seat, so that the cell is locked no longer than it must be.
    wanted = step.after(seat_taken=True, reservation_id=seats.new_reservation_id())
    event = messages.quota_reserved(wanted)
    counts = seats.take_seat(session, wanted, step.tx.now)
    if counts is None:
        _refuse(step, asked)
        return
    step.held = wanted
    step.audit("RESERVED", asked, None)
    step.publish(event)


def _refuse(step: _Step, asked: Cell) -> None:
    step.held = step.after()
    counts = seats.refuse_seat(step.tx.session, step.held, CELL_FULL, step.tx.now)
    reason = CELL_FULL if counts is not None else NO_SUCH_CELL
    if counts is None:
        step.save()
    step.audit("REFUSED", asked, reason)
    step.publish(messages.quota_refused(step.held, reason, counts or NO_COUNTS))


def _release(step: _Step) -> None:
    held_cell = step.held.holding.held_cell
    reason = step.message.reason if isinstance(step.message, Released) else MOVED
    if held_cell is not None:
        _give_back(step, held_cell, reason)
    step.know()
    step.save()


def _give_back(step: _Step, cell: Cell, reason: str) -> None:
    counts = seats.give_back_seat(step.tx.session, cell, step.held.holding.state)
    step.record(cell, "RELEASED", counts, reason)
    step.announce(messages.quota_released(step.held, reason))


def _confirm(step: _Step) -> None:
    cell = step.held.holding.held_cell
    if cell is None:
        raise TypeError("only a held seat can be confirmed")
    counts = seats.confirm_seat(step.tx.session, cell)
    step.know()
    step.record(cell, "CONFIRMED", counts, None)
    step.announce(messages.quota_confirmed(step.held))
    step.save()
