"""The file behind the code on a paper, for the final reviewing unit that holds the paper."""

from __future__ import annotations

from services.chassis.causes import Call
from services.contracts.errors import NotFoundError
from services.contracts.requests.review import ReviewAction
from services.contracts.requests.review_paper import (
    PaperArrivalView,
    PaperFile,
    PaperForm,
    PaperOriginal,
    PaperReceiptView,
    ReadCaseByCode,
)
from services.review import phrases
from services.review.app import ReviewApp
from services.review.domain.codes import canonical_code
from services.review.domain.decisions import actions_open_to
from services.review.domain.paper import COPIES
from services.review.domain.permissions import reading_allowed
from services.review.handlers.access import OpenFile
from services.review.handlers.list_views import is_member
from services.review.storage.cases import CaseStore
from services.review.storage.copies import CopyStore
from services.review.storage.paper import PaperStore
from services.review.storage.prints import PrintStore
from services.review.storage.rows_paper import OfficialForm


def read_case_by_code(app: ReviewApp, call: Call[ReadCaseByCode]) -> PaperFile:
    """Find the file by its paper; the reading is audited.

    Raises:
        WrongVerifyCodeError: what was typed is no code.
        NotFoundError: no official form of a file of this unit bears the code.
    """
    data, actor = call.data, call.actor
    code = canonical_code(data.verify_code)
    with app.uow(call) as tx:
        if not is_member(actor, data.organisation_id):
            raise NotFoundError
        store = CaseStore(tx.session)
        form = PrintStore(tx.session).form_by_code(code)
        case = None if form is None else store.find(form.application_id)
        if form is None or case is None or case.final_organisation_id != data.organisation_id:
            raise NotFoundError(phrases.NO_SUCH_PAPER)
        programme = app.programmes.of(case.cycle_year)
        facts = store.facts(case, actor.person_id, programme.checklist)
        if not reading_allowed(actor, facts):
            raise NotFoundError(phrases.NO_SUCH_PAPER)
        tx.audit("case_read_by_paper", object_type="application", object_id=case.application_id)
        return _paper_file(OpenFile(app, tx, store, case, facts, programme, actor), form)


def _paper_file(opened: OpenFile, form: OfficialForm) -> PaperFile:
    case, store = opened.case, PaperStore(opened.tx.session)
    plan_row = CopyStore(opened.tx.session).plan_row(case.plan_row_id)
    current = store.current_form(case.application_id)
    actions = () if opened.actor is None else actions_open_to(opened.facts, opened.actor)
    return PaperFile(
        application_id=case.application_id,
        application_no=case.application_no,
        version=case.version,
        version_no=case.version_no,
        state=case.state,
        state_label=case.state.label,
        unit_name=opened.facts.route.nodes[0].organisation_name,
        seat_kind=case.seat_kind,
        specialty="" if plan_row is None else plan_row.specialty,
        form=_form(form),
        current=None if current is None else _form(current),
        copies=COPIES,
        originals=tuple(
            PaperOriginal(code=item.code, label=item.label)
            for item in opened.programme.checklist.originals(case.materials)
        ),
        arrivals=tuple(
            PaperArrivalView(
                received_on=row.received_on,
                way=row.way,
                posted_on=row.posted_on,
                carrier=row.carrier,
                waybill=row.waybill,
                copies=row.copies,
                missing=row.missing,
                version_no=row.version_no,
                is_current=row.is_current,
                officer_name=row.officer_name,
                registered_at=row.registered_at,
            )
            for row in store.arrivals(case.application_id)
        ),
        receipts=tuple(
            PaperReceiptView(
                copies=row.copies,
                originals=tuple(row.originals),
                officer_name=row.officer_name,
                checked_at=row.checked_at,
            )
            for row in store.receipts(case.application_id)
        ),
        can_register=ReviewAction.REGISTER_PAPER in actions,
        can_check=ReviewAction.CHECK_PAPER in actions and form.superseded_at is None,
        can_return=ReviewAction.RETURN in actions,
    )


def _form(row: OfficialForm) -> PaperForm:
    return PaperForm(
        version_no=row.version_no, issued_at=row.issued_at, superseded_at=row.superseded_at
    )
