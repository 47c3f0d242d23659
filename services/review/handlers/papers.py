"""Paper at the final reviewing unit: registered (R41), checked (transitions 7 and 29)."""

from __future__ import annotations

from uuid import uuid4

from services.chassis.causes import Call
from services.chassis.clock import BEIJING
from services.contracts.errors import WrongVerifyCodeError
from services.contracts.requests.review import CaseChanged, CheckPaper, DecisionKind
from services.contracts.requests.review_paper import RegisterPaper
from services.contracts.vocabulary import ApplicationState as S
from services.review import phrases
from services.review.app import ReviewApp
from services.review.domain.actions import Action
from services.review.domain.codes import canonical_code
from services.review.domain.paper import check_arrival, check_code, check_paper
from services.review.handlers.access import OpenFile, answer, open_for
from services.review.handlers.listing import void_frozen
from services.review.handlers.moves import move, record, touch
from services.review.storage.rows_paper import OfficialForm, PaperArrival, PaperReceipt


def register_paper(app: ReviewApp, call: Call[RegisterPaper]) -> CaseChanged:
    """Keep when and how paper came in; what it lacks and an older version are told to both sides.

    Raises:
        WrongVerifyCodeError: the code is on no official form of the file.
    """
    data = call.data
    with app.uow(call) as tx:
        opened = open_for(app, tx, call, Action.REGISTER_PAPER)
        check_arrival(data, tx.now.astimezone(BEIJING).date())
        form = _form_of(opened, data.verify_code)
        is_current = form.superseded_at is None
        opened.store.add(
            PaperArrival(
                arrival_id=uuid4(),
                application_id=opened.case.application_id,
                form_id=form.form_id,
                version_no=form.version_no,
                is_current=is_current,
                received_on=data.received_on,
                way=data.way,
                posted_on=data.posted_on,
                carrier=data.carrier,
                waybill=data.waybill,
                copies=data.copies,
                missing=data.missing,
                officer_id=opened.person_id,
                officer_name=opened.person_name,
                registered_at=tx.now,
            )
        )
        text = phrases.paper_received(data, form.version_no, is_current=is_current)
        record(opened, DecisionKind.PAPER_RECEIVED, node=opened.node, text=text)
        touch(opened)
        return answer(opened)


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


def _form_of(opened: OpenFile, typed: str) -> OfficialForm:
    """The form the paper shows, current or not."""
    code = canonical_code(typed)
    for form in opened.store.forms(opened.case.application_id):
        if form.verify_code == code:
            return form
    raise WrongVerifyCodeError(phrases.NOT_THIS_FILE)
