"""Opinions: written by a person in own words, signed by another, read by the applicant.

Nothing is pre-filled, scored or analysed (F1, F2, X1); the texts are only stored and shown.
"""

from __future__ import annotations

from uuid import uuid4

from services.chassis.causes import Call
from services.contracts.errors import Finding, ValidationFailedError
from services.contracts.events import OpinionSignedV1
from services.contracts.requests.review import (
    OPINION_MIN,
    CaseChanged,
    DecisionKind,
    LevelOpinion,
    SignUnitOpinion,
    WriteUnitOpinion,
)
from services.review import phrases
from services.review.app import ReviewApp
from services.review.domain.actions import Action
from services.review.domain.opinions import text_digest
from services.review.handlers.access import OpenFile, answer, open_for
from services.review.handlers.moves import publish, record, touch
from services.review.storage.cases import in_force
from services.review.storage.rows_case import Opinion


def write_unit_opinion(app: ReviewApp, call: Call[WriteUnitOpinion]) -> CaseChanged:
    """Store the unit's opinion; rewriting takes an earlier signature away."""
    data = call.data
    with app.uow(call) as tx:
        opened = open_for(app, tx, call, Action.WRITE_OPINION)
        opinion = opened.store.opinion_of(opened.visit_id) or _blank(opened)
        _write(opened, opinion, data.text, data.author_post)
        opinion.health_fit, opinion.release_agreed = data.health_fit, data.release_agreed
        opinion.leader_id = opinion.leader_name = opinion.signed_at = None
        record(opened, DecisionKind.OPINION_WRITTEN, node=opened.node)
        touch(opened)
        opened.store.flush()
        repeated = opened.store.same_text_elsewhere(opinion)
        return answer(opened, phrases.IDENTICAL_OPINION if repeated else None)


def sign_unit_opinion(app: ReviewApp, call: Call[SignUnitOpinion]) -> CaseChanged:
    """The unit's leader signs; from this transaction on the applicant reads it in full (F3)."""
    with app.uow(call) as tx:
        opened = open_for(app, tx, call, Action.SIGN_OPINION)
        opinion = opened.store.opinion_of(opened.visit_id)
        if opinion is not None:
            # Earlier ones of this desk end before this one is stored in force.
            opened.store.retire_opinions(opened.case.application_id, opened.node.position)
            opinion.leader_id, opinion.leader_name = call.actor.person_id, call.actor.name
            _put_in_force(opened, opinion)
        record(opened, DecisionKind.OPINION_SIGNED, node=opened.node)
        publish(opened, _signed_event(opened))
        touch(opened)
        return answer(opened)


def give_level_opinion(opened: OpenFile, given: LevelOpinion) -> list[Opinion]:
    """The opinion with which MID or FINAL passes: written and in force at once.

    Returns:
        All opinions of the file that are signed and in force now, this one last.
    """
    file, position = opened.case.application_id, opened.node.position
    known = opened.store.opinions(file)
    if any(row.in_force and row.position == position for row in known):
        opened.store.retire_opinions(file, position)
    opinion = _blank(opened)
    _write(opened, opinion, given.text, given.author_post)
    opinion.leader_name = given.leader_name
    _put_in_force(opened, opinion)
    return [*in_force(known), opinion]


def _write(opened: OpenFile, opinion: Opinion, text: str, author_post: str) -> None:
    """Put the text down; the author is who wrote last."""
    words = _own_words(text)
    opinion.text, opinion.text_digest = words, text_digest(words)
    opinion.author_id, opinion.author_name = opened.person_id, opened.person_name
    opinion.author_post = author_post.strip()
    opinion.written_at = opened.tx.now
    opened.store.add(opinion)


def _blank(opened: OpenFile) -> Opinion:
    case, node = opened.case, opened.node
    return Opinion(
        opinion_id=uuid4(),
        visit_id=opened.visit_id,
        application_id=case.application_id,
        position=node.position,
        level=node.kind,
        organisation_id=node.organisation_id,
        organisation_name=node.organisation_name,
        version_no=case.version_no,
        decision=phrases.AGREED,
        in_force=True,
    )


def _own_words(text: str) -> str:
    stripped = text.strip()
    if len(stripped) < OPINION_MIN:
        message = f"意见不少于{OPINION_MIN}字，请针对本人实际情况写明"
        raise ValidationFailedError(
            findings=(Finding(field="text", code="too_short", message=message),)
        )
    return stripped


def _signed_event(opened: OpenFile) -> OpinionSignedV1:
    case, node = opened.case, opened.node
    return OpinionSignedV1(
        application_id=case.application_id,
        version_id=case.version_id,
        cycle_id=case.cycle_id,
        node_kind=node.kind,
        organisation_id=node.organisation_id,
        signed_at=opened.tx.now,
    )


def _put_in_force(opened: OpenFile, opinion: Opinion) -> None:
    """Sign: the opinion counts from now."""
    opinion.in_force = True
    opinion.signed_at = opened.tx.now
