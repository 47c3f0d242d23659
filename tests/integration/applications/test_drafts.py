"""Saving a draft loses nothing: good values stay, bad ones are named, old pages are told."""

from __future__ import annotations

from uuid import uuid4

import pytest

from services.applications import handlers
from services.contracts.errors import (
    InvalidRequestError,
    NotFoundError,
    StaleVersionError,
    ValidationFailedError,
    WindowClosedError,
)
from services.contracts.requests import applications as requests
from tests.integration.applications.furniture import CLOSE_AT
from tests.integration.applications.world import World


def test_valid_values_are_stored_and_bad_ones_named(world: World) -> None:
    actor = world.applicant()
    draft = world.draft(actor)
    saved = world.save(
        actor,
        draft,
        0,
        name="古丽样例•样例买买提",
        mobile="123",
        id_number="650000840501001",
        degree="BACHELOR",
        ach=[{"type": "PAPER", "title": "样" * 151}],
    )
    assert (saved.saved, saved.revision) == (("name", "degree"), 1)
    assert saved.values["name"] == "古丽样例·样例买买提"
    assert [(note.field, note.kind) for note in saved.notes] == [("name", "changed")]
    assert [(problem.field, problem.code) for problem in saved.problems] == [
        ("mobile", "mobile"),
        ("id_number", "id_number_15"),
        ("ach.0.title", "too_long"),
    ]
    request = requests.ReadApplication(application_id=draft)
    view = handlers.read_application(world.app, world.call(request, actor))
    assert (view.fields["name"], view.fields["degree"]) == ("古丽样例·样例买买提", "BACHELOR")


def test_an_unknown_field_is_refused_by_name_and_nothing_is_stored(world: World) -> None:
    actor = world.applicant()
    draft = world.draft(actor)
    with pytest.raises(InvalidRequestError) as refused:
        world.save(actor, draft, 0, name="样例江", religion="样例")
    assert [finding.field for finding in refused.value.findings] == ["religion"]
    assert world.revision(actor, draft) == 0


def test_a_derived_field_cannot_be_set(world: World) -> None:
    actor = world.applicant()
    with pytest.raises(InvalidRequestError):
        world.save(actor, world.draft(actor), 0, title_level=1)


def test_an_old_page_is_told_both_revisions(world: World) -> None:
    actor = world.applicant()
    draft = world.draft(actor)
    world.save(actor, draft, 0, name="样例江")
    with pytest.raises(StaleVersionError) as refused:
        world.save(actor, draft, 0, name="样例河")
    assert refused.value.params == {"expected": 0, "current": 1}


def test_none_clears_a_value(world: World) -> None:
    actor = world.applicant()
    draft = world.draft(actor)
    world.save(actor, draft, 0, name="样例江", id_number="650000198405010010")
    world.save(actor, draft, 1, name=None, id_number=None)
    (row,) = world.rows("SELECT data, id_cipher, id_digest FROM application")
    assert tuple(row) == ({}, None, None)


def test_an_unregistered_unit_or_a_foreign_plan_row_is_refused_alone(world: World) -> None:
    actor = world.applicant()
    saved = world.save(
        actor,
        world.draft(actor),
        0,
        name="样例江",
        unit_id=str(uuid4()),
        plan_row_id=str(uuid4()),
    )
    assert saved.saved == ("name",)
    assert [problem.field for problem in saved.problems] == ["unit_id", "plan_row_id"]


def test_an_old_character_is_mapped_and_kept_on_record_as_code_points(world: World) -> None:
    actor = world.applicant()
    world.save(actor, world.draft(actor), 0, name="\ue863样例")
    (row,) = world.rows("SELECT details FROM audit_event WHERE action = 'name_characters_mapped'")
    assert row.details == {"mapped": ["U+E863>U+4DAE"]}


@pytest.mark.requirement("D06")
def test_a_draft_needs_the_privacy_notice_and_an_open_window(world: World) -> None:
    actor = world.applicant()
    request = requests.CreateDraft(
        cycle_id=world.cycle_id, privacy_notice_version=1, privacy_acknowledged=False
    )
    with pytest.raises(ValidationFailedError):
        handlers.create_draft(world.app, world.call(request, actor))
    agreed = request.model_copy(update={"privacy_acknowledged": True})
    with pytest.raises(WindowClosedError):
        handlers.create_draft(world.app, world.call(agreed, actor, at=CLOSE_AT))
    unknown = agreed.model_copy(update={"cycle_id": uuid4()})
    with pytest.raises(NotFoundError):
        handlers.create_draft(world.app, world.call(unknown, actor))


def test_the_check_lists_what_stands_in_the_way(world: World) -> None:
    actor = world.applicant()
    application_id, _ = world.filled(actor)
    request = requests.CheckDraft(application_id=application_id)
    check = handlers.check_draft(world.app, world.call(request, actor))
    assert (check.gaps, check.problems, check.can_submit) == ((), (), True)
    late = handlers.check_draft(world.app, world.call(request, actor, at=CLOSE_AT))
    assert (late.window_open, late.can_submit) == (False, False)


def test_one_look_at_a_draft_says_what_draft_and_check_say(world: World) -> None:
    actor = world.applicant()
    application_id, _ = world.filled(actor)
    ask = world.call(requests.ReadDraft(application_id=application_id), actor)
    both = handlers.read_draft(world.app, ask)
    alone = requests.ReadApplication(application_id=application_id)
    assert both.application == handlers.read_application(world.app, world.call(alone, actor))
    check = requests.CheckDraft(application_id=application_id)
    assert both.check == handlers.check_draft(world.app, world.call(check, actor))
    with pytest.raises(NotFoundError):
        handlers.read_draft(world.app, world.call(ask.data, world.applicant()))


def test_the_own_list_names_state_and_desk_and_no_field(world: World) -> None:
    actor = world.applicant()
    world.submitted(actor)
    call = world.call(requests.ReadMyApplications(), actor)
    (line,) = handlers.read_my_applications(world.app, call).applications
    assert (line.state_label, line.version_no) == ("待单位审核", 1)
    assert "维吾尔族" not in line.model_dump_json()


def test_the_form_lists_every_field_with_its_table(world: World) -> None:
    form = handlers.read_form(world.app, world.call(requests.ReadForm(), world.applicant()))
    codes = [field["code"] for section in form.sections for field in section["fields"]]
    assert {"name", "id_number", "ach", "training_goal"} <= set(codes)
    assert len(form.codes["ethnicity"]) == 58
