"""The paper check at the final reviewing unit (transitions 7 and 29)."""

from __future__ import annotations

from uuid import uuid4

from services.chassis.causes import Call
from services.contracts.requests.review import CaseChanged, CheckPaper, DecisionKind
from services.contracts.vocabulary import ApplicationState as S
from services.review.app import ReviewApp
from services.review.domain.actions import Action
from services.review.domain.paper import check_code, check_paper
from services.review.handlers.access import OpenFile, answer, open_for
from services.review.handlers.listing import void_frozen
from services.review.handlers.moves import move, record
from services.review.storage.rows_paper import OfficialForm, PaperReceipt


def pass_paper(app: ReviewApp, call: Call[CheckPaper]) -> CaseChanged:
    """The paper is the current print, in three copies, with its originals.

    A file that still holds its seat (29) is LISTED again without a new nomination.
    """
    data = call.data
    with app.uow(call) as tx:
        opened = open_for(app, tx, call, Action.CHECK_PAPER)
        form = _check_current_print(opened, data.verify_code)
        needed = opened.programme.checklist.originals(opened.case.materials)
        check_paper(data.copies, data.originals, needed)
        opened.store.add(
            PaperReceipt(
                receipt_id=uuid4(),
                application_id=opened.case.application_id,
                form_id=form.form_id,
                copies=data.copies,
                originals=sorted({item.code for item in needed}),
                officer_id=opened.person_id,
                officer_name=opened.person_name,
                checked_at=tx.now,
            )
        )
        record(opened, DecisionKind.PAPER_PASSED, node=opened.node)
        if opened.case.holds_seat:
            void_frozen(opened)
        after = S.LISTED if opened.case.holds_seat else S.READY_TO_LIST
        move(opened, after, opened.node.position)
        return answer(opened)


def _check_current_print(opened: OpenFile, typed: str) -> OfficialForm:
    forms = opened.store.forms(opened.case.application_id)
    current = [form for form in forms if form.superseded_at is None]
    if not current:
        raise RuntimeError(f"{opened.case.application_id} waits for paper without a form")
    older = [form.verify_code for form in forms if form.superseded_at is not None]
    check_code(typed, current=current[0].verify_code, older=older)
    return current[0]
