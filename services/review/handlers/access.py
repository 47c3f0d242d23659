"""The door to one file: found, visible, known version, permitted; in this order."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from services.chassis.causes import Call
from services.chassis.transaction import Transaction
from services.contracts.actors import Actor, ActorKind
from services.contracts.errors import ForbiddenError, NotFoundError, StaleVersionError
from services.contracts.requests.review import CaseChanged, CaseCommand
from services.review.app import ReviewApp
from services.review.domain.actions import Action
from services.review.domain.case import CaseFacts
from services.review.domain.claims import CLAIMED_ACTIONS
from services.review.domain.decisions import check_action
from services.review.domain.permissions import reading_allowed, role_ever_allowed
from services.review.domain.routes import Node
from services.review.handlers.claims import refuse_if_claimed
from services.review.programme import Programme
from services.review.storage.cases import CaseStore
from services.review.storage.rows_case import ReviewCase


@dataclass(slots=True)
class OpenFile:
    """One file open in a transaction, with what the handlers need around it."""

    app: ReviewApp
    tx: Transaction
    store: CaseStore
    case: ReviewCase
    facts: CaseFacts
    programme: Programme
    actor: Actor | None = None

    @property
    def node(self) -> Node:
        """The desk that holds the file; an action of a desk has one by the transition table."""
        desk = self.facts.desk
        if desk is None:
            raise RuntimeError(f"{self.case.state.value} has no desk on the route")
        return desk

    @property
    def visit_id(self) -> UUID:
        """The open visit; states that are marked have one."""
        if self.case.visit_id is None:
            raise RuntimeError(f"{self.case.state.value} has no open visit")
        return self.case.visit_id

    @property
    def person_id(self) -> UUID:
        """Who acts; permissions let only persons act."""
        if self.actor is None or self.actor.person_id is None:
            raise RuntimeError("a personal act without a person")
        return self.actor.person_id

    @property
    def person_name(self) -> str:
        """The name printed under an opinion."""
        return "" if self.actor is None else self.actor.name


def open_for(
    app: ReviewApp,
    tx: Transaction,
    call: Call[CaseCommand],
    action: Action,
    store: CaseStore | None = None,
) -> OpenFile:
    """Lock the file of a command and let only the right person through.

    What is done is stored in the `store`, for commands that have one of their own.

    Raises:
        NotFoundError: unknown, or not the actor's to see.
        StaleVersionError: the file moved on since the person saw it.
        IllegalTransitionError, ForbiddenError, SeparationOfDutiesError: the rules refuse.
        ClaimedByAnotherError: somebody else of the desk handles the file.
    """
    store = store or CaseStore(tx.session)
    case = store.lock(call.data.application_id)
    if case is None:
        raise NotFoundError
    opened = open_locked(app, tx, call.actor, case, store)
    facts = opened.facts
    check_seen(facts, call.actor, action)
    if case.version != call.data.version:
        raise StaleVersionError(expected=call.data.version, current=case.version)
    check_action(facts, call.actor, action)
    if action in CLAIMED_ACTIONS:
        refuse_if_claimed(tx, call.actor, facts)
    return opened


def open_locked(
    app: ReviewApp,
    tx: Transaction,
    actor: Actor,
    case: ReviewCase,
    store: CaseStore | None = None,
) -> OpenFile:
    """A locked file in somebody's hands; whether they may do anything is not asked yet."""
    store = store or CaseStore(tx.session)
    programme = app.programmes.of(case.cycle_year)
    facts = store.facts(case, actor.person_id, programme.checklist)
    return OpenFile(app, tx, store, case, facts, programme, actor)


def open_file(app: ReviewApp, tx: Transaction, case: ReviewCase) -> OpenFile:
    """A locked file for the system's own acts."""
    store = CaseStore(tx.session)
    programme = app.programmes.of(case.cycle_year)
    facts = store.facts(case, None, programme.checklist)
    return OpenFile(app, tx, store, case, facts, programme)


def check_seen(facts: CaseFacts, actor: Actor, action: Action) -> None:
    """Refuse what the actor may not even know about, and roles that never do this.

    Raises:
        NotFoundError: neither the own file nor one routed to the actor.
        ForbiddenError: a reader without any role for the action.
    """
    own = actor.kind is ActorKind.PERSON and actor.person_id == facts.applicant_id
    if not own and not reading_allowed(actor, facts):
        raise NotFoundError
    if not own and not role_ever_allowed(actor, action):
        raise ForbiddenError


def answer(opened: OpenFile, hint: str | None = None) -> CaseChanged:
    """The answer of a command, remembered under its idempotency key."""
    case = opened.case
    return opened.tx.respond(
        CaseChanged(
            application_id=case.application_id,
            version=case.version,
            state=case.state,
            state_label=case.state.label,
            desk_organisation_id=case.desk_organisation_id,
            hint=hint,
        )
    )
