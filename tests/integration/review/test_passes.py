"""What a pass leaves behind, and in how few statements."""

from __future__ import annotations

from services.contracts.requests.review import (
    LevelOpinion,
    Mark,
    PassLevel,
    ReturnAim,
    SetVerdicts,
)
from services.contracts.vocabulary import ApplicationState as S
from services.contracts.vocabulary import Verdict
from services.review.handlers import levels
from services.review.storage.cases import CaseStore
from tests.integration.review.world import OPINION, World
from tests.support.statements import sent_statements

GIVEN = LevelOpinion(text=OPINION, author_post="科员", leader_name="样例局长")
MARKS = (Mark(item_code="photo", verdict=Verdict.PASS),)


def test_a_verdict_takes_six_statements_and_a_pass_seven(world: World) -> None:
    file = world.bring_to(world.submit(), S.FINAL_REVIEW)
    world.mark_all(file)
    officer, engine = world.officer(file), world.app.database.engine
    mark = SetVerdicts(application_id=file, version=world.version(file), marks=MARKS)
    with sent_statements(engine) as sent:
        version = levels.set_verdicts(world.app, world.call(mark, officer)).version
    assert len(sent) == 6
    passing = PassLevel(application_id=file, version=version, opinion=GIVEN)
    with sent_statements(engine) as sent:
        levels.pass_level(world.app, world.call(passing, officer))
    assert len(sent) == 7


def test_a_second_pass_ends_the_form_and_the_opinions_of_the_first(world: World) -> None:
    file = world.bring_to(world.submit(), S.PAPER_CHECK)
    first = world.last(file, "approved")["verify_code"]
    world.send_back(file, aim=ReturnAim.DESK, to_position=1)
    world.bring_to(file, S.PAPER_CHECK)
    assert world.last(file, "approved")["verify_code"] != first
    with world.app.database.session_factory() as session:
        forms = CaseStore(session).forms(file)
        opinions = CaseStore(session).signed_in_force(file)
    (current,) = (form for form in forms if form.superseded_at is None)
    assert (len(forms), [row.position for row in opinions]) == (2, [0, 1, 2])
    assert current.opinion_ids == [row.opinion_id for row in opinions]


def test_a_visit_ends_when_the_file_leaves_the_desk(world: World) -> None:
    file = world.bring_to(world.submit(), S.FINAL_REVIEW)
    with world.app.database.session_factory() as session:
        visits = CaseStore(session).visits(file)
    ended = [visit.closed_at is not None for visit in sorted(visits, key=lambda one: one.position)]
    assert ended == [True, True, False]
