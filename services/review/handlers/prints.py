"""What documents asks at the moment of printing; nobody else may (audited)."""

from __future__ import annotations

from uuid import UUID

from services.chassis.causes import Call
from services.chassis.transaction import Transaction
from services.contracts.actors import Actor
from services.contracts.errors import NotFoundError
from services.contracts.requests.review_lists import ListVersionStatus
from services.contracts.requests.review_prints import (
    FrozenList,
    FrozenRow,
    ListRows,
    Opinions,
    OpinionsAnswer,
    PrintStatus,
    ReadPrintStatus,
)
from services.contracts.vocabulary import TRACK_OF
from services.review.app import ReviewApp
from services.review.domain.codes import canonical_code
from services.review.domain.lists import RECIPIENT
from services.review.messages import opinion_view
from services.review.storage.cases import CaseStore
from services.review.storage.copies import CopyStore
from services.review.storage.lists import ListStore
from services.review.storage.prints import PrintStore
from services.review.storage.rows_copies import PlanRowCopy
from services.review.storage.rows_list import ListVersion, SummaryList

PRINTER = "documents"


def opinions(app: ReviewApp, call: Call[Opinions]) -> OpinionsAnswer:
    """Opinions, code and digest of one version's official form (the newest of that version)."""
    _check_printer(call.actor)
    version_id = call.data.version_id
    with app.uow(call) as tx:
        prints, cases = PrintStore(tx.session), CaseStore(tx.session)
        form = prints.newest_form(version_id)
        case = (
            prints.case_of_version(version_id) if form is None else cases.find(form.application_id)
        )
        if case is None:
            raise NotFoundError
        rows = (
            cases.signed_in_force(case.application_id)
            if form is None
            else [
                row
                for row in cases.opinions(case.application_id)
                if row.opinion_id in form.opinion_ids
            ]
        )
        tx.audit("opinions_read", object_type="application", object_id=case.application_id)
        return OpinionsAnswer(
            application_id=case.application_id,
            version_id=version_id,
            version_no=case.version_no if form is None else form.version_no,
            opinions=tuple(
                opinion_view(row) for row in sorted(rows, key=lambda each: each.position)
            ),
            opinions_digest=None if form is None else form.opinions_digest,
            verify_code=None if form is None else form.verify_code,
            issued_at=None if form is None else form.issued_at,
            final_organisation_name=cases.route(case.application_id).final.organisation_name,
            current=form is not None and form.superseded_at is None,
        )


def list_rows(app: ReviewApp, call: Call[ListRows]) -> FrozenList:
    """One frozen version exactly as it was frozen."""
    _check_printer(call.actor)
    with app.uow(call) as tx:
        store = ListStore(tx.session)
        version = store.version(call.data.list_version_id)
        summary = None if version is None else store.find(version.list_id)
        if version is None or summary is None:
            raise NotFoundError
        tx.audit("list_rows_read", object_type="list", object_id=summary.list_id)
        return _frozen(tx, summary, version)


def read_print_status(app: ReviewApp, call: Call[ReadPrintStatus]) -> PrintStatus:
    """Whether a code of review stands on a print that is still current."""
    _check_printer(call.actor)
    code = canonical_code(call.data.verify_code)
    with app.uow(call) as tx:
        store = PrintStore(tx.session)
        form = store.form_by_code(code)
        if form is not None:
            return PrintStatus(
                kind="OFFICIAL_FORM",
                version_no=form.version_no,
                current=form.superseded_at is None,
            )
        version = store.list_by_code(code)
        if version is None:
            raise NotFoundError
        current = version.status not in (ListVersionStatus.SUPERSEDED, ListVersionStatus.RETURNED)
        return PrintStatus(kind="LIST", version_no=version.version_no, current=current)


def _check_printer(actor: Actor) -> None:
    if actor.service != PRINTER:
        raise NotFoundError


def _frozen(tx: Transaction, summary: SummaryList, version: ListVersion) -> FrozenList:
    plan = _plan(tx, summary, version)
    return FrozenList(
        list_id=summary.list_id,
        list_version_id=version.list_version_id,
        version_no=version.version_no,
        verify_code=version.verify_code,
        content_hash=version.content_hash,
        status=version.status,
        cycle_id=summary.cycle_id,
        cycle_year=summary.cycle_year,
        organisation_id=summary.organisation_id,
        organisation_name=summary.organisation_name,
        seat_kind=summary.seat_kind,
        title_suffix=summary.seat_kind.label,
        recipient=RECIPIENT[TRACK_OF[summary.seat_kind]],
        filled_by=version.frozen_by_name,
        frozen_at=version.frozen_at,
        plan_row_ids=tuple(row.plan_row_id for row in plan if row.quota(summary.seat_kind)),
        quota_total=sum(row.quota(summary.seat_kind) for row in plan),
        rows=tuple(
            FrozenRow(
                position=row["position"],
                application_id=UUID(row["application_id"]),
                application_no=row["application_no"],
                version_id=UUID(row["version_id"]),
                version_no=row["version_no"],
                plan_row_id=UUID(row["plan_row_id"]),
                specialty=row["specialty"],
                recommend_order=row["recommend_order"],
                remark=row["remark"],
            )
            for row in version.rows
        ),
    )


def _plan(tx: Transaction, summary: SummaryList, version: ListVersion) -> list[PlanRowCopy]:
    """The plan rows of the unit's own plan unit and of any other its rows come from."""
    copies = CopyStore(tx.session)
    cycle = copies.cycle(summary.cycle_id)
    if cycle is None:
        return []
    rows = copies.plan_rows({UUID(row["plan_row_id"]) for row in version.rows})
    codes = {row.plan_unit_code for row in rows.values()}
    organisation = copies.organisation(summary.organisation_id)
    if organisation is not None and organisation.plan_unit_code is not None:
        codes.add(organisation.plan_unit_code)
    return [row for code in sorted(codes) for row in copies.plan_of_unit(cycle, code)]
