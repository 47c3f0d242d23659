"""Proposing a wording, publishing it, refusing it: two people, every version kept."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from services.chassis.causes import Call
from services.chassis.transaction import Transaction
from services.contracts.errors import (
    Finding,
    ForbiddenError,
    IllegalTransitionError,
    NotFoundError,
    StaleVersionError,
    ValidationFailedError,
)
from services.contracts.requests.notices import (
    ProposeText,
    PublishText,
    RefuseText,
    TextState,
    TextView,
)
from services.notices import messages, phrases, policies
from services.notices.app import NoticesApp
from services.notices.domain.proposals import (
    SHORTEST_REASON,
    Wording,
    flaws,
    may_come_into_force,
    tidy,
)
from services.notices.handlers.reading import require_text
from services.notices.handlers.shipping import keep_shipped_texts
from services.notices.storage import texts
from services.notices.storage.texts import Signature, TextKey, TextRecord, VersionRecord


def propose_text(app: NoticesApp, call: Call[ProposeText]) -> TextView:
    """Store a wording that waits for the leader."""
    policies.check_may_propose(call.actor)
    data = call.data
    key = TextKey(data.year, data.slug)
    keep_shipped_texts(app)
    with app.uow(call) as tx:
        text = require_text(tx.session, key, lock=True)
        _check_current(text, data.based_on)
        wording = _wording(data)
        _check_wording(tx.session, text, wording, data.change_note.strip())
        _make_room(tx.session, key, call.actor.reference)
        version = texts.propose(
            tx.session, text, wording, data.change_note.strip(), _signature(tx, call)
        )
        return _answer(tx, "text_proposed", key, version)


def publish_text(app: NoticesApp, call: Call[PublishText]) -> TextView:
    """Put a proposal, or an earlier version, in force."""
    policies.check_may_publish(call.actor)
    data = call.data
    key = TextKey(data.year, data.slug)
    keep_shipped_texts(app)
    with app.uow(call) as tx:
        text = require_text(tx.session, key, lock=True)
        _check_current(text, data.replaces)
        version = _require_version(tx.session, key, data.version)
        if not may_come_into_force(version.state):
            raise IllegalTransitionError(phrases.NOT_PUBLISHABLE, state_label=version.state.label)
        _check_other_person(call, version)
        texts.put_in_force(tx.session, text, version.version, _signature(tx, call))
        return _answer(tx, "text_published", key, version.version)


def refuse_text(app: NoticesApp, call: Call[RefuseText]) -> TextView:
    """Refuse a proposal; its author reads why."""
    policies.check_may_publish(call.actor)
    data = call.data
    key = TextKey(data.year, data.slug)
    reason = data.reason.strip()
    if len(reason) < SHORTEST_REASON:
        finding = Finding(field="reason", code="too_short", message=phrases.REASON_NEEDED)
        raise ValidationFailedError(findings=(finding,))
    keep_shipped_texts(app)
    with app.uow(call) as tx:
        require_text(tx.session, key, lock=True)
        version = _require_version(tx.session, key, data.version)
        if version.state is not TextState.PROPOSED:
            raise IllegalTransitionError(phrases.NOT_WAITING, state_label=version.state.label)
        _check_other_person(call, version)
        texts.refuse(tx.session, key, version.version, _signature(tx, call), reason)
        return _answer(tx, "text_refused", key, version.version, reason)


def _wording(data: ProposeText) -> Wording:
    return Wording(
        title=data.title.strip(),
        summary=data.summary.strip(),
        body=tidy(data.body),
        issued_on=data.issued_on,
        issuing_body=data.issuing_body.strip(),
    )


def _check_current(text: TextRecord, known: int) -> None:
    if text.version_in_force != known:
        raise StaleVersionError(expected=known, current=text.version_in_force)


def _check_wording(session: Session, text: TextRecord, wording: Wording, note: str) -> None:
    before = _require_version(session, TextKey(text.year, text.slug), text.version_in_force)
    found = flaws(text.kind, before.wording, wording, note, may_be_empty=text.may_be_empty)
    if found:
        raise ValidationFailedError(findings=tuple(messages.finding(flaw) for flaw in found))


def _make_room(session: Session, key: TextKey, proposer: str) -> None:
    """One's own waiting proposal gives way to the new one; another's does not."""
    waiting = texts.find_proposal(session, key)
    if waiting is None:
        return
    if waiting.proposed_by != proposer:
        raise IllegalTransitionError(phrases.WAITING, state_label=waiting.state.label)
    texts.replace(session, key, waiting.version)


def _require_version(session: Session, key: TextKey, version: int) -> VersionRecord:
    found = texts.find_version(session, key, version)
    if found is None:
        raise NotFoundError(phrases.NO_TEXT)
    return found


def _check_other_person(call: Call[Any], version: VersionRecord) -> None:
    if version.proposed_by == call.actor.reference:
        raise ForbiddenError(phrases.OWN_PROPOSAL)


def _signature(tx: Transaction, call: Call[Any]) -> Signature:
    return Signature(call.actor.reference, call.actor.name, tx.now)


def _answer(tx: Transaction, action: str, key: TextKey, version: int, why: str = "") -> TextView:
    tx.audit(
        action,
        object_type="text",
        object_id=f"{key.year}/{key.slug}",
        purpose=why or None,
        details={"version": version},
    )
    text = require_text(tx.session, key)
    return tx.respond(messages.text_view(text, _require_version(tx.session, key, version)))
