"""Several files added to a list at once: looked at first, then asked for in one transaction.

Nothing here counts seats: each file is nominated like a single one, and quotas answers each.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from services.chassis.causes import Call
from services.chassis.transaction import Transaction
from services.contracts.errors import ForbiddenError, NotFoundError, TepeiError
from services.contracts.requests.applications_prints import NameOrder
from services.contracts.requests.review_desk import RefusedFile
from services.contracts.requests.review_list_selection import (
    FileForList,
    FileSeen,
    FilesForList,
    FilesNominated,
    NominateFiles,
    ReadFilesForList,
)
from services.contracts.vocabulary import ApplicationState as S
from services.contracts.vocabulary import Role
from services.review import phrases
from services.review.app import ReviewApp
from services.review.domain.actions import Action
from services.review.domain.decisions import check_action
from services.review.domain.lists import OrderedRow, ordered
from services.review.domain.permissions import reading_allowed
from services.review.handlers.access import OpenFile, open_locked
from services.review.handlers.list_versions import row_facts
from services.review.handlers.list_views import is_member
from services.review.handlers.listing import ask_for_seats
from services.review.storage.cases import CaseStore
from services.review.storage.copies import CopyStore
from services.review.storage.list_desk import ListDeskStore
from services.review.storage.lists import Line, ListStore
from services.review.storage.rows_case import ReviewCase
from services.review.storage.rows_list import SummaryList

ListWanted = ReadFilesForList | NominateFiles


def read_files_for_list(app: ReviewApp, call: Call[ReadFilesForList]) -> FilesForList:
    """The selection as the desk looks at it before adding, and afterwards."""
    data = call.data
    by_name = _name_order(app, call) if data.places else ()
    with app.uow(call) as tx:
        found = _list_of(tx, data)
        store = CaseStore(tx.session)
        files = [
            open_locked(app, tx, call.actor, case)
            for case in store.find_many(data.application_ids)
            if _belongs(case, data)
        ]
        files = [one for one in files if reading_allowed(call.actor, one.facts)]
        places = _places(tx, found, files, by_name) if data.places else {}
        current = None if found is None else ListStore(tx.session).current(found.list_id)
        if found is not None:
            tx.audit("list_read", object_type="list", object_id=found.list_id)
        organisation = CopyStore(tx.session).organisation(data.organisation_id)
        asked = {one: at for at, one in enumerate(data.application_ids)}
        files.sort(key=lambda one: asked[one.case.application_id])
        return FilesForList(
            plan_unit_code=None if organisation is None else organisation.plan_unit_code,
            files=_views(tx, files, places),
            frozen_version_no=None if current is None else current.version_no,
        )


def nominate_files(app: ReviewApp, call: Call[NominateFiles]) -> FilesNominated:
    """Ask for the seats of all that may be added; the others are named with the reason.

    All or nothing is written: after a crash the same call does the whole of it, once.
    """
    data, actor = call.data, call.actor
    with app.uow(call) as tx:
        if not is_member(actor, data.organisation_id):
            raise NotFoundError
        if not actor.holds(Role.FINAL_OFFICER, organisation_id=data.organisation_id):
            raise ForbiddenError
        seen = {file.application_id: file for file in data.files}
        cases = {c.application_id: c for c in CaseStore(tx.session).lock_many(seen)}
        files: list[OpenFile] = []
        refused: list[RefusedFile] = []
        for application_id, file in seen.items():
            opened = _opened(app, tx, call, cases.get(application_id))
            reason = phrases.NOT_HERE if opened is None else _refusal(opened, file)
            if opened is not None and reason is None:
                files.append(opened)
            else:
                refused.append(_refused(file, opened, reason or phrases.NOT_HERE))
        if files:
            ask_for_seats(tx, files)
        asked = tuple(one.case.application_id for one in files)
        return tx.respond(FilesNominated(asked=asked, refused=tuple(refused)))


def why_not(opened: OpenFile) -> str | None:
    """Why the actor cannot add the file to its list now; None when they can."""
    state, actor = opened.facts.state, opened.actor
    if actor is None or state in phrases.NOT_ADDED:
        return phrases.NOT_ADDED.get(state, phrases.NOT_HERE)
    if state is not S.READY_TO_LIST:
        return phrases.NOT_ADDED_IN.format(state=state.label)
    try:
        check_action(opened.facts, actor, Action.NOMINATE)
    except TepeiError as error:
        return error.message
    return None


def _opened(
    app: ReviewApp, tx: Transaction, call: Call[NominateFiles], case: ReviewCase | None
) -> OpenFile | None:
    """The file if it is one of this list and the actor may know of it."""
    if case is None or not _belongs(case, call.data):
        return None
    opened = open_locked(app, tx, call.actor, case)
    return opened if reading_allowed(call.actor, opened.facts) else None


def _refusal(opened: OpenFile, file: FileSeen) -> str | None:
    moved_on = opened.case.version != file.version
    return why_not(opened) or (phrases.MOVED_ON if moved_on else None)


def _refused(file: FileSeen, opened: OpenFile | None, reason: str) -> RefusedFile:
    number = "" if opened is None else opened.case.application_no
    return RefusedFile(application_id=file.application_id, application_no=number, reason=reason)


def _belongs(case: ReviewCase, data: ListWanted) -> bool:
    here = case.final_organisation_id == data.organisation_id
    return here and case.cycle_id == data.cycle_id and case.seat_kind is data.seat_kind


def _list_of(tx: Transaction, data: ListWanted) -> SummaryList | None:
    store = ListDeskStore(tx.session)
    return store.of_kind(data.organisation_id, data.cycle_id, data.seat_kind)


def _name_order(app: ReviewApp, call: Call[ReadFilesForList]) -> Sequence[UUID]:
    """Everybody on the list and in the selection by name, as the frozen list will have them."""
    data = call.data
    with app.uow() as tx:
        if not is_member(call.actor, data.organisation_id):
            raise NotFoundError
        found = _list_of(tx, data)
        lines = [] if found is None else ListStore(tx.session).lines(found.list_id)
        cases = CaseStore(tx.session).find_many(data.application_ids)
        own = [case.application_id for case in cases if _belongs(case, data)]
    ids = tuple(dict.fromkeys([*(line.application_id for line in lines), *own]))
    if not ids:
        return ()
    answer = app.rpc.call(NameOrder(application_ids=ids), correlation_id=call.correlation_id)
    names: Sequence[UUID] = answer.application_ids
    return names


def _places(
    tx: Transaction,
    found: SummaryList | None,
    files: Sequence[OpenFile],
    by_name: Sequence[UUID],
) -> Mapping[UUID, OrderedRow]:
    """Where those who may be added would stand, with all of them on the list."""
    lines = [] if found is None else ListStore(tx.session).lines(found.list_id)
    added = [_line(one.case) for one in files if why_not(one) is None]
    if not added:
        return {}
    wanted = {line.application_id for line in added}
    would = ordered(row_facts(tx, [*lines, *added]), by_name)
    return {one.application_id: one for one in would if one.application_id in wanted}


def _line(case: ReviewCase) -> Line:
    return Line(
        application_id=case.application_id,
        application_no=case.application_no,
        version=case.version,
        version_id=case.version_id,
        version_no=case.version_no,
        state=case.state,
        plan_row_id=case.plan_row_id,
        at_region=case.at_region,
        recommend_order=None,
        recommend_reason=None,
        remark=None,
    )


def _views(
    tx: Transaction, files: Sequence[OpenFile], places: Mapping[UUID, OrderedRow]
) -> tuple[FileForList, ...]:
    plan = CopyStore(tx.session).plan_rows({one.case.plan_row_id for one in files})
    views = []
    for one in files:
        case, place = one.case, places.get(one.case.application_id)
        planned = plan.get(case.plan_row_id)
        views.append(
            FileForList(
                application_id=case.application_id,
                application_no=case.application_no,
                version=case.version,
                state=case.state,
                state_label=case.state.label,
                plan_row_id=case.plan_row_id,
                specialty="" if planned is None else planned.specialty,
                position=None if place is None else place.position,
                problem=why_not(one),
                refused_reason=case.refused_reason,
            )
        )
    return tuple(views)
