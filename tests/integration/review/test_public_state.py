"""The helpline hears the public state of a number, and nothing about anybody."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy import text

from services.contracts.actors import ANONYMOUS
from services.contracts.errors import ForbiddenError, NotFoundError, UnauthenticatedError
from services.contracts.requests.review_public import PublicState, ReadPublicState
from services.contracts.vocabulary import ApplicationState as S
from services.contracts.vocabulary import OrganisationType, Role, RouteLine
from tests.factories.causes import person
from tests.integration.review.world import World

HELPLINE = person(Role.HELPLINE)


def asked(world: World, application_id: UUID) -> PublicState:
    number = world.facts[application_id]["application_no"]
    answer: PublicState = world.ask(ReadPublicState(application_no=f" {number.lower()} "), HELPLINE)
    return answer


def test_the_state_since_when_and_the_kind_of_desk(world: World) -> None:
    application_id = world.submit(RouteLine.A1)
    first = asked(world, application_id)
    assert (first.state, first.desk_type) == (S.UNIT_REVIEW, OrganisationType.RECOMMENDING_UNIT)
    assert first.since == world.status(application_id).since
    world.bring_to(application_id, S.FINAL_REVIEW)
    desk = world.desk(application_id)
    with world.app.database.engine.connect() as connection:
        kind = connection.execute(
            text("SELECT type FROM organisation_copy WHERE organisation_id = :id"), {"id": desk}
        ).scalar_one()
    final = asked(world, application_id)
    assert (final.state, final.desk_type) == (S.FINAL_REVIEW, OrganisationType[kind])


def test_the_answer_holds_no_id_and_no_name(world: World) -> None:
    application_id = world.submit(RouteLine.A1)
    answer = asked(world, application_id).model_dump(mode="json")
    assert set(answer) == {"application_no", "state", "since", "desk_type", "next_step"}
    written = str(answer)
    facts = world.facts[application_id]
    hidden = [application_id, world.applicant(application_id).person_id, world.desk(application_id)]
    hidden += [value for value in facts.values() if isinstance(value, UUID)]
    assert [value for value in hidden if str(value) in written] == []
    assert "单位A1" not in written


def test_a_withdrawn_file_is_nobodys_turn(world: World) -> None:
    application_id = world.submit()
    world.withdraw(application_id)
    assert (asked(world, application_id).state, asked(world, application_id).desk_type) == (
        S.WITHDRAWN,
        None,
    )


def test_an_unknown_number_is_not_found(world: World) -> None:
    with pytest.raises(NotFoundError):
        world.ask(ReadPublicState(application_no="2019-NOBODY"), HELPLINE)


@pytest.mark.parametrize("role", [r for r in Role if r is not Role.HELPLINE])
def test_others_do_not_ask_so(world: World, role: Role) -> None:
    with pytest.raises(ForbiddenError):
        world.ask(ReadPublicState(application_no="2019-1"), person(role))


def test_nobody_asks_without_signing_in(world: World) -> None:
    with pytest.raises(UnauthenticatedError):
        world.ask(ReadPublicState(application_no="2019-1"), ANONYMOUS)


def test_that_it_was_asked_is_recorded(world: World) -> None:
    application_id = world.submit()
    asked(world, application_id)
    with world.app.database.engine.connect() as connection:
        actors = list(
            connection.execute(
                text("SELECT actor FROM audit_event WHERE action = 'public_state_read'")
            ).scalars()
        )
    assert actors == [HELPLINE.reference]
