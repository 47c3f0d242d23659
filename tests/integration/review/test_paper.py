"""The official form and the paper check."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from services.contracts.actors import service_actor
from services.contracts.errors import (
    NotFoundError,
    PaperIncompleteError,
    ValidationFailedError,
    WrongVerifyCodeError,
)
from services.contracts.requests.review_paper import PaperWay, ReadCaseByCode, RegisterPaper
from services.contracts.requests.review_prints import Opinions, ReadPrintStatus
from services.contracts.vocabulary import ApplicationState as S
from services.contracts.vocabulary import Role, RouteLine
from tests.integration.review.world import OPINION, World

DOCUMENTS = service_actor("documents")


def test_the_final_pass_issues_code_and_digest_that_documents_prints(world: World) -> None:
    file = world.bring_to(world.submit(), S.PAPER_CHECK)
    told = world.last(file, "approved")
    answer = world.ask(Opinions(version_id=told["version_id"]), DOCUMENTS)
    assert (answer.verify_code, answer.opinions_digest) == (
        told["verify_code"],
        told["opinions_digest"],
    )
    assert [(o.level.value, o.text, o.leader_name) for o in answer.opinions] == [
        ("UNIT", OPINION, "样例负责人"),
        ("MID", OPINION, "样例局长"),
        ("FINAL", OPINION, "样例局长"),
    ]
    assert answer.current


def test_before_the_final_pass_there_is_no_code(world: World) -> None:
    file = world.bring_to(world.submit(), S.MID_REVIEW)
    version_id = world.facts[file]["version_id"]
    answer = world.ask(Opinions(version_id=version_id), DOCUMENTS)
    assert (answer.verify_code, len(answer.opinions), answer.current) == (None, 1, False)


def test_nobody_but_documents_asks_for_prints(world: World) -> None:
    file = world.bring_to(world.submit(RouteLine.B), S.PAPER_CHECK)
    version_id = world.facts[file]["version_id"]
    for actor in (world.officer(file), service_actor("quotas")):
        with pytest.raises(NotFoundError):
            world.ask(Opinions(version_id=version_id), actor)


@pytest.mark.requirement("R40")
def test_missing_paper_is_named_and_the_file_waits(world: World) -> None:
    file = world.bring_to(world.submit(RouteLine.B), S.PAPER_CHECK)
    with pytest.raises(PaperIncompleteError, match="实收2份"):
        world.hand_in_paper(file, copies=2)
    with pytest.raises(PaperIncompleteError, match="学位证书原件"):
        world.hand_in_paper(file, originals=("A01", "A02", "A04", "A06"))
    assert world.state(file) is S.PAPER_CHECK
    world.hand_in_paper(file)
    assert world.state(file) is S.READY_TO_LIST


def test_an_older_print_is_refused_and_named(world: World) -> None:
    file = world.bring_to(world.submit(RouteLine.B), S.PAPER_CHECK)
    older = world.last(file, "approved")["verify_code"]
    world.send_back(file)
    world.resubmit(file)
    world.bring_to(file, S.PAPER_CHECK)
    with pytest.raises(WrongVerifyCodeError, match="较早打印"):
        world.hand_in_paper(file, verify_code=older)
    for code, current in ((older, False), (world.last(file, "approved")["verify_code"], True)):
        status = world.ask(ReadPrintStatus(verify_code=code), DOCUMENTS)
        assert (status.kind, status.current) == ("OFFICIAL_FORM", current)


def test_the_applicants_copy_is_no_official_form(world: World) -> None:
    file = world.bring_to(world.submit(RouteLine.B), S.PAPER_CHECK)
    with pytest.raises(WrongVerifyCodeError, match="样稿"):
        world.hand_in_paper(file, verify_code=world.facts[file]["verify_code"])


def arrives(world: World, file: UUID, **changes: Any) -> Any:
    """Two copies come by post; the postmark is of the day before."""
    data = {
        "verify_code": world.last(file, "approved")["verify_code"],
        "received_on": date(2019, 2, 20),
        "way": PaperWay.POST,
        "posted_on": date(2019, 2, 19),
        "carrier": "邮政特快专递",
        "waybill": "EA1",
        "copies": 2,
        "missing": "学位证书复印件",
    }
    return world.do(RegisterPaper, file, world.officer(file), **{**data, **changes})


@pytest.mark.requirement("R41")
def test_what_came_in_is_registered_and_told_to_the_applicant_and_the_unit(world: World) -> None:
    file = world.bring_to(world.submit(RouteLine.B), S.PAPER_CHECK)
    arrives(world, file)
    unit = world.someone(Role.UNIT_HR, "单位B")
    for history in (world.status(file).history, world.read(file, unit).history):
        told = history[-1]
        assert told.kind_label == "收到纸质材料"
        assert told.text is not None
        for words in (
            "2019年2月20日收到申报表2份",
            "2月19日寄出（邮政特快专递EA1）",
            "缺：学位证书复印件",
        ):
            assert words in told.text
        assert told.person_name == world.officer(file).name
    code = world.last(file, "approved")["verify_code"]
    asked = ReadCaseByCode(organisation_id=world.desk(file), verify_code=code)
    (arrival,) = world.ask(asked, world.officer(file)).arrivals
    assert (arrival.copies, arrival.posted_on, arrival.is_current) == (2, date(2019, 2, 19), True)
    assert {"paper_received", "case_read_by_paper"} <= set(world.audited(file))


@pytest.mark.requirement("R41")
def test_an_older_print_is_registered_and_both_versions_are_told(world: World) -> None:
    file = world.bring_to(world.submit(RouteLine.B), S.PAPER_CHECK)
    older = world.last(file, "approved")["verify_code"]
    world.send_back(file)
    world.resubmit(file)
    world.bring_to(file, S.PAPER_CHECK)
    arrives(world, file, verify_code=older, missing=None)
    text = world.status(file).history[-1].text
    assert text is not None
    assert "纸上是第1版，已失效" in text
    with pytest.raises(WrongVerifyCodeError, match="拿错"):
        arrives(world, file, verify_code="0000-0000-0000")


def test_what_is_posted_has_a_postmark_and_nothing_comes_in_tomorrow(world: World) -> None:
    file = world.bring_to(world.submit(RouteLine.B), S.PAPER_CHECK)
    for wrong in (
        {"received_on": date(2019, 2, 21)},
        {"posted_on": None},
        {"posted_on": date(2019, 2, 21)},
        {"carrier": " "},
        {"way": PaperWay.HAND},
    ):
        with pytest.raises(ValidationFailedError):
            arrives(world, file, **wrong)
    assert world.state(file) is S.PAPER_CHECK
