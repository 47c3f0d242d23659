"""Moving the dates of a cycle later: at once by the leader, or proposed and then published."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from services.chassis.causes import Call
from services.chassis.transaction import Transaction
from services.contracts.errors import (
    Finding,
    ForbiddenError,
    IllegalTransitionError,
    NotFoundError,
    ValidationFailedError,
)
from services.contracts.requests.quotas import CycleView, ExtendCycle
from services.contracts.requests.quotas_dates import (
    ExtensionList,
    ExtensionState,
    ExtensionView,
    ListExtensions,
    ProposeExtension,
    PublishExtension,
    RefuseExtension,
)
from services.quotas import messages, phrases, policies
from services.quotas.app import QuotasApp
from services.quotas.domain.cycle import Deadlines, as_utc, date_text
from services.quotas.handlers.plans import require_cycle
from services.quotas.storage import cycles, extensions
from services.quotas.storage.cycles import CycleRecord
from services.quotas.storage.extensions import ExtensionRecord

_DATES = ("close_at", "correction_close_at", "review_close_at", "dispatch_deadline_on")

Dates = ExtendCycle | ProposeExtension | ExtensionRecord


def extend_cycle(app: QuotasApp, call: Call[ExtendCycle]) -> CycleView:
    """Move dates later, for everybody; whoever judges by them is told by the event (R48)."""
    policies.check_may_publish(call.actor)
    with app.uow(call) as tx:
        before = require_cycle(tx.session, call.data.year, lock=True)
        after = _move(tx, before, call.data, call.data.reason)
        return tx.respond(messages.cycle_view(after))


def propose_extension(app: QuotasApp, call: Call[ProposeExtension]) -> ExtensionView:
    """Store later dates that wait for the leader; they must fit already."""
    policies.check_may_propose(call.actor)
    with app.uow(call) as tx:
        cycle = require_cycle(tx.session, call.data.year, lock=True)
        _check(_wanted(call.data, cycle.deadlines), cycle.deadlines)
        _make_room(tx.session, cycle, call.actor.reference)
        extension_id = uuid4()
        extensions.insert_extension(tx.session, cycle.cycle_id, _values(extension_id, call, tx.now))
        return _answer(tx, call, "extension_proposed", extension_id, call.data.reason)


def publish_extension(app: QuotasApp, call: Call[PublishExtension]) -> ExtensionView:
    """Move the dates as another person proposed; they must still fit."""
    policies.check_may_publish(call.actor)
    with app.uow(call) as tx:
        before, proposal = _lock(tx.session, call.data.extension_id)
        _check_decidable(call, proposal)
        _move(tx, before, proposal, proposal.reason)
        _decide(tx, call, proposal, ExtensionState.PUBLISHED, "")
        return _answer(tx, call, "extension_published", proposal.extension_id, None)


def refuse_extension(app: QuotasApp, call: Call[RefuseExtension]) -> ExtensionView:
    """Leave the dates as they are; the proposer reads why."""
    policies.check_may_publish(call.actor)
    with app.uow(call) as tx:
        _, proposal = _lock(tx.session, call.data.extension_id)
        _check_decidable(call, proposal)
        _decide(tx, call, proposal, ExtensionState.REFUSED, call.data.reason)
        reason = call.data.reason
        return _answer(tx, call, "extension_refused", proposal.extension_id, reason)


def list_extensions(app: QuotasApp, call: Call[ListExtensions]) -> ExtensionList:
    """Every proposal of a cycle."""
    policies.check_may_read_drafts(call.actor)
    with app.uow() as tx:
        cycle = require_cycle(tx.session, call.data.year)
        found = extensions.list_extensions(tx.session, cycle.cycle_id)
    reader = call.actor.reference
    return ExtensionList(extensions=tuple(messages.extension_view(one, reader) for one in found))


def _move(tx: Transaction, before: CycleRecord, dates: Dates, reason: str) -> CycleRecord:
    wanted = _wanted(dates, before.deadlines)
    _check(wanted, before.deadlines)
    after = replace(before, **asdict(wanted), sequence=before.sequence + 1)
    cycles.move_deadlines(tx.session, after.cycle_id, wanted, after.sequence)
    tx.publish(messages.cycle_changed(after), aggregate_id=after.cycle_id, sequence=after.sequence)
    tx.audit(
        "cycle_extended",
        object_type="cycle",
        object_id=after.cycle_id,
        purpose=reason,
        details={"before": asdict(before.deadlines), "after": asdict(wanted)},
    )
    return after


def _wanted(dates: Dates, announced: Deadlines) -> Deadlines:
    def later(instant: datetime | None, otherwise: datetime) -> datetime:
        return otherwise if instant is None else as_utc(instant)

    return Deadlines(
        close_at=later(dates.close_at, announced.close_at),
        correction_close_at=later(dates.correction_close_at, announced.correction_close_at),
        review_close_at=later(dates.review_close_at, announced.review_close_at),
        dispatch_deadline_on=dates.dispatch_deadline_on or announced.dispatch_deadline_on,
    )


def _check(wanted: Deadlines, announced: Deadlines) -> None:
    findings = _date_findings(wanted, announced)
    if findings:
        raise ValidationFailedError(findings=findings)


def _date_findings(wanted: Deadlines, announced: Deadlines) -> tuple[Finding, ...]:
    earlier = tuple(
        Finding(
            field=name,
            code="moved_earlier",
            message=phrases.MOVED_EARLIER.format(announced=date_text(getattr(announced, name))),
        )
        for name in wanted.moved_earlier(announced)
    )
    disordered = tuple(
        Finding(field=name, code="out_of_order", message=phrases.OUT_OF_ORDER[name])
        for name in wanted.out_of_order()
    )
    if wanted == announced:
        return (Finding(field="close_at", code="nothing_moved", message=phrases.NOTHING_MOVED),)
    return earlier + disordered


def _make_room(session: Session, cycle: CycleRecord, proposer: str) -> None:
    """One's own waiting proposal gives way to the new one; another's does not."""
    waiting = extensions.find_waiting(session, cycle.cycle_id)
    if waiting is None:
        return
    if waiting.proposed_by != proposer:
        raise IllegalTransitionError(phrases.EXTENSION_WAITS, state_label=waiting.state.label)
    extensions.set_state(session, waiting.extension_id, ExtensionState.REPLACED)


def _values(extension_id: UUID, call: Call[ProposeExtension], now: datetime) -> dict[str, Any]:
    return {
        "extension_id": extension_id,
        **{name: getattr(call.data, name) for name in _DATES},
        "reason": call.data.reason,
        "proposed_at": now,
        "proposed_by": call.actor.reference,
        "proposed_by_name": call.actor.name,
    }


def _lock(session: Session, extension_id: UUID) -> tuple[CycleRecord, ExtensionRecord]:
    """The cycle, locked, and the proposal as it stands once the lock is held."""
    found = extensions.find_extension(session, extension_id)
    if found is None:
        raise NotFoundError(phrases.NO_EXTENSION)
    cycle = require_cycle(session, found.year, lock=True)
    return cycle, extensions.find_extension(session, extension_id) or found


def _check_decidable(call: Call[Any], proposal: ExtensionRecord) -> None:
    if proposal.state is not ExtensionState.PROPOSED:
        raise IllegalTransitionError(phrases.EXTENSION_DECIDED, state_label=proposal.state.label)
    if proposal.proposed_by == call.actor.reference:
        raise ForbiddenError(phrases.OWN_EXTENSION)


def _decide(
    tx: Transaction,
    call: Call[Any],
    proposal: ExtensionRecord,
    state: ExtensionState,
    reason: str,
) -> None:
    extensions.set_state(
        tx.session,
        proposal.extension_id,
        state,
        decided_at=tx.now,
        decided_by=call.actor.reference,
        decided_by_name=call.actor.name,
        decision_reason=reason,
    )


def _answer(
    tx: Transaction, call: Call[Any], action: str, extension_id: UUID, reason: str | None
) -> ExtensionView:
    tx.audit(action, object_type="extension", object_id=extension_id, purpose=reason)
    found = extensions.find_extension(tx.session, extension_id)
    if found is None:
        raise NotFoundError(phrases.NO_EXTENSION)
    return tx.respond(messages.extension_view(found, call.actor.reference))
