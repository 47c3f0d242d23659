"""The file behind the code on a paper."""

from __future__ import annotations

from uuid import UUID

import pytest

from services.contracts.actors import Actor
from services.contracts.errors import NotFoundError, WrongVerifyCodeError
from services.contracts.requests.review_paper import PaperFile, ReadCaseByCode
from services.contracts.vocabulary import ApplicationState as S
from services.contracts.vocabulary import Role, RouteLine
from tests.integration.review.world import World

DESK = "自治区某厅人事处"


def _code(world: World, file: UUID) -> str:
    return str(world.last(file, "approved")["verify_code"])


def _found(world: World, code: str, actor: Actor | None = None, desk: str = DESK) -> PaperFile:
    request = ReadCaseByCode(organisation_id=world.where(desk), verify_code=code)
    found: PaperFile = world.ask(request, actor or world.someone(Role.FINAL_OFFICER, desk))
    return found


def test_the_paper_leads_to_its_file_and_to_what_must_be_ticked(world: World) -> None:
    file = world.bring_to(world.submit(RouteLine.B), S.PAPER_CHECK)
    found = _found(world, _code(world, file).replace("-", "").lower())
    assert (found.application_id, found.state, found.copies) == (file, S.PAPER_CHECK, 3)
    assert [one.code for one in found.originals] == ["A01", "A02", "A03", "A04", "A06"]
    assert found.form == found.current
    assert (found.can_check, found.can_return, found.receipts) == (True, True, ())


def test_a_superseded_form_is_found_and_says_so(world: World) -> None:
    file = world.bring_to(world.submit(RouteLine.B), S.PAPER_CHECK)
    older = _code(world, file)
    world.send_back(file)
    assert (_found(world, older).state, _found(world, older).can_check) == (S.RETURNED, False)
    world.resubmit(file)
    world.bring_to(file, S.PAPER_CHECK)
    found = _found(world, older)
    assert found.form.superseded_at is not None
    assert found.current is not None
    assert (found.form.version_no, found.current.version_no) == (1, 2)
    assert not found.can_check
    assert _found(world, _code(world, file)).can_check


def test_after_the_check_the_paper_tells_who_saw_it(world: World) -> None:
    file = world.bring_to(world.submit(RouteLine.B), S.READY_TO_LIST)
    found = _found(world, _code(world, file))
    (receipt,) = found.receipts
    assert (receipt.copies, receipt.officer_name, found.can_check) == (3, "样例甲", False)


def test_the_leader_reads_but_does_not_check(world: World) -> None:
    file = world.bring_to(world.submit(RouteLine.B), S.PAPER_CHECK)
    found = _found(world, _code(world, file), world.someone(Role.FINAL_LEADER, DESK))
    assert (found.can_check, found.can_return) == (False, False)


def test_a_foreign_paper_is_not_found(world: World) -> None:
    file = world.bring_to(world.submit(RouteLine.B), S.PAPER_CHECK)
    code = _code(world, file)
    bureau = world.someone(Role.FINAL_OFFICER, "地区人社局")
    unit = world.someone(Role.UNIT_HR, "单位B")
    for desk, actor in (
        ("地区人社局", bureau),
        (DESK, bureau),
        (DESK, unit),
        ("单位B", unit),
    ):
        with pytest.raises(NotFoundError):
            _found(world, code, actor, desk)
    with pytest.raises(NotFoundError, match="核验码"):
        _found(world, "7K3M-9Q2T-XW4H")
    assert "case_read_by_paper" not in world.audited(file)


def test_who_works_at_two_units_finds_the_paper_only_at_its_own(world: World) -> None:
    file = world.bring_to(world.submit(RouteLine.B), S.PAPER_CHECK)
    officer, other = (world.someone(Role.FINAL_OFFICER, at) for at in (DESK, "地区人社局"))
    both = officer.model_copy(update={"roles": (*officer.roles, *other.roles)})
    assert _found(world, _code(world, file), both).application_id == file
    with pytest.raises(NotFoundError):
        _found(world, _code(world, file), both, "地区人社局")


def test_a_withdrawn_file_is_not_found(world: World) -> None:
    file = world.bring_to(world.submit(RouteLine.B), S.PAPER_CHECK)
    code = _code(world, file)
    world.withdraw(file)
    with pytest.raises(NotFoundError):
        _found(world, code)


def test_what_is_no_code_is_told_apart_from_an_unknown_one(world: World) -> None:
    with pytest.raises(WrongVerifyCodeError, match="12位"):
        _found(world, "7K3M-9Q2T")
