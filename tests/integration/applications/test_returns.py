"""A returned form: only the named items open, and the new version says what changed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.applications import handlers
from services.contracts import events
from services.contracts.actors import Actor
from services.contracts.errors import (
    ForbiddenError,
    IllegalTransitionError,
    LateError,
    NotFoundError,
)
from services.contracts.requests import applications as requests
from services.contracts.requests.applications_views import SubmissionReceipt
from services.contracts.vocabulary import ApplicationState, Role
from tests.integration.applications.furniture import desk_of, picture
from tests.integration.applications.world import World
from tests.unit.applications.drafts import FINAL_ID


def resubmit(world: World, actor: Actor, application_id: UUID) -> SubmissionReceipt:
    request = requests.ResubmitApplication(
        application_id=application_id,
        expected_revision=world.revision(actor, application_id),
        pledge=True,
        pledge_version=1,
    )
    return handlers.resubmit_application(world.app, world.call(request, actor))


def returned(world: World, *items: str, **changes: Any) -> tuple[Actor, SubmissionReceipt, UUID]:
    actor = world.applicant()
    receipt = world.submitted(actor, **changes)
    world.move(receipt, ApplicationState.FINAL_REVIEW)
    return actor, receipt, world.give_back(receipt, *items)


@pytest.mark.requirement("D08")
def test_only_the_returned_item_may_be_changed(world: World) -> None:
    actor, receipt, _ = returned(world, "contact")
    revision = world.revision(actor, receipt.application_id)
    with pytest.raises(ForbiddenError) as refused:
        world.save(actor, receipt.application_id, revision, name="样例江", mobile="19900000002")
    assert [finding.field for finding in refused.value.findings] == ["name"]
    saved = world.save(actor, receipt.application_id, revision, mobile="19900000002")
    assert saved.saved == ("mobile",)


def test_a_scan_outside_the_returned_item_is_locked(world: World) -> None:
    actor, receipt, _ = returned(world, "education")
    with pytest.raises(ForbiddenError):
        world.upload(actor, receipt.application_id, "A01", picture(600, 800))
    scan = world.upload(actor, receipt.application_id, "A02", picture(700, 900))
    assert scan.state == "ACCEPTED"


def test_a_resubmission_says_what_changed_and_goes_back_to_its_desk(world: World) -> None:
    actor, receipt, return_id = returned(world, "contact")
    revision = world.revision(actor, receipt.application_id)
    world.save(actor, receipt.application_id, revision, mobile="19900000002")
    again = resubmit(world, actor, receipt.application_id)
    assert (again.version_no, again.application_no) == (2, receipt.application_no)
    assert (again.changed_fields, again.changed_items) == (("mobile",), ("contact",))
    assert again.state is ApplicationState.FINAL_REVIEW
    (row,) = world.rows("SELECT payload FROM outbox WHERE routing_key = 'resubmitted'")
    data = row.payload["data"]
    assert (data["return_id"], data["previous_version_id"]) == (
        str(return_id),
        str(receipt.version_id),
    )
    assert (data["changed_items"], data["key_fields_changed"]) == (["contact"], False)
    assert row.payload["sequence"] == 2


def test_another_seat_cell_restarts_at_the_unit(world: World) -> None:
    actor, receipt, _ = returned(world, "intention")
    revision = world.revision(actor, receipt.application_id)
    world.save(actor, receipt.application_id, revision, track="IN_REGION", term="LONG")
    again = resubmit(world, actor, receipt.application_id)
    assert again.key_fields_changed
    assert again.state is ApplicationState.UNIT_REVIEW
    (row,) = world.rows("SELECT payload FROM outbox WHERE routing_key = 'resubmitted'")
    assert row.payload["data"]["seat_kind"] == "LONG"


@pytest.mark.requirement("D08")
def test_a_return_works_after_the_window_but_not_after_its_own_due_date(world: World) -> None:
    actor, receipt, _ = returned(world, "contact")
    world.clock.advance(timedelta(days=1))
    revision = world.revision(actor, receipt.application_id)
    with pytest.raises(LateError):
        resubmit(world, actor, receipt.application_id)
    with pytest.raises(LateError):
        world.save(actor, receipt.application_id, revision, mobile="19900000002")
    world.clock.advance(timedelta(seconds=-1))
    world.save(actor, receipt.application_id, revision, mobile="19900000002")
    assert resubmit(world, actor, receipt.application_id).version_no == 2


@pytest.mark.requirement("D08", "F5")
def test_a_re_review_lets_its_organisation_read_and_the_due_date_wait(world: World) -> None:
    actor, receipt, return_id = returned(world, "contact")
    reader = desk_of(FINAL_ID, Role.RE_REVIEWER)
    asked = requests.ReadApplication(application_id=receipt.application_id)
    with pytest.raises(NotFoundError):
        handlers.read_application(world.app, world.call(asked, reader))
    about = {
        "application_id": receipt.application_id,
        "version_id": receipt.version_id,
        "cycle_id": world.cycle_id,
        "re_review_id": uuid4(),
        "organisation_id": FINAL_ID,
        "return_id": return_id,
        "return_due_at": world.clock.now() + timedelta(days=9),
    }
    first, second = world.sequence + 1, world.sequence + 2
    begun = events.ReReviewAskedV1(
        **about, decide_until=world.clock.now(), asked_at=world.clock.now()
    )
    world.hear(begun, receipt.application_id, first)
    assert handlers.read_application(world.app, world.call(asked, reader)).version_no == 1
    world.clock.advance(timedelta(days=8))
    revision = world.revision(actor, receipt.application_id)
    world.save(actor, receipt.application_id, revision, mobile="19900000002")
    over = events.ReReviewDecidedV1(**about, outcome="UPHELD", decided_at=world.clock.now())
    world.hear(over, receipt.application_id, second)
    world.hear(begun, receipt.application_id, first)
    with pytest.raises(NotFoundError):
        handlers.read_application(world.app, world.call(asked, reader))
    assert resubmit(world, actor, receipt.application_id).version_no == 2


def test_a_form_that_is_not_returned_cannot_be_handed_in_again(world: World) -> None:
    actor = world.applicant()
    receipt = world.submitted(actor)
    with pytest.raises(IllegalTransitionError) as refused:
        resubmit(world, actor, receipt.application_id)
    assert "待单位审核" in refused.value.message


def test_an_older_state_never_overwrites_a_newer_one(world: World) -> None:
    actor = world.applicant()
    receipt = world.submitted(actor)
    world.move(receipt, ApplicationState.UNIT_REVIEW)
    world.move(receipt, ApplicationState.FINAL_REVIEW)
    world.sequence = 0
    world.move(receipt, ApplicationState.MID_REVIEW)
    (row,) = world.rows("SELECT state, review_sequence FROM application")
    assert tuple(row) == ("FINAL_REVIEW", 2)


def test_a_return_heard_after_its_state_still_opens_its_items(world: World) -> None:
    actor = world.applicant()
    receipt = world.submitted(actor)
    world.sequence = 1
    world.move(receipt, ApplicationState.RETURNED)
    world.sequence = 0
    world.give_back(receipt, "contact")
    view = handlers.read_application(
        world.app,
        world.call(requests.ReadApplication(application_id=receipt.application_id), actor),
    )
    assert view.state is ApplicationState.RETURNED
    assert "mobile" in view.editable
    assert "name" not in view.editable
