"""What a desk keeps beside its files: notes, phrases and deputies."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from services.chassis.causes import Call
from services.chassis.transaction import Transaction
from services.contracts.actors import Actor
from services.contracts.errors import Finding, NotFoundError, ValidationFailedError
from services.contracts.requests.base import Acknowledged
from services.contracts.requests.review_desk import (
    AddDeskNote,
    ClaimView,
    DeputyView,
    DeskFile,
    DeskNote,
    DeskTeam,
    NameDeputy,
    ReadDeskFile,
    ReadDeskTeam,
    SavePhrases,
)
from services.review import phrases
from services.review.app import ReviewApp
from services.review.domain.case import CaseFacts
from services.review.domain.claims import Officer, handles_at, may_handle
from services.review.domain.permissions import organisations_read_for, reading_allowed
from services.review.handlers.claims import desk_of, today_of
from services.review.handlers.colleagues import colleague_of
from services.review.storage.cases import CaseStore
from services.review.storage.desks import DeskStore
from services.review.storage.rows_desk import DeskClaim, DeskDeputy


def read_desk_file(app: ReviewApp, call: Call[ReadDeskFile]) -> DeskFile:
    """Claim, notes and phrases; `ReadCase` beside it audits the reading."""
    organisation_id, actor = call.data.organisation_id, call.actor
    with app.uow(call) as tx:
        facts = _facts(app, tx, actor, organisation_id, call.data.application_id)
        store = DeskStore(tx.session)
        claim = store.claim(facts.application_id, organisation_id)
        return DeskFile(
            claim=None if claim is None else _claim_view(tx, actor, claim),
            may_handle=may_handle(actor, organisation_id, facts),
            notes=tuple(
                DeskNote(
                    note_id=row.note_id,
                    text=row.text,
                    author_name=row.author_name,
                    written_at=row.written_at,
                )
                for row in store.notes(facts.application_id, organisation_id)
            ),
            phrases=store.phrases(actor.person_id),
        )


def add_desk_note(app: ReviewApp, call: Call[AddDeskNote]) -> Acknowledged:
    """Keep a note of the desk's organisation."""
    data, actor = call.data, call.actor
    with app.uow(call) as tx:
        facts = _facts(app, tx, actor, data.organisation_id, data.application_id)
        if actor.person_id is None or actor.person_id == facts.applicant_id:
            raise NotFoundError
        author = Officer(actor.person_id, actor.name)
        store = DeskStore(tx.session)
        store.write_note(facts.application_id, data.organisation_id, author, data.text, tx.now)
        tx.audit(
            "desk_note_written",
            object_type="application",
            object_id=facts.application_id,
            details={"organisation_id": str(data.organisation_id)},
        )
        return tx.respond(Acknowledged())


def save_phrases(app: ReviewApp, call: Call[SavePhrases]) -> Acknowledged:
    """Replace the officer's own phrases."""
    with app.uow(call) as tx:
        desk = desk_of(tx, call.actor, call.data.organisation_id)
        desk.store.put_phrases(desk.me.person_id, call.data.phrases)
        return tx.respond(Acknowledged())


def name_deputy(app: ReviewApp, call: Call[NameDeputy]) -> Acknowledged:
    """Let a colleague stand in for the officer, or nobody any more."""
    data = call.data
    deputy = None
    if data.deputy_id is not None:
        deputy = colleague_of(app, call, data.organisation_id, data.deputy_id)
    with app.uow(call) as tx:
        desk = desk_of(tx, call.actor, data.organisation_id)
        row = None if deputy is None else _deputy_row(data, desk.me, deputy, today_of(tx))
        desk.store.put_deputy(data.organisation_id, desk.me.person_id, row)
        tx.audit(
            "deputy_named" if row else "deputy_ended",
            object_type="organisation",
            object_id=data.organisation_id,
            details={"deputy_id": str(data.deputy_id)},
        )
        return tx.respond(Acknowledged())


def _deputy_row(data: NameDeputy, me: Officer, deputy: Officer, today: date) -> DeskDeputy:
    if not today <= data.to_day or data.to_day < data.from_day:
        finding = Finding(field="to_day", code="days", message=phrases.DEPUTY_DAYS)
        raise ValidationFailedError(findings=(finding,))
    return DeskDeputy(
        organisation_id=data.organisation_id,
        person_id=me.person_id,
        person_name=me.name,
        deputy_id=deputy.person_id,
        deputy_name=deputy.name,
        from_day=data.from_day,
        to_day=data.to_day,
    )


def read_desk_team(app: ReviewApp, call: Call[ReadDeskTeam]) -> DeskTeam:
    """Deputies and own phrases, for those who handle files there; others see nothing."""
    organisation_id, actor = call.data.organisation_id, call.actor
    with app.uow(call) as tx:
        if organisation_id not in organisations_read_for(actor):
            raise NotFoundError
        if not handles_at(actor, organisation_id):
            return DeskTeam(deputies=(), phrases=())
        desk = desk_of(tx, actor, organisation_id)
        today = today_of(tx)
        return DeskTeam(
            deputies=tuple(
                DeputyView(
                    person_id=row.person_id,
                    person_name=row.person_name,
                    deputy_id=row.deputy_id,
                    deputy_name=row.deputy_name,
                    from_day=row.from_day,
                    to_day=row.to_day,
                    today=row.from_day <= today <= row.to_day,
                )
                for row in desk.store.deputies(organisation_id, today)
            ),
            phrases=desk.store.phrases(actor.person_id),
        )


def _facts(
    app: ReviewApp, tx: Transaction, actor: Actor, organisation_id: UUID, application_id: UUID
) -> CaseFacts:
    """The file, if the organisation has to do with it and the actor reads there.

    Raises:
        NotFoundError: not so.
    """
    store = CaseStore(tx.session)
    case = store.find(application_id)
    if case is None or organisation_id not in organisations_read_for(actor):
        raise NotFoundError
    facts = store.facts(case, actor.person_id, app.programmes.of(case.cycle_year).checklist)
    reached = any(
        node.organisation_id == organisation_id and node.position <= facts.reached
        for node in facts.route.nodes
    )
    if not (reached or facts.at_region) or not reading_allowed(actor, facts):
        raise NotFoundError
    return facts


def _claim_view(tx: Transaction, actor: Actor, claim: DeskClaim) -> ClaimView:
    mine = claim.person_id == actor.person_id
    if not mine and actor.person_id is not None:
        store = DeskStore(tx.session)
        standing_in = store.stands_in_for(claim.organisation_id, actor.person_id, today_of(tx))
        mine = claim.person_id in standing_in
    return ClaimView(
        person_id=claim.person_id, person_name=claim.person_name, since=claim.since, mine=mine
    )
