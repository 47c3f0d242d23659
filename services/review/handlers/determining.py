"""Determination: officers of the region propose, a leader decides (transitions 10, 11, 12).

Files are locked before the proposal, and the total of the track last: two leaders who confirm at
once take their places one after the other, and never more than there are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from services.chassis.causes import Call
from services.chassis.clock import BEIJING
from services.chassis.transaction import Transaction
from services.contracts.actors import Actor
from services.contracts.errors import (
    Finding,
    ForbiddenError,
    NotFoundError,
    StaleVersionError,
    TepeiError,
    ValidationFailedError,
)
from services.contracts.requests.review_determination import (
    DecideDetermination,
    DeterminationChanged,
    DeterminationStage,
    DeterminationStatus,
    PersonResult,
    ProposeDetermination,
    ProposeMinistryResult,
)
from services.contracts.vocabulary import Role, Track
from services.review import phrases
from services.review.app import ReviewApp
from services.review.domain.decisions import check_action
from services.review.domain.determinations import (
    CONFIRMS,
    PROPOSES,
    WAITING,
    check_another_decides,
    check_fits,
    check_open,
    check_reason,
    check_results,
)
from services.review.domain.permissions import region_officer, region_reader
from services.review.handlers.access import OpenFile, open_locked
from services.review.handlers.determined import confirm_person
from services.review.storage.cases import CaseStore
from services.review.storage.determinations import DeterminationStore, TotalStore
from services.review.storage.rows_determination import Determination, DeterminationRow


@dataclass(frozen=True, slots=True)
class _Proposed:
    """What is proposed, at either stage."""

    stage: DeterminationStage
    track: Track
    people: Sequence[PersonResult]


def propose_determination(app: ReviewApp, call: Call[ProposeDetermination]) -> DeterminationChanged:
    """Propose people of one track; nothing is decided yet."""
    data = call.data
    with app.uow(call) as tx:
        people = [
            PersonResult(application_id=one.application_id, version=one.version, selected=True)
            for one in data.files
        ]
        wanted = _Proposed(DeterminationStage.REGION, data.track, people)
        files = _files(app, tx, call, wanted)
        case = files[0].case
        most = files[0].programme.totals[data.track]
        taken = TotalStore(tx.session).taken(case.cycle_id).get(data.track, 0)
        check_fits(data.track, len(files), most=most, taken=taken)
        return _put(tx, call, wanted)


def propose_result(app: ReviewApp, call: Call[ProposeMinistryResult]) -> DeterminationChanged:
    """Record what the ministry decided, person by person, for the leader to confirm."""
    data = call.data
    with app.uow(call) as tx:
        wanted = _Proposed(DeterminationStage.MINISTRY, Track.INLAND, data.results)
        _files(app, tx, call, wanted)
        check_results(data.results, data.document_on, tx.now.astimezone(BEIJING).date())
        return _put(tx, call, wanted)


def decide(app: ReviewApp, call: Call[DecideDetermination]) -> DeterminationChanged:
    """Confirm all people of a proposal or send it back."""
    data = call.data
    with app.uow(call) as tx:
        store = DeterminationStore(tx.session)
        rows = {row.application_id: row for row in store.rows(data.determination_id)}
        cases = CaseStore(tx.session).lock_many(rows)
        found = store.lock(data.determination_id)
        check_leader(call.actor, found)
        if found is None or found.version != data.version:
            current = 0 if found is None else found.version
            raise StaleVersionError(expected=data.version, current=current)
        check_open(found.status)
        check_another_decides(found.proposer_id, call.actor.person_id)
        if data.agreed:
            files = [open_locked(app, tx, call.actor, case) for case in cases]
            _confirm(tx, found, files, rows)
        else:
            found.reason = check_reason(data.reason)
        for row in rows.values():
            row.open = False
        return _decided(tx, call, found, agreed=data.agreed, persons=len(rows))


def check_leader(actor: Actor, found: Determination | None) -> None:
    """Proposals are decided by leaders of the region.

    Raises:
        NotFoundError, ForbiddenError: not theirs to see; not theirs to decide.
    """
    if found is None or not region_reader(actor, found.track):
        raise NotFoundError
    if not actor.holds(Role.REGION_LEADER, organisation_id=found.organisation_id):
        raise ForbiddenError(phrases.LEADER_DECIDES)


def why_not(
    opened: OpenFile, stage: DeterminationStage, track: Track, *, in_proposal: bool
) -> str | None:
    """Why the actor cannot propose the file now; None when they can."""
    case, actor = opened.case, opened.actor
    if case.state is not WAITING[stage] or case.track is not track or actor is None:
        return phrases.NOT_WAITING.format(state=case.state.label)
    if in_proposal:
        return phrases.IN_PROPOSAL
    try:
        check_action(opened.facts, actor, PROPOSES[stage])
    except TepeiError as error:
        return error.message
    return None


def _files(
    app: ReviewApp,
    tx: Transaction,
    call: Call[ProposeDetermination] | Call[ProposeMinistryResult],
    wanted: _Proposed,
) -> list[OpenFile]:
    """The files, locked, all of which may be proposed; those that may not are named."""
    if not region_reader(call.actor, wanted.track):
        raise NotFoundError
    if not region_officer(call.actor, wanted.track):
        raise ForbiddenError(phrases.OFFICE_PROPOSES)
    seen = {one.application_id: one.version for one in wanted.people}
    cases = CaseStore(tx.session).lock_many(seen)
    if len(cases) != len(wanted.people) or any(c.cycle_id != call.data.cycle_id for c in cases):
        raise NotFoundError
    standing = DeterminationStore(tx.session).open_among(tuple(seen))
    files = [open_locked(app, tx, call.actor, case) for case in cases]
    findings = []
    for one in files:
        at = one.case.application_id
        problem = why_not(one, wanted.stage, wanted.track, in_proposal=at in standing)
        if problem is None and one.case.version != seen[at]:
            problem = phrases.MOVED_ON
        if problem is not None:
            findings.append(_finding(one, problem))
    if findings:
        raise ValidationFailedError(findings=tuple(findings))
    return files


def _finding(opened: OpenFile, problem: str) -> Finding:
    case = opened.case
    return Finding(
        field=str(case.application_id),
        code="not_possible",
        message=f"{case.application_no}：{problem}",
    )


def _put(
    tx: Transaction,
    call: Call[ProposeDetermination] | Call[ProposeMinistryResult],
    wanted: _Proposed,
) -> DeterminationChanged:
    data = call.data
    if call.actor.person_id is None:
        raise ForbiddenError
    by_ministry = data if isinstance(data, ProposeMinistryResult) else None
    found = Determination(
        determination_id=uuid4(),
        cycle_id=data.cycle_id,
        track=wanted.track,
        stage=wanted.stage,
        status=DeterminationStatus.PROPOSED,
        version=1,
        organisation_id=data.organisation_id,
        document_no=None if by_ministry is None else by_ministry.document_no.strip(),
        document_on=None if by_ministry is None else by_ministry.document_on,
        scan_ref=None if by_ministry is None else by_ministry.scan_ref.strip(),
        proposer_id=call.actor.person_id,
        proposer_name=call.actor.name,
        proposed_at=tx.now,
    )
    tx.session.add(found)
    tx.session.flush()
    tx.session.add_all(
        DeterminationRow(
            determination_id=found.determination_id,
            application_id=one.application_id,
            case_version=one.version,
            selected=one.selected,
            reason=None if one.selected else (one.reason or "").strip(),
        )
        for one in wanted.people
    )
    _audit(tx, found, "determination_proposed", len(wanted.people))
    return tx.respond(_answer(found, len(wanted.people)))


def _confirm(
    tx: Transaction,
    found: Determination,
    files: Sequence[OpenFile],
    rows: Mapping[UUID, DeterminationRow],
) -> None:
    """Everybody of the proposal goes on, or nobody: places are taken for all of them."""
    for opened in files:
        if opened.actor is None:
            raise ForbiddenError
        if opened.case.version != rows[opened.case.application_id].case_version:
            raise ValidationFailedError(findings=(_finding(opened, phrases.MOVED_SINCE),))
        check_action(opened.facts, opened.actor, CONFIRMS[found.stage])
    if found.stage is DeterminationStage.REGION:
        most = files[0].programme.totals[found.track]
        total = TotalStore(tx.session).lock(found.cycle_id, found.track, most)
        check_fits(found.track, len(files), most=total.most, taken=total.taken)
        total.taken += len(files)
        for row in rows.values():
            row.holds_place = True
    for opened in files:
        confirm_person(opened, found, rows[opened.case.application_id])


def _decided(
    tx: Transaction,
    call: Call[DecideDetermination],
    found: Determination,
    *,
    agreed: bool,
    persons: int,
) -> DeterminationChanged:
    found.status = DeterminationStatus.CONFIRMED if agreed else DeterminationStatus.SENT_BACK
    found.decider_id, found.decider_name = call.actor.person_id, call.actor.name
    found.decided_at = tx.now
    found.version += 1
    deed = "determination_confirmed" if agreed else "determination_sent_back"
    _audit(tx, found, deed, persons)
    return tx.respond(_answer(found, persons))


def _audit(tx: Transaction, found: Determination, deed: str, persons: int) -> None:
    tx.audit(
        deed,
        object_type="determination",
        object_id=found.determination_id,
        details={"stage": found.stage.value, "track": found.track.value, "persons": persons},
    )


def _answer(found: Determination, persons: int) -> DeterminationChanged:
    return DeterminationChanged(
        determination_id=found.determination_id,
        version=found.version,
        status=found.status,
        status_label=found.status.label,
        persons=persons,
    )
