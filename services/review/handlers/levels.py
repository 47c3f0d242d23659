"""The levels' work: marks item by item, and passing a file on (transitions 4 to 6)."""

from __future__ import annotations

from services.chassis.causes import Call
from services.contracts.errors import Finding, ValidationFailedError
from services.contracts.events import ApplicationApprovedV1
from services.contracts.requests.review import (
    CaseChanged,
    DecisionKind,
    LevelOpinion,
    PassLevel,
    SetVerdicts,
)
from services.contracts.vocabulary import ApplicationState as S
from services.contracts.vocabulary import NodeKind
from services.review.app import ReviewApp
from services.review.domain.actions import Action
from services.review.domain.checklist import check_marks
from services.review.domain.routes import DESK_STATE
from services.review.handlers.access import answer, open_for
from services.review.handlers.forms import issue_official_form
from services.review.handlers.moves import move, publish, record, take_part, touch
from services.review.handlers.opinions import give_level_opinion
from services.review.storage.passing import PassingStore


def set_verdicts(app: ReviewApp, call: Call[SetVerdicts]) -> CaseChanged:
    """Store marks of the level the file is at; a later mark on an item replaces an earlier one."""
    with app.uow(call) as tx:
        opened = open_for(app, tx, call, Action.MARK)
        check_marks(call.data.marks, opened.facts.checklist, opened.programme.reasons)
        marks = {mark.item_code: mark for mark in call.data.marks}
        opened.store.put_verdicts(
            {
                "visit_id": opened.case.visit_id,
                "item_code": code,
                "verdict": mark.verdict,
                "reason_code": mark.reason_code,
                "text": mark.text,
                "reviewer_id": call.actor.person_id,
                "reviewer_name": call.actor.name,
                "reviewed_at": tx.now,
            }
            for code, mark in marks.items()
        )
        node = opened.node
        take_part(opened, node)
        tx.audit(
            "marked",
            object_type="application",
            object_id=opened.case.application_id,
            details={
                "version_no": opened.case.version_no,
                "level": node.kind.value,
                "marks": {code: mark.verdict.value for code, mark in marks.items()},
            },
        )
        touch(opened)
        return answer(opened)


def pass_level(app: ReviewApp, call: Call[PassLevel]) -> CaseChanged:
    """Pass the file to the next node, or from FINAL to the paper check with its official form."""
    with app.uow(call) as tx:
        store = PassingStore(tx.session)
        opened = open_for(app, tx, call, Action.PASS, store)
        node, given = opened.node, call.data.opinion
        _check_opinion_given(node.kind, given)
        signed = [] if given is None else give_level_opinion(opened, given)
        record(opened, DecisionKind.PASSED, node=node)
        final = node.kind is NodeKind.FINAL
        form = issue_official_form(opened, signed) if final else None
        publish(
            opened,
            ApplicationApprovedV1(
                application_id=opened.case.application_id,
                version_id=opened.case.version_id,
                cycle_id=opened.case.cycle_id,
                node_kind=node.kind,
                node_index=node.position,
                organisation_id=node.organisation_id,
                final=final,
                opinions_digest=None if form is None else form.opinions_digest,
                verify_code=None if form is None else form.verify_code,
                decided_at=tx.now,
            ),
        )
        if final:
            move(opened, S.PAPER_CHECK, node.position)
        else:
            above = opened.facts.route.after(node.position)
            move(opened, DESK_STATE[above.kind], above.position)
        store.write()
        return answer(opened)


def _check_opinion_given(level: NodeKind, opinion: LevelOpinion | None) -> None:
    needed = level is not NodeKind.UNIT
    if needed and opinion is None:
        message = "请填写审核意见、职务和负责人后再通过"
        raise ValidationFailedError(
            findings=(Finding(field="opinion", code="required", message=message),)
        )
    if not needed and opinion is not None:
        message = "单位的推荐意见已单独出具并签署，通过时不再填写意见"
        raise ValidationFailedError(
            findings=(Finding(field="opinion", code="not_here", message=message),)
        )
