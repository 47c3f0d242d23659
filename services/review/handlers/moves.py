"""How a file moves: state, desk, visit, history and the events that tell of it.

Every change of state or desk goes through `move`, so that `desk-changed` is the one source of the
status people see.
"""

from __future__ import annotations

from uuid import UUID, uuid4

from services.contracts.envelope import Event
from services.contracts.events import DeskChangedV1
from services.contracts.requests.review import DecisionKind
from services.contracts.vocabulary import ApplicationState as S
from services.contracts.vocabulary import NodeKind
from services.review.domain.routes import DESK_STATE, REGION_STATES, Node, Route
from services.review.handlers.access import OpenFile
from services.review.metrics import DECISIONS
from services.review.storage.copies import CopyStore
from services.review.storage.rows_case import Decision, DeskVisit

_MARKED_STATES = frozenset(DESK_STATE.values())


def publish(opened: OpenFile, event: Event) -> None:
    """Publish an event of the file with the next number of its sequence."""
    opened.case.sequence += 1
    opened.tx.publish(event, aggregate_id=opened.case.application_id, sequence=opened.case.sequence)


def touch(opened: OpenFile) -> None:
    """Count a change that leaves the file where it is."""
    opened.case.version += 1


def move(opened: OpenFile, state: S, position: int | None) -> None:
    """Put the file into a state at a desk (None: with nobody on the route) and say so.

    States of the region, and the position behind the route, mean the region's desk.
    """
    case, now, route = opened.case, opened.tx.now, opened.facts.route
    _close_visit(opened)
    at_region = state in REGION_STATES or position == route.region_position
    case.state, case.since = state, now
    case.position = None if at_region else position
    case.version += 1
    desk = _region_desk(opened) if at_region else _desk_at(route, position)
    case.desk_organisation_id = None if desk is None else desk.organisation_id
    case.desk_kind = None if desk is None else desk.kind
    if case.position is not None:
        case.reached = max(case.reached, case.position)
        case.at_final = case.at_final or case.desk_kind is NodeKind.FINAL
        if state in _MARKED_STATES:
            _open_visit(opened, case.position)
    publish(opened, _desk_changed(opened))


def record(
    opened: OpenFile,
    kind: DecisionKind,
    *,
    node: Node | None = None,
    text: str | None = None,
    return_id: UUID | None = None,
    details: dict[str, object] | None = None,
    organisation: tuple[UUID, str] | None = None,
) -> None:
    """Write one entry of the history and its audit row; who acts takes part at the node.

    An act of an organisation that is no desk of the route names it as `organisation`.
    """
    if node is not None:
        organisation = node.organisation_id, node.organisation_name
    organisation_id, organisation_name = organisation or (None, None)
    case, actor = opened.case, opened.actor
    person_id = None if actor is None else actor.person_id
    opened.store.add(
        Decision(
            application_id=case.application_id,
            kind=kind,
            position=None if node is None else node.position,
            organisation_id=organisation_id,
            organisation_name=organisation_name,
            person_id=person_id,
            person_name=None if actor is None else actor.name,
            version_no=case.version_no,
            at=opened.tx.now,
            text=text,
            return_id=return_id,
        )
    )
    if node is not None:
        take_part(opened, node)
    opened.tx.audit(
        kind.value.lower(),
        object_type="application",
        object_id=case.application_id,
        details={"version_no": case.version_no, "state": case.state.value, **(details or {})},
    )
    DECISIONS.inc(kind=kind)


def take_part(opened: OpenFile, node: Node) -> None:
    """Remember that who acts marked or decided at the node, unless that is known."""
    person_id = None if opened.actor is None else opened.actor.person_id
    if person_id is not None and not opened.facts.took_part(person_id, node.position):
        opened.store.take_part(opened.case.application_id, person_id, node.position)


def region_office(opened: OpenFile) -> UUID | None:
    """The region's desk for the file's track; None while accounts has not told of it."""
    code = opened.programme.region_offices.get(opened.case.track)
    found = None
    if code is not None:
        found = CopyStore(opened.tx.session).organisation_by_code(code)
    return None if found is None else found.organisation_id


def _desk_changed(opened: OpenFile) -> DeskChangedV1:
    case, route = opened.case, opened.facts.route
    readers = [node.organisation_id for node in route.nodes if node.position <= case.reached]
    if case.at_region and (office := region_office(opened)) is not None:
        readers.append(office)
    return DeskChangedV1(
        application_id=case.application_id,
        version_id=case.version_id,
        cycle_id=case.cycle_id,
        state=case.state,
        node_kind=case.desk_kind,
        organisation_id=case.desk_organisation_id,
        readers=() if case.state is S.WITHDRAWN else tuple(dict.fromkeys(readers)),
        since=case.since,
    )


def _region_desk(opened: OpenFile) -> Node | None:
    office = region_office(opened)
    return None if office is None else opened.facts.route.region(office)


def _desk_at(route: Route, position: int | None) -> Node | None:
    return None if position is None else route.nodes[position]


def _close_visit(opened: OpenFile) -> None:
    if opened.case.visit_id is not None:
        opened.store.close_visit(opened.case.visit_id, opened.tx.now)
    opened.case.visit_id = None


def _open_visit(opened: OpenFile, position: int) -> None:
    visit = DeskVisit(
        visit_id=uuid4(),
        application_id=opened.case.application_id,
        position=position,
        level=opened.facts.route.nodes[position].kind,
        version_no=opened.case.version_no,
        opened_at=opened.tx.now,
    )
    opened.store.add(visit)
    opened.case.visit_id = visit.visit_id
