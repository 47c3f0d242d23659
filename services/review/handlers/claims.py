"""Claiming, handing over and releasing files of a desk, one or a selection (issue of desks)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.chassis.causes import Call
from services.chassis.clock import BEIJING
from services.chassis.transaction import Transaction
from services.contracts.actors import Actor
from services.contracts.errors import NotFoundError, TepeiError
from services.contracts.requests.review_desk import (
    ClaimFiles,
    HandOverFiles,
    RefusedFile,
    ReleaseFiles,
    SelectionDone,
)
from services.review import phrases
from services.review.app import ReviewApp
from services.review.domain.case import CaseFacts, Holder
from services.review.domain.claims import Officer, check_claim, officer_at
from services.review.handlers.colleagues import colleague_of
from services.review.storage.cases import CaseStore
from services.review.storage.desks import DeskStore
from services.review.storage.rows_case import ReviewCase
from services.review.storage.rows_desk import DeskClaim


@dataclass(slots=True)
class Desk:
    """A desk at which somebody who handles files there acts."""

    tx: Transaction
    store: DeskStore
    organisation_id: UUID
    me: Officer
    standing_in: set[UUID]

    def let_through(self, claim: DeskClaim | None) -> None:
        """Refuse what somebody else holds.

        Raises:
            ClaimedByAnotherError: they do.
        """
        check_claim(holder_of(claim), self.me.person_id, self.standing_in)


def claim_files(app: ReviewApp, call: Call[ClaimFiles]) -> SelectionDone:
    """Take what nobody holds, or everything when taking over was confirmed."""
    data = call.data
    with app.uow(call) as tx:
        desk = desk_of(tx, call.actor, data.organisation_id)

        def take(case: ReviewCase, claim: DeskClaim | None) -> None:
            if not data.take_over:
                desk.let_through(claim)
            if claim is not None and claim.person_id == desk.me.person_id:
                return
            _put(desk, case, desk.me, "claimed" if claim is None else "taken_over", claim)

        return tx.respond(_each(desk, data.application_ids, take))


def hand_over_files(app: ReviewApp, call: Call[HandOverFiles]) -> SelectionDone:
    """Let a colleague handle the files; the note is kept with each."""
    data = call.data
    colleague = colleague_of(app, call, data.organisation_id, data.to_person_id)
    with app.uow(call) as tx:
        desk = desk_of(tx, call.actor, data.organisation_id)

        def give(case: ReviewCase, claim: DeskClaim | None) -> None:
            desk.let_through(claim)
            if not colleague.handles(case.state):
                raise NotFoundError(phrases.NOT_THEIRS)
            _put(desk, case, colleague, "handed_over", claim)
            text = phrases.HANDED_OVER.format(name=colleague.name, note=data.note)
            desk.store.write_note(
                case.application_id, desk.organisation_id, desk.me, text, desk.tx.now
            )

        return tx.respond(_each(desk, data.application_ids, give))


def release_files(app: ReviewApp, call: Call[ReleaseFiles]) -> SelectionDone:
    """Give files back to the desk."""
    data = call.data
    with app.uow(call) as tx:
        desk = desk_of(tx, call.actor, data.organisation_id)

        def release(case: ReviewCase, claim: DeskClaim | None) -> None:
            desk.let_through(claim)
            if claim is not None:
                desk.store.drop_claim(claim)
                _audit(desk, case, "released", claim.person_id, None)

        return tx.respond(_each(desk, data.application_ids, release))


def desk_of(tx: Transaction, actor: Actor, organisation_id: UUID) -> Desk:
    """The desk of an organisation at which the actor handles files.

    Raises:
        NotFoundError: the actor does not.
    """
    me, store = officer_at(actor, organisation_id), DeskStore(tx.session)
    standing_in = store.stands_in_for(organisation_id, me.person_id, today_of(tx))
    return Desk(tx, store, organisation_id, me, standing_in)


def today_of(tx: Transaction) -> date:
    """The day in Beijing."""
    return tx.now.astimezone(BEIJING).date()


def holder_of(claim: DeskClaim | None) -> Holder | None:
    """A claim as the rules see it."""
    return None if claim is None else Holder(claim.person_id, claim.person_name)


def refuse_if_claimed(tx: Transaction, actor: Actor, facts: CaseFacts) -> None:
    """Let only the holder of a claim decide, if there is one.

    Raises:
        ClaimedByAnotherError: somebody else holds it.
    """
    holder, desk, me = facts.holder, facts.desk, actor.person_id
    if holder is None or desk is None or me is None or holder.person_id == me:
        return
    standing_in = DeskStore(tx.session).stands_in_for(desk.organisation_id, me, today_of(tx))
    check_claim(holder, me, standing_in)


Deed = Callable[[ReviewCase, DeskClaim | None], None]


def _each(desk: Desk, application_ids: Iterable[UUID], deed: Deed) -> SelectionDone:
    """Do it to each file that stands at the desk; the others are named with the reason."""
    wanted = tuple(dict.fromkeys(application_ids))
    cases = CaseStore(desk.tx.session).lock_many(wanted)
    claims = desk.store.claims(wanted, desk.organisation_id)
    done: list[UUID] = []
    refused: list[RefusedFile] = []
    for case in cases:
        if not _here(desk, case):
            continue
        try:
            deed(case, claims.get(case.application_id))
        except TepeiError as error:
            refused.append(_refused(case, error.message))
        else:
            done.append(case.application_id)
    gone = set(wanted) - set(done) - {row.application_id for row in refused}
    refused += [
        RefusedFile(application_id=one, application_no="", reason=phrases.NOT_HERE) for one in gone
    ]
    return SelectionDone(done=tuple(done), refused=tuple(refused))


def _here(desk: Desk, case: ReviewCase) -> bool:
    """At this desk and for the officer to handle, and not their own file."""
    mine = case.applicant_id == desk.me.person_id
    stands_here = case.desk_organisation_id == desk.organisation_id
    return stands_here and not mine and desk.me.handles(case.state)


def _refused(case: ReviewCase, reason: str) -> RefusedFile:
    return RefusedFile(
        application_id=case.application_id, application_no=case.application_no, reason=reason
    )


def _put(desk: Desk, case: ReviewCase, holder: Officer, act: str, before: DeskClaim | None) -> None:
    desk.store.put_claim(case.application_id, desk.organisation_id, holder, desk.tx.now)
    _audit(desk, case, act, None if before is None else before.person_id, holder.person_id)


def _audit(desk: Desk, case: ReviewCase, act: str, before: UUID | None, after: UUID | None) -> None:
    desk.tx.audit(
        act,
        object_type="application",
        object_id=case.application_id,
        details={
            "organisation_id": str(desk.organisation_id),
            "from": None if before is None else str(before),
            "to": None if after is None else str(after),
        },
    )
