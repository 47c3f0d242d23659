"""Lists as a whole: a person's order, freezing for print, sending up (transition 9)."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from services.chassis.causes import Call
from services.chassis.clock import BEIJING
from services.chassis.transaction import Transaction
from services.contracts.errors import (
    Finding,
    ForbiddenError,
    NotFoundError,
    StaleVersionError,
    ValidationFailedError,
)
from services.contracts.requests.applications_prints import NameOrder
from services.contracts.requests.review import DecisionKind
from services.contracts.requests.review_lists import (
    FreezeList,
    ListChanged,
    ListCommand,
    ListVersionStatus,
    OrderList,
    RowOrder,
    SubmitList,
)
from services.contracts.vocabulary import ApplicationState as S
from services.contracts.vocabulary import Role
from services.review.app import ReviewApp
from services.review.domain.actions import Action
from services.review.domain.decisions import check_action
from services.review.domain.lists import (
    all_in_own_time,
    check_another_submits,
    check_can_freeze,
    check_not_late,
    check_printed_version,
    ordered,
)
from services.review.domain.permissions import roles_for
from services.review.handlers.access import OpenFile
from services.review.handlers.list_versions import (
    freeze_rows,
    frozen_ids,
    list_changed,
    row_facts,
    send_up,
)
from services.review.handlers.moves import move, record
from services.review.storage.cases import CaseStore
from services.review.storage.copies import CopyStore
from services.review.storage.lists import ListStore
from services.review.storage.rows_case import ReviewCase
from services.review.storage.rows_list import ListRow, ListVersion, SummaryList

MEMBERS = (Role.FINAL_OFFICER, Role.FINAL_LEADER)
"""Roles that see the lists of their own final reviewing unit."""


def order_list(app: ReviewApp, call: Call[OrderList]) -> ListChanged:
    """Store a person's order, with its reason, and remarks; nothing ever computes one (F6)."""
    with app.uow(call) as tx:
        wanted = {row.application_id: row for row in call.data.rows}
        files = CaseStore(tx.session).lock_many(wanted)
        summary = _open_list(tx, call, Action.ORDER)
        on_list = {
            row.application_id: row for row, _ in ListStore(tx.session).rows(summary.list_id)
        }
        _check_orders(call.data.rows, on_list)
        for case in files:
            opened = _as_actor(app, tx, case, call, Action.ORDER)
            _put_order(opened, on_list[case.application_id], wanted[case.application_id])
        list_changed(tx, summary)
        return tx.respond(list_answer(summary))


def freeze_list(app: ReviewApp, call: Call[FreezeList]) -> ListChanged:
    """Freeze the LISTED rows in their order as a new version with its own code.

    A row under re-review is left out and keeps its seat; it goes up with a later version.

    The order by name is asked of applications once, before the list is locked; the version the
    person saw guards against a row that came in between.
    """
    by_name = _name_order(app, call)
    with app.uow(call) as tx:
        store = ListStore(tx.session)
        summary = _open_list(tx, call, Action.FREEZE)
        rows = [case for _, case in store.rows(summary.list_id) if not case.under_re_review]
        check_can_freeze({case.application_no: case.state for case in rows})
        for case in [case for case in rows if case.state is S.LISTED]:
            _as_actor(app, tx, case, call, Action.FREEZE)
        list_changed(tx, summary)
        free = {case.application_id for case in rows if case.state is S.LISTED}
        listed = [line for line in store.lines(summary.list_id) if line.application_id in free]
        frozen = freeze_rows(app, tx, call, summary, ordered(row_facts(tx, listed), by_name))
        return tx.respond(list_answer(summary, frozen))


def submit_list(app: ReviewApp, call: Call[SubmitList]) -> ListChanged:
    """Send the frozen, printed version to the region; every row moves with it."""
    with app.uow(call) as tx:
        store = ListStore(tx.session)
        seen = store.current(call.data.list_id)
        files = CaseStore(tx.session).lock_many(frozen_ids(seen))
        summary = _open_list(tx, call, Action.SUBMIT_LIST)
        current = store.current(summary.list_id)
        _check_submission(tx, call, summary, current, files)
        if current is None or seen is None or current.list_version_id != seen.list_version_id:
            raise StaleVersionError(expected=call.data.version, current=summary.version)
        for case in files:
            opened = _as_actor(app, tx, case, call, Action.SUBMIT_LIST)
            case.at_region = True
            record(opened, DecisionKind.LIST_SUBMITTED, node=opened.node)
            move(opened, S.REGION_REVIEW, None)
        send_up(tx, call, summary, current)
        return tx.respond(list_answer(summary, current))


def list_answer(summary: SummaryList, version: ListVersion | None = None) -> ListChanged:
    """The answer of a command on a list."""
    return ListChanged(
        list_id=summary.list_id,
        version=summary.version,
        status=summary.status,
        status_label=summary.status.label,
        list_version_id=None if version is None else version.list_version_id,
        list_version_no=None if version is None else version.version_no,
        receipt_no=None if version is None else version.receipt_no,
        received_at=None if version is None else version.submitted_at,
    )


def _open_list(tx: Transaction, call: Call[ListCommand], action: Action) -> SummaryList:
    summary = ListStore(tx.session).lock(call.data.list_id)
    actor = call.actor
    if summary is None or not actor.holds(*MEMBERS, organisation_id=summary.organisation_id):
        raise NotFoundError
    roles = roles_for(action, S.LISTED)
    if not actor.holds(*roles, organisation_id=summary.organisation_id):
        labels = "、".join(sorted(role.label for role in roles))
        raise ForbiddenError(f"“{action.label}”须由{labels}办理。")
    if summary.version != call.data.version:
        raise StaleVersionError(expected=call.data.version, current=summary.version)
    return summary


def _as_actor(
    app: ReviewApp, tx: Transaction, case: ReviewCase, call: Call[ListCommand], action: Action
) -> OpenFile:
    """A row's file, opened for the person: own files and other levels are refused row by row."""
    store = CaseStore(tx.session)
    programme = app.programmes.of(case.cycle_year)
    facts = store.facts(case, call.actor.person_id, programme.checklist)
    check_action(facts, call.actor, action)
    return OpenFile(app, tx, store, case, facts, programme, call.actor)


def _check_orders(wanted: Sequence[RowOrder], on_list: dict[UUID, ListRow]) -> None:
    findings: list[Finding] = []
    for row in wanted:
        field = str(row.application_id)
        if row.application_id not in on_list:
            findings.append(Finding(field=field, code="not_listed", message="此申报不在本汇总表中"))
        if row.recommend_order is not None and not (row.reason or "").strip():
            message = "填写推荐顺序须写明理由，申报人可以看到"
            findings.append(Finding(field=field, code="reason_missing", message=message))
    if findings:
        raise ValidationFailedError(findings=tuple(findings))


def _put_order(opened: OpenFile, row: ListRow, wanted: RowOrder) -> None:
    row.recommend_order = wanted.recommend_order
    row.recommend_reason = wanted.reason if wanted.recommend_order is not None else None
    row.ordered_by = opened.person_id
    row.remark = wanted.remark
    text = None if row.recommend_order is None else row.recommend_reason
    record(opened, DecisionKind.ORDERED, node=opened.node, text=text)


def _name_order(app: ReviewApp, call: Call[FreezeList]) -> Sequence[UUID]:
    with app.uow() as tx:
        lines = ListStore(tx.session).lines(call.data.list_id)
        ids = tuple(line.application_id for line in lines)
    if not ids:
        return ()
    answer = app.rpc.call(NameOrder(application_ids=ids), correlation_id=call.correlation_id)
    names: Sequence[UUID] = answer.application_ids
    return names


def _check_submission(
    tx: Transaction,
    call: Call[SubmitList],
    summary: SummaryList,
    current: ListVersion | None,
    files: Sequence[ReviewCase],
) -> None:
    older = [
        version.verify_code
        for version in ListStore(tx.session).versions(summary.list_id)
        if version.status is not ListVersionStatus.CURRENT
    ]
    code = None if current is None else current.verify_code
    check_printed_version(call.data.verify_code, current=code, older=older)
    if current is not None:
        check_another_submits(current.frozen_by, call.actor.person_id)
    cycle = CopyStore(tx.session).cycle(summary.cycle_id)
    if cycle is not None and not all_in_own_time(
        call.arrived_at, [case.own_deadline_at for case in files]
    ):
        check_not_late(call.arrived_at, cycle.review_close_at, cycle.dispatch_deadline_on, BEIJING)
