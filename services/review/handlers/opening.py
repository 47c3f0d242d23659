"""Files arrive: first submissions (transition 2) and resubmissions (16, 29).

Events may come twice or in another order: the newest version a person handed in wins, by the
sequence of applications.
"""

from __future__ import annotations

from dataclasses import replace

from services.chassis.causes import Delivery
from services.chassis.transaction import Transaction
from services.contracts.errors import Permanent, TryAgain
from services.contracts.events import ApplicationResubmittedV1, ApplicationSubmittedV1, RouteNode
from services.contracts.requests.review import DecisionKind
from services.contracts.vocabulary import ApplicationState as S
from services.contracts.vocabulary import NodeKind
from services.review.app import ReviewApp
from services.review.domain.actions import Action
from services.review.domain.case import CaseFacts
from services.review.domain.returns import resume_at
from services.review.domain.routes import BrokenRouteError, Node, Route
from services.review.domain.transitions import transition_exists
from services.review.handlers.access import OpenFile, open_file
from services.review.handlers.listing import leave_list, void_frozen
from services.review.handlers.moves import move, record
from services.review.handlers.re_reviews import end_re_review
from services.review.storage.cases import CaseStore, route_rows
from services.review.storage.opening import OpeningStore, Unit, look
from services.review.storage.rows_case import ReviewCase

Facts = ApplicationSubmittedV1 | ApplicationResubmittedV1


def on_submitted(app: ReviewApp, delivery: Delivery[ApplicationSubmittedV1]) -> None:
    """Open the file at the unit's desk; a file already open is newer and stays as it is."""
    event = delivery.event
    with app.uow(delivery) as tx:
        seen = look(tx.session, event.application_id, event.unit_id)
        if not seen.is_open:
            _open(app, tx, event, delivery.sequence, seen.unit)


def on_resubmitted(app: ReviewApp, delivery: Delivery[ApplicationResubmittedV1]) -> None:
    """Take the corrected version to the desk it belongs to.

    Raises:
        TryAgain: a seat is being settled at this moment.
        Permanent: the file is where no resubmission can reach it; a person must look.
    """
    event = delivery.event
    with app.uow(delivery) as tx:
        case = CaseStore(tx.session).lock(event.application_id)
        if case is None:
            unit = look(tx.session, event.application_id, event.unit_id).unit
            _open(app, tx, event, delivery.sequence, unit)
            return
        if event.version_no <= case.version_no:
            return
        if not transition_exists(case.state, Action.RESUBMIT):
            _refuse(tx, case)
            return
        _resume(open_file(app, tx, case), event, delivery.sequence)


def _refuse(tx: Transaction, case: ReviewCase) -> None:
    if case.state is S.NOMINATING:
        raise TryAgain
    if case.state is S.WITHDRAWN:
        tx.audit("resubmission_ignored", object_type="application", object_id=case.application_id)
        return
    raise Permanent(f"resubmitted while {case.state.value}: a person must decide")


def _open(app: ReviewApp, tx: Transaction, event: Facts, sequence: int, unit: Unit | None) -> None:
    route = _route_of(unit)
    case = _new_case(event, route, sequence)
    store = OpeningStore(tx.session)
    store.add(case, *route_rows(case.application_id, route))
    opened = OpenFile(
        app, tx, store, case, _facts_of_new(case, route), app.programmes.of(case.cycle_year)
    )
    case.since = tx.now
    record(opened, DecisionKind.SUBMITTED)
    move(opened, S.UNIT_REVIEW, 0)
    store.write()


def _resume(opened: OpenFile, event: ApplicationResubmittedV1, sequence: int) -> None:
    case, store = opened.case, opened.store
    returned = store.find_return(event.return_id)
    from_state = case.state if returned is None else returned.from_state
    from_position = (case.position or 0) if returned is None else returned.from_position
    if returned is not None and returned.closed_at is None:
        returned.closed_at = opened.tx.now
    end_re_review(opened)
    _settle_list(opened, event)
    store.supersede_form(case.application_id, opened.tx.now)
    changed_unit = event.unit_id != case.unit_id
    _take_over(case, event, sequence)
    if changed_unit:
        _walk_new_route(opened, event)
    resume = resume_at(
        opened.facts.route,
        from_state=from_state,
        from_position=from_position,
        key_fields_changed=event.key_fields_changed or changed_unit,
    )
    if resume.restarts:
        store.retire_opinions(case.application_id, None)
    case.return_id, case.due_at = None, None
    record(opened, DecisionKind.RESUBMITTED)
    move(opened, resume.state, resume.position)


def _settle_list(opened: OpenFile, event: ApplicationResubmittedV1) -> None:
    """A seat stays with its person unless the new version asks for another cell."""
    case = opened.case
    cell_changed = (event.plan_row_id, event.seat_kind) != (case.plan_row_id, case.seat_kind)
    moved_unit = event.unit_id != case.unit_id
    if case.list_id is not None and (cell_changed or moved_unit):
        leave_list(opened, reason="cell_changed", announce=True)
    else:
        void_frozen(opened)


def _take_over(case: ReviewCase, event: Facts, sequence: int) -> None:
    case.version_id, case.version_no = event.version_id, event.version_no
    case.materials = [material.value for material in event.materials]
    case.plan_row_id, case.seat_kind = event.plan_row_id, event.seat_kind
    case.track, case.term = event.track, event.term
    case.unit_id = event.unit_id
    case.submitted_sequence = sequence


def _walk_new_route(opened: OpenFile, event: ApplicationResubmittedV1) -> None:
    seen = look(opened.tx.session, event.application_id, event.unit_id)
    route = _route_of(seen.unit)
    opened.store.set_route(opened.case.application_id, route)
    opened.case.final_organisation_id = route.final.organisation_id
    opened.case.reached = 0
    opened.facts = replace(opened.facts, route=route)


def _route_of(unit: Unit | None) -> Route:
    if unit is None:
        raise TryAgain("the unit is not known here yet")
    nodes = [RouteNode.model_validate(node) for node in unit.route]
    desks = [node for node in nodes if node.kind is not NodeKind.REGION]
    try:
        return Route(
            tuple(
                Node(place, node.kind, node.organisation_id, node.organisation_name)
                for place, node in enumerate(desks)
            )
        )
    except BrokenRouteError as error:
        raise TryAgain(f"organisation {unit.code} has no route: {error}") from error


def _new_case(event: Facts, route: Route, sequence: int) -> ReviewCase:
    case = ReviewCase(
        application_id=event.application_id,
        application_no=event.application_no,
        cycle_id=event.cycle_id,
        cycle_year=event.cycle_year,
        applicant_id=event.applicant_id,
        final_organisation_id=route.final.organisation_id,
        state=S.DRAFT,
        position=None,
        reached=0,
        at_final=False,
        at_region=False,
        holds_seat=False,
        under_re_review=False,
        since=event.submitted_at,
        version=0,
        sequence=0,
    )
    _take_over(case, event, sequence)
    return case


def _facts_of_new(case: ReviewCase, route: Route) -> CaseFacts:
    return CaseFacts(
        application_id=case.application_id,
        applicant_id=case.applicant_id,
        state=case.state,
        track=case.track,
        route=route,
        position=None,
        reached=0,
        at_region=False,
        holds_seat=False,
    )
