"""Events that come twice, late or in another order lead to the same file."""

from __future__ import annotations

from uuid import uuid4

import pytest

from services.contracts import events
from services.contracts.errors import NotFoundError, TryAgain
from services.contracts.requests.review_views import ReadMyStatus
from services.contracts.vocabulary import ApplicationState as S
from services.contracts.vocabulary import OrganisationType, RouteLine
from tests.integration.review.furniture import CYCLE
from tests.integration.review.world import World


def test_a_submission_delivered_three_times_opens_one_file(world: World) -> None:
    file = world.submit()
    submitted = events.ApplicationSubmittedV1(**world.facts[file])
    event_id = uuid4()
    assert world.deliver(submitted, file, sequence=1, event_id=event_id)
    assert not world.deliver(submitted, file, sequence=1, event_id=event_id)
    assert world.names(file) == ["desk-changed"]


def test_the_second_version_before_the_first_leads_to_the_same_file(world: World) -> None:
    in_order, reversed_ = world.submit(), world.submit()
    first = events.ApplicationSubmittedV1(
        **{**world.facts[reversed_], "application_id": (late := uuid4()), "application_no": "TP-X"}
    )
    world.facts[late] = {**first.model_dump(), "application_id": late}
    world.applicants[late] = world.applicants[reversed_]
    second = world.resubmission(late)
    world.deliver(second, late, sequence=2)
    world.deliver(first, late, sequence=1)
    world.resubmit(in_order)
    found = [world.status(file) for file in (late, in_order)]
    assert {(status.state, status.version_no) for status in found} == {(S.UNIT_REVIEW, 2)}


def test_an_older_version_after_a_newer_one_changes_nothing(world: World) -> None:
    file = world.submit()
    old = world.resubmission(file)
    newer = world.resubmission(file)
    world.deliver(newer, file, sequence=3)
    before = world.names(file)
    world.deliver(old, file, sequence=2)
    assert (world.names(file), world.status(file).version_no) == (before, 3)


def test_a_submission_waits_for_the_unit_to_be_known(world: World) -> None:
    file = uuid4()
    facts = world._facts(file, RouteLine.A2, next(iter(world.plan_rows)))
    unknown = events.ApplicationSubmittedV1(**{**facts, "unit_id": uuid4()})
    with pytest.raises(TryAgain):
        world.deliver(unknown, file)
    with pytest.raises(NotFoundError):
        world.ask(ReadMyStatus(application_id=file), world.applicant(file))


def test_a_seat_answer_to_an_old_nomination_is_ignored(world: World) -> None:
    file = world.bring_to(world.submit(), S.READY_TO_LIST)
    world.nominate(file)
    first = world.last(file, "nominated")["nomination_id"]
    world.answer_seat(file, taken=False)
    world.nominate(file)
    world.answer_seat(file, nomination=first)
    assert world.state(file) is S.NOMINATING
    world.answer_seat(file)
    world.answer_seat(file, taken=False)
    assert world.state(file) is S.LISTED


def test_a_seat_answer_after_a_withdrawal_is_ignored(world: World) -> None:
    file = world.bring_to(world.submit(), S.NOMINATING)
    world.withdraw(file)
    world.answer_seat(file)
    assert world.state(file) is S.WITHDRAWN


def test_a_resubmission_while_a_seat_is_settled_comes_again_later(world: World) -> None:
    file = world.bring_to(world.submit(), S.NOMINATING)
    late = world.resubmission(file)
    with pytest.raises(TryAgain):
        world.deliver(late, file, sequence=2)
    world.answer_seat(file)
    world.deliver(late, file, sequence=2)
    assert (world.state(file), world.status(file).version_no) == (S.FINAL_REVIEW, 2)


def test_older_facts_about_an_organisation_do_not_replace_newer_ones(world: World) -> None:
    region = world.organisation_id("XJ")
    world._organisation("XJ", OrganisationType.REGION_HRSS)
    stale = events.OrganisationChangedV1(
        organisation_id=region,
        code="OLD",
        organisation_name="旧名",
        type=OrganisationType.REGION_HRSS,
        region_code="650000",
        active_from=world.clock.now().date(),
    )
    world.deliver(stale, region, sequence=1)
    assert world.copied("organisation_copy", "code", region) == "XJ"


def test_a_newer_plan_and_newer_dates_replace_older_ones_only(world: World) -> None:
    row = next(iter(world.plan_rows.values()))
    world.deliver(world.plan(version=3, specialty="外科学"), CYCLE)
    world.deliver(world.plan(version=2, specialty="儿科学"), CYCLE)
    assert world.copied("plan_row_copy", "specialty", row) == "外科学"
    world.deliver(world.cycle_opened(batch_no=6, year=2031), CYCLE, sequence=1)
    assert world.copied("cycle_copy", "year", CYCLE) == 2019


def test_a_plan_before_its_cycle_comes_again_later(world: World) -> None:
    with pytest.raises(TryAgain):
        world.deliver(world.plan(version=1).model_copy(update={"cycle_id": uuid4()}), uuid4())
