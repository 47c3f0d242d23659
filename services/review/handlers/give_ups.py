"""Giving up after selection: asked, heard, proposed, decided (transitions 21 and 22, R58).

An approved request frees the seat and the place in the track's total, and does nothing else: no
mark, no rule, no other file is touched (R59, F12).
"""

from __future__ import annotations

from uuid import uuid4

from services.chassis.causes import Call
from services.chassis.clock import BEIJING
from services.contracts.errors import NotFoundError, ValidationFailedError
from services.contracts.events import ApplicationGivenUpV1
from services.contracts.requests.review import CaseChanged, DecisionKind
from services.contracts.requests.review_give_up import (
    AskGiveUp,
    DecideGiveUp,
    GiveUpDesk,
    GiveUpItem,
    GiveUpOutcome,
    ProposeGiveUp,
    ReadGiveUps,
    StateOnGiveUp,
)
from services.contracts.vocabulary import ApplicationState as S
from services.contracts.vocabulary import Track
from services.review.app import ReviewApp
from services.review.domain.actions import Action
from services.review.domain.give_ups import (
    check_another_decides,
    check_applicant_heard,
    check_document,
    check_words,
)
from services.review.domain.negatives import answer_until, check_in_time
from services.review.domain.permissions import region_reader
from services.review.handlers.access import OpenFile, answer, open_for
from services.review.handlers.listing import leave_list
from services.review.handlers.moves import move, publish, record, touch
from services.review.storage.copies import CopyStore
from services.review.storage.determinations import TotalStore
from services.review.storage.give_ups import GiveUpStore
from services.review.storage.rows_case import ReviewCase
from services.review.storage.rows_give_up import GiveUp

_WAITING, _DECIDED = 500, 50
"""Lines of the region's desk."""


def ask_give_up(app: ReviewApp, call: Call[AskGiveUp]) -> CaseChanged:
    """Ask with a special reason; of what the unit asks the applicant is heard."""
    data = call.data
    with app.uow(call) as tx:
        opened = open_for(app, tx, call, Action.ASK_GIVE_UP)
        case = opened.case
        by_unit = opened.person_id != case.applicant_id
        until = answer_until(tx.now, opened.programme.workdays, BEIJING) if by_unit else None
        opened.store.add(
            GiveUp(
                give_up_id=uuid4(),
                application_id=case.application_id,
                from_state=case.state,
                by_unit=by_unit,
                asker_id=opened.person_id,
                asker_name=opened.person_name,
                reason=data.reason,
                text=check_words(data.text),
                evidence=data.evidence.strip(),
                asked_at=tx.now,
                hear_until=until,
            )
        )
        unit = opened.facts.route.nodes[0]
        record(
            opened,
            DecisionKind.GIVE_UP_ASKED,
            organisation=(unit.organisation_id, unit.organisation_name) if by_unit else None,
            text=data.reason.label,
        )
        move(opened, S.GIVE_UP_REQUESTED, None)
        return answer(opened)


def state_on_give_up(app: ReviewApp, call: Call[StateOnGiveUp]) -> CaseChanged:
    """Keep what the applicant says of the unit's request."""
    with app.uow(call) as tx:
        opened = open_for(app, tx, call, Action.STATE_ON_GIVE_UP)
        asked = _waiting(opened)
        if asked.hear_until is None or asked.stated_at is not None:
            raise ValidationFailedError("放弃由您本人申请，或者您已陈述过，不需要再陈述。")
        check_in_time(asked.hear_until, call.arrived_at, BEIJING)
        asked.statement, asked.stated_at = call.data.text.strip(), tx.now
        record(opened, DecisionKind.GIVE_UP_HEARD)
        touch(opened)
        return answer(opened)


def propose_give_up(app: ReviewApp, call: Call[ProposeGiveUp]) -> CaseChanged:
    """The office says how it should be decided; a later proposal replaces an earlier one."""
    data = call.data
    with app.uow(call) as tx:
        opened = open_for(app, tx, call, Action.PROPOSE_GIVE_UP)
        asked = _waiting(opened)
        _check_heard(call, asked)
        check_document(opened.case.track, data.document, tx.now.astimezone(BEIJING).date())
        asked.proposed, asked.proposal_text = data.outcome, check_words(data.text)
        asked.proposer_id, asked.proposer_name = opened.person_id, opened.person_name
        asked.proposed_at, asked.sent_back = tx.now, None
        if data.document is not None:
            asked.document_no, asked.document_on = data.document.number, data.document.issued_on
            asked.scan_ref = data.document.scan_ref
        record(
            opened,
            DecisionKind.GIVE_UP_PROPOSED,
            node=opened.node,
            details={"proposed": data.outcome.value},
        )
        touch(opened)
        return answer(opened)


def decide_give_up(app: ReviewApp, call: Call[DecideGiveUp]) -> CaseChanged:
    """Decide as proposed, or send the proposal back to the office."""
    data = call.data
    with app.uow(call) as tx:
        opened = open_for(app, tx, call, Action.DECIDE_GIVE_UP)
        asked = _waiting(opened)
        check_another_decides(asked.proposer_id, opened.person_id)
        _check_heard(call, asked)
        if not data.agreed:
            asked.sent_back = check_words(data.text or "")
            asked.proposed = asked.proposer_id = None
            record(opened, DecisionKind.GIVE_UP_SENT_BACK, node=opened.node)
            touch(opened)
            return answer(opened)
        asked.outcome = asked.proposed
        asked.decider_id, asked.decider_name = opened.person_id, opened.person_name
        asked.decided_at = tx.now
        if asked.outcome is GiveUpOutcome.APPROVED:
            _give_up(opened, asked)
        else:
            record(opened, DecisionKind.GIVE_UP_REFUSED, node=opened.node, text=asked.proposal_text)
            move(opened, asked.from_state, None)
        return answer(opened)


def read_give_ups(app: ReviewApp, call: Call[ReadGiveUps]) -> GiveUpDesk:
    """What the reader's offices have to decide, and what was decided last."""
    data = call.data
    tracks = [track for track in Track if region_reader(call.actor, track)]
    if not tracks or data.organisation_id not in call.actor.organisations():
        raise NotFoundError
    with app.uow(call) as tx:
        store, copies = GiveUpStore(tx.session), CopyStore(tx.session)
        waiting = store.desk(tracks, data.cycle_id, decided=False, limit=_WAITING)
        decided = store.desk(tracks, data.cycle_id, decided=True, limit=_DECIDED)
        names = copies.organisation_names({case.unit_id for _, case in [*waiting, *decided]})
        tx.audit("queue_read", object_type="organisation", object_id=data.organisation_id)
        return GiveUpDesk(
            waiting=tuple(_item(row, case, names.get(case.unit_id, "")) for row, case in waiting),
            decided=tuple(_item(row, case, names.get(case.unit_id, "")) for row, case in decided),
        )


def _give_up(opened: OpenFile, asked: GiveUp) -> None:
    """The seat is free for a successor of the same cell; until then nobody has it."""
    case = opened.case
    if case.nomination_id is None:
        raise RuntimeError(f"{case.application_id} gives up without a seat")
    record(opened, DecisionKind.GIVEN_UP, node=opened.node, text=asked.proposal_text)
    publish(
        opened,
        ApplicationGivenUpV1(
            application_id=case.application_id,
            version_id=case.version_id,
            cycle_id=case.cycle_id,
            nomination_id=case.nomination_id,
            decided_at=opened.tx.now,
        ),
    )
    TotalStore(opened.tx.session).give_back(case)
    leave_list(opened, reason="given_up", announce=False)
    move(opened, S.GIVEN_UP, None)


def _waiting(opened: OpenFile) -> GiveUp:
    asked = GiveUpStore(opened.tx.session).waiting(opened.case.application_id)
    if asked is None:
        raise RuntimeError(f"{opened.case.application_id} gives up without a request")
    return asked


def _check_heard(call: Call[ProposeGiveUp] | Call[DecideGiveUp], asked: GiveUp) -> None:
    until = asked.hear_until
    said = "" if until is None else f"{until.astimezone(BEIJING):%Y-%m-%d %H:%M}"
    check_applicant_heard(until, asked.stated_at, call.arrived_at, said)


def _item(row: GiveUp, case: ReviewCase, unit_name: str) -> GiveUpItem:
    return GiveUpItem(
        application_id=case.application_id,
        application_no=case.application_no,
        state=case.state,
        seat_kind=case.seat_kind,
        unit_name=unit_name,
        by_unit=row.by_unit,
        reason=row.reason,
        asked_at=row.asked_at,
        proposed=row.proposed,
        outcome=row.outcome,
        decided_at=row.decided_at,
    )
