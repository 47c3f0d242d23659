"""Names for desks: of a queue's page, and of whoever is looked for."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from services.applications import handlers
from services.contracts.actors import Actor
from services.contracts.errors import NotFoundError, ValidationFailedError
from services.contracts.requests.applications_names import FindFiles, NamedFile, ReadNames
from services.contracts.vocabulary import ApplicationState, Role
from tests.integration.applications.furniture import desk_of
from tests.integration.applications.world import World
from tests.unit.applications.drafts import FINAL_ID, UNIT_ID

UNIT_HR = desk_of(UNIT_ID, Role.UNIT_HR)
NAME = "样例·阿卜杜热合曼·艾尼"


def _at_unit(world: World, name: str = NAME) -> Any:
    receipt = world.submitted(world.applicant(), name=name)
    world.move(receipt, ApplicationState.UNIT_REVIEW)
    return receipt


def _find(world: World, text: str, actor: Actor = UNIT_HR) -> list[str]:
    request = FindFiles(organisation_id=UNIT_ID, text=text)
    found = handlers.find_files(world.app, world.call(request, actor)).files
    return [file.name for file in found]


def _read(world: World, receipt: Any, actor: Actor) -> list[str]:
    request = ReadNames(application_ids=(receipt.application_id, uuid4()))
    return [file.name for file in handlers.read_names(world.app, world.call(request, actor)).files]


def test_names_are_for_desks_that_may_read_the_file(world: World) -> None:
    receipt = _at_unit(world)
    assert _read(world, receipt, UNIT_HR) == [NAME]
    for role, organisation in (
        (Role.FINAL_OFFICER, FINAL_ID),
        (Role.AUDITOR, UNIT_ID),
        (Role.HELPLINE, UNIT_ID),
    ):
        assert _read(world, receipt, desk_of(organisation, role)) == []
    assert set(NamedFile.model_fields) == {"application_id", "application_no", "name", "unit_name"}


@pytest.mark.parametrize(
    "typed", ["阿卜杜热合曼", "样例•阿卜杜", "样例 . 阿卜杜热合曼 ・ 艾尼", "曼·艾"]
)
def test_a_name_is_found_whatever_dot_is_typed(world: World, typed: str) -> None:
    _at_unit(world)
    _at_unit(world, "样例·古丽")
    assert _find(world, typed) == [NAME]


def test_a_file_is_found_by_the_end_of_its_number(world: World) -> None:
    receipt = _at_unit(world)
    assert _find(world, receipt.application_no[-5:].lower()) == [NAME]
    assert _find(world, receipt.application_no) == [NAME]
    assert _find(world, "99998") == []


def test_others_find_nothing(world: World) -> None:
    _at_unit(world)
    with pytest.raises(NotFoundError):
        _find(world, NAME, desk_of(UNIT_ID, Role.HELPLINE))
    with pytest.raises(NotFoundError):
        _find(world, NAME, desk_of(FINAL_ID, Role.FINAL_OFFICER))
    with pytest.raises(ValidationFailedError):
        _find(world, "·样")
    assert _find(world, "%%") == []


@pytest.mark.requirement("F16")
def test_what_was_looked_for_is_not_kept(world: World) -> None:
    _at_unit(world)
    _find(world, "阿卜杜热合曼")
    kept = world.rows("SELECT details::text FROM audit_event WHERE action = 'files_searched'")
    assert len(kept) == 1
    assert "阿卜杜" not in str(kept)
