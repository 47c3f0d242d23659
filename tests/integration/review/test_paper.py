"""The official form and the paper check."""

from __future__ import annotations

import pytest

from services.contracts.actors import service_actor
from services.contracts.errors import NotFoundError, PaperIncompleteError, WrongVerifyCodeError
from services.contracts.requests.review_prints import Opinions, ReadPrintStatus
from services.contracts.vocabulary import ApplicationState as S
from services.contracts.vocabulary import RouteLine
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
