"""A file opens in few statements, as a whole or not at all."""

from __future__ import annotations

from uuid import uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from services.chassis.work import constraint_name
from services.contracts import events
from services.contracts.vocabulary import ApplicationState, NodeKind, RouteLine, SeatKind
from services.review.app import ReviewApp
from services.review.domain.routes import Node
from services.review.storage.cases import CaseStore
from services.review.storage.rows_case import CaseNode, DeskVisit, ReviewCase
from tests.integration.review.world import World
from tests.support.statements import sent_statements


def test_a_new_file_holds_what_was_submitted(app: ReviewApp, world: World) -> None:
    application_id = world.submit(RouteLine.A1, SeatKind.LONG)
    event = events.ApplicationSubmittedV1(**world.facts[application_id])
    with app.uow() as tx:
        store = CaseStore(tx.session)
        case = store.find(application_id)
        route = store.route(application_id)
        visits = store.visits(application_id)
    assert case is not None
    stored = {column.name: getattr(case, column.name) for column in ReviewCase.__table__.columns}
    shared = stored.keys() & type(event).model_fields.keys() - {"materials"}
    assert {name: stored.pop(name) for name in shared} == {
        name: getattr(event, name) for name in shared
    }
    assert stored == {
        "materials": [material.value for material in event.materials],
        "final_organisation_id": world.organisation_id("地区人社局"),
        "state": ApplicationState.UNIT_REVIEW,
        "position": 0,
        "reached": 0,
        "desk_organisation_id": route.nodes[0].organisation_id,
        "desk_kind": NodeKind.UNIT,
        "at_final": False,
        "at_region": False,
        "since": world.clock.now(),
        "version": 1,
        "sequence": 1,
        "submitted_sequence": 1,
        "visit_id": visits[0].visit_id,
        "return_id": None,
        "due_at": None,
        "list_id": None,
        "nomination_id": None,
        "holds_seat": False,
        "refused_reason": None,
        "under_re_review": False,
        "own_deadline_at": None,
    }
    assert route.nodes[1] == Node(
        1, NodeKind.MID, world.organisation_id("县农业农村局"), "（样例）"
    )
    assert len(route.nodes) == 4
    assert [(visit.level, visit.version_no, visit.closed_at) for visit in visits] == [
        (NodeKind.UNIT, 1, None)
    ]


def test_a_number_given_twice_opens_nothing(app: ReviewApp, world: World) -> None:
    first = world.facts[world.submit()]
    second = events.ApplicationSubmittedV1(**{**first, "application_id": uuid4()})
    with pytest.raises(IntegrityError) as refused:
        world.deliver(second, second.application_id)
    assert constraint_name(refused.value) == "uq_review_case_application_no"
    with app.uow() as tx:
        for row in (CaseNode, DeskVisit):
            of_second = row.application_id == second.application_id
            assert tx.session.scalar(select(func.count()).where(of_second)) == 0


def test_opening_takes_four_statements(app: ReviewApp, world: World) -> None:
    with sent_statements(app.database.engine) as sent:
        world.submit(RouteLine.A1)
    assert len(sent) == 4
