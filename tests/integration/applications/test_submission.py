"""Submitting on a real database: one version, one event, one number; every refusal is clear."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from services.applications import handlers
from services.applications.domain.canonical import digest_of
from services.contracts.actors import Actor
from services.contracts.errors import (
    BindingMissingError,
    DuplicateApplicationError,
    IllegalTransitionError,
    NotEligibleError,
    NotFoundError,
    StaleVersionError,
    TepeiError,
    ValidationFailedError,
    WindowClosedError,
)
from services.contracts.requests import applications as requests
from services.contracts.vocabulary import ApplicationState
from tests.factories.causes import person
from tests.integration.applications.furniture import CLOSE_AT, OPEN_AT, id_number
from tests.integration.applications.world import World


@pytest.mark.requirement("D04")
def test_a_submission_freezes_a_version_that_hashes_to_its_digest(world: World) -> None:
    receipt = world.submitted(world.applicant())
    assert receipt.application_no.startswith("TP2019-653201-")
    assert receipt.version_no == 1
    assert receipt.state is ApplicationState.UNIT_REVIEW
    (row,) = world.rows("SELECT content, sha256, verify_code FROM application_version")
    assert digest_of(row.content) == row.sha256 == receipt.sha256
    assert row.verify_code == receipt.verify_code


def test_a_submission_publishes_facts_without_a_person(world: World) -> None:
    world.submitted(world.applicant())
    (row,) = world.rows("SELECT payload FROM outbox WHERE routing_key = 'submitted'")
    data = row.payload["data"]
    assert (row.payload["sequence"], data["seat_kind"]) == (1, "INLAND")
    assert data["materials"] == ["A01", "A02", "A03", "A04", "PHOTO"]
    text = str(row.payload)
    assert "样例" not in text
    assert id_number(world.serial) not in text


def test_no_table_holds_the_id_number_in_clear(world: World) -> None:
    world.submitted(world.applicant())
    number = id_number(world.serial)
    queries = (
        "SELECT to_jsonb(t)::text FROM application t",
        "SELECT to_jsonb(t)::text FROM application_version t",
        "SELECT to_jsonb(t)::text FROM outbox t",
        "SELECT to_jsonb(t)::text FROM audit_event t",
        "SELECT to_jsonb(t)::text FROM idempotency t",
    )
    lines = [row[0] for query in queries for row in world.rows(query)]
    assert lines
    assert not [line for line in lines if number in line]


@pytest.mark.parametrize(
    ("at", "accepted"),
    [
        (OPEN_AT - timedelta(seconds=1), False),
        (OPEN_AT, True),
        (CLOSE_AT - timedelta(seconds=1), True),
        (CLOSE_AT, False),
    ],
)
@pytest.mark.requirement("R46")
def test_the_window_is_judged_to_the_second(world: World, *, at: datetime, accepted: bool) -> None:
    actor = world.applicant()
    application_id, revision = world.filled(actor)
    if accepted:
        assert world.submit(actor, application_id, revision, at=at).version_no == 1
        return
    with pytest.raises(WindowClosedError) as refused:
        world.submit(actor, application_id, revision, at=at)
    assert "2019年3月16日00:00:00（北京时间）" in refused.value.message
    assert "0991-3193615" in refused.value.message


def test_without_a_confirmed_binding_nothing_is_submitted(world: World) -> None:
    actor = world.applicant(bound=False)
    application_id, revision = world.filled(actor)
    with pytest.raises(BindingMissingError):
        world.submit(actor, application_id, revision)
    assert world.rows("SELECT 1 FROM application_version") == []


def test_a_failed_rule_stops_the_submission_with_its_explanation(world: World) -> None:
    actor = world.applicant()
    application_id, revision = world.filled(actor, post_category="WORKER")
    with pytest.raises(NotEligibleError) as refused:
        world.submit(actor, application_id, revision)
    assert [finding.field for finding in refused.value.findings] == ["E02"]


def test_gaps_are_named_one_by_one(world: World) -> None:
    actor = world.applicant()
    with pytest.raises(ValidationFailedError) as refused:
        world.submit(actor, world.draft(actor), 0)
    missing = {finding.field for finding in refused.value.findings}
    assert {"name", "id_number", "A01", "PHOTO", "training_need"} <= missing


def test_a_foreign_application_is_not_found(world: World) -> None:
    application_id, revision = world.filled(world.applicant())
    with pytest.raises(NotFoundError):
        world.submit(world.applicant(), application_id, revision)


def test_an_old_revision_is_stale(world: World) -> None:
    actor = world.applicant()
    application_id, revision = world.filled(actor)
    with pytest.raises(StaleVersionError) as refused:
        world.submit(actor, application_id, revision - 1)
    assert refused.value.params == {"expected": revision - 1, "current": revision}


@pytest.mark.requirement("D02")
def test_two_clicks_make_one_submission(world: World) -> None:
    actor = world.applicant()
    application_id, revision = world.filled(actor)

    def click(_: int) -> str:
        try:
            return str(world.submit(actor, application_id, revision).version_no)
        except TepeiError as error:
            return error.code

    with ThreadPoolExecutor(8) as pool:
        results = sorted(pool.map(click, range(8)))
    assert results.count("1") == 1
    assert set(results) <= {"1", "stale_version", "illegal_transition"}
    assert len(world.rows("SELECT 1 FROM application_version")) == 1
    assert len(world.rows("SELECT 1 FROM outbox WHERE routing_key = 'submitted'")) == 1


def test_a_second_application_of_the_account_names_the_first(world: World) -> None:
    actor = world.applicant()
    receipt = world.submitted(actor)
    with pytest.raises(DuplicateApplicationError) as refused:
        world.draft(actor)
    assert receipt.application_no in refused.value.message
    assert "待单位审核" in refused.value.message


def test_a_second_account_with_the_same_number_is_told_the_first_application(
    world: World,
) -> None:
    receipt = world.submitted(world.applicant())
    other = world.applicant()
    draft = world.draft(other)
    with pytest.raises(DuplicateApplicationError) as refused:
        world.save(other, draft, 0, id_number=id_number(world.serial))
    assert receipt.application_no in refused.value.message


@pytest.mark.requirement("D02")
def test_rivals_for_one_number_leave_one_draft_with_it(world: World) -> None:
    drafts = [(actor, world.draft(actor)) for actor in (world.applicant() for _ in range(6))]

    def save(pair: tuple[Actor, UUID]) -> str:
        try:
            world.save(*pair, 0, id_number=id_number(77))
        except DuplicateApplicationError as error:
            return error.code
        return "saved"

    with ThreadPoolExecutor(6) as pool:
        results = list(pool.map(save, drafts))
    assert sorted(results) == ["duplicate_application"] * 5 + ["saved"]


@pytest.mark.requirement("F12")
def test_a_withdrawn_draft_frees_the_person(world: World) -> None:
    actor = world.applicant()
    application_id, _ = world.filled(actor)
    withdraw = requests.WithdrawDraft(application_id=application_id)
    handlers.withdraw_draft(world.app, world.call(withdraw, actor))
    assert world.submitted(actor).version_no == 1
    with pytest.raises(IllegalTransitionError):
        handlers.withdraw_draft(world.app, world.call(withdraw, actor))


def test_a_draft_lapses_when_the_window_closed_and_its_event_is_sent(world: World) -> None:
    actor = world.applicant()
    application_id = world.draft(actor)
    assert handlers.lapse_drafts(world.app) == 0
    world.clock.now_value = CLOSE_AT + timedelta(minutes=3)
    assert handlers.lapse_drafts(world.app) == 1
    assert handlers.lapse_drafts(world.app) == 0
    (row,) = world.rows("SELECT payload FROM outbox WHERE routing_key = 'draft-lapsed'")
    assert row.payload["data"]["application_id"] == str(application_id)


@pytest.mark.requirement("X10")
def test_nobody_without_an_account_opens_a_draft(world: World) -> None:
    stranger = person().model_copy(update={"person_id": None})
    with pytest.raises(TepeiError):
        world.draft(stranger)
