"""Guards of the transitions: separation of duties, checklist, opinions."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from services.contracts.actors import Actor
from services.contracts.errors import (
    ChecklistHasProblemsError,
    ChecklistIncompleteError,
    OpinionMissingError,
    SeparationOfDutiesError,
    UnderReReviewError,
)
from services.contracts.vocabulary import ApplicationState as S
from services.contracts.vocabulary import Role, Verdict
from services.review.domain.actions import Action
from services.review.domain.case import OpinionFacts, ProposalFacts, ReReviewFacts
from services.review.domain.decisions import action_allowed, actions_open_to, check_action
from services.review.domain.guards import GUARDS, Guard
from tests.unit.review.people import (
    APPLICANT,
    HIGHER,
    SHORT_ROUTE,
    UNIT,
    applicant,
    file_in,
    known_id,
    person,
)

HR = person(Role.UNIT_HR)
OFFICER = person(Role.FINAL_OFFICER)


def _at(actor: Actor, position: int) -> dict[UUID, frozenset[int]]:
    assert actor.person_id is not None
    return {actor.person_id: frozenset({position})}


def test_every_guard_name_has_a_rule() -> None:
    assert set(GUARDS) == set(Guard)


@pytest.mark.requirement("X10")
def test_nobody_handles_the_own_file() -> None:
    own = HR.model_copy(update={"person_id": APPLICANT})
    with pytest.raises(SeparationOfDutiesError, match="本人的申报"):
        check_action(file_in(S.UNIT_REVIEW), own, Action.PASS)


@pytest.mark.parametrize("action", [Action.PASS, Action.RETURN, Action.MARK])
def test_nobody_decides_two_levels_of_one_file(action: Action) -> None:
    case = file_in(S.FINAL_REVIEW, taken_part=_at(OFFICER, 0))
    with pytest.raises(SeparationOfDutiesError, match="推荐单位"):
        check_action(case, OFFICER, action)


def test_work_at_the_same_level_does_not_stand_in_the_way() -> None:
    case = file_in(S.FINAL_REVIEW, taken_part=_at(OFFICER, 2))
    assert action_allowed(case, OFFICER, Action.PASS)


def test_on_line_c_one_organisation_acts_twice_but_never_one_person() -> None:
    both = person(Role.FINAL_OFFICER, organisation_id=UNIT)
    at_final = file_in(S.FINAL_REVIEW, route=SHORT_ROUTE, position=1, reached=1)
    assert action_allowed(at_final, both, Action.PASS)
    touched = replace(at_final, taken_part=_at(both, 0))
    assert not action_allowed(touched, both, Action.PASS)


def test_passing_names_each_item_without_a_mark() -> None:
    case = file_in(S.UNIT_REVIEW, marks={"identity": Verdict.PASS})
    with pytest.raises(ChecklistIncompleteError) as refused:
        check_action(case, HR, Action.PASS)
    assert [finding.field for finding in refused.value.findings] == ["title"]
    assert "1项" in refused.value.message


def test_passing_names_each_item_marked_as_a_problem() -> None:
    case = file_in(S.MID_REVIEW, marks={"identity": Verdict.PROBLEM, "title": Verdict.PASS})
    with pytest.raises(ChecklistHasProblemsError) as refused:
        check_action(case, person(Role.MID_OFFICER), Action.PASS)
    assert [finding.field for finding in refused.value.findings] == ["identity"]


def test_a_returned_file_needs_no_complete_checklist() -> None:
    assert action_allowed(file_in(S.MID_REVIEW, marks={}), person(Role.MID_OFFICER), Action.RETURN)


def _opinion(**changes: Any) -> OpinionFacts:
    whole = OpinionFacts(
        author_id=known_id("author"),
        signer_id=known_id("signer"),
        health_fit=True,
        release_agreed=True,
    )
    return replace(whole, **changes)


@pytest.mark.requirement("R52", "R09", "R13", "R14", "F1")
@pytest.mark.parametrize(
    ("opinion", "words"),
    [
        (None, "尚未出具"),
        (_opinion(signer_id=None), "尚未出具或单位负责人尚未签署"),
        (_opinion(health_fit=False), "身心健康"),
        (_opinion(release_agreed=False), "脱产"),
    ],
)
def test_the_unit_passes_only_with_a_whole_signed_opinion(
    opinion: OpinionFacts | None, words: str
) -> None:
    with pytest.raises(OpinionMissingError, match=words):
        check_action(file_in(S.UNIT_REVIEW, opinion=opinion), HR, Action.PASS)


def test_other_levels_need_no_unit_opinion_of_their_own() -> None:
    assert action_allowed(file_in(S.FINAL_REVIEW, opinion=None), OFFICER, Action.PASS)


def test_a_leader_cannot_sign_what_is_not_written() -> None:
    with pytest.raises(OpinionMissingError):
        check_action(
            file_in(S.UNIT_REVIEW, opinion=None), person(Role.UNIT_LEADER), Action.SIGN_OPINION
        )


@pytest.mark.requirement("F1")
def test_the_author_cannot_sign_the_own_opinion() -> None:
    leader = person(Role.UNIT_LEADER)
    mine = _opinion(author_id=leader.person_id, signer_id=None)
    with pytest.raises(SeparationOfDutiesError, match="以外"):
        check_action(file_in(S.UNIT_REVIEW, opinion=mine), leader, Action.SIGN_OPINION)


def test_who_signed_does_not_pass_the_file_on() -> None:
    signed_by_me = _opinion(signer_id=HR.person_id)
    with pytest.raises(SeparationOfDutiesError, match="已签署"):
        check_action(file_in(S.UNIT_REVIEW, opinion=signed_by_me), HR, Action.PASS)


@pytest.mark.requirement("F4")
def test_who_proposed_a_refusal_does_not_decide_it() -> None:
    officer = person(Role.MID_OFFICER)
    proposal = ProposalFacts(proposer_id=known_id(Role.MID_OFFICER.value))
    mine = file_in(S.NEGATIVE_PENDING, position=1, proposal=proposal)
    with pytest.raises(SeparationOfDutiesError, match="另一人"):
        check_action(mine, officer, Action.DECIDE_NEGATIVE)
    assert action_allowed(mine, person(Role.MID_OFFICER, name="another"), Action.DECIDE_NEGATIVE)


def test_a_refusal_is_decided_at_the_level_that_proposed_it() -> None:
    """On line C one organisation is two levels."""
    at_unit = file_in(S.NEGATIVE_PENDING, position=0, route=SHORT_ROUTE, reached=0)
    leader = person(Role.FINAL_LEADER, organisation_id=UNIT)
    assert not action_allowed(at_unit, leader, Action.DECIDE_NEGATIVE)
    assert action_allowed(at_unit, person(Role.UNIT_LEADER), Action.DECIDE_NEGATIVE)


def test_the_applicant_may_withdraw_or_contest_and_nothing_else() -> None:
    mine = [a.value for a in actions_open_to(file_in(S.PAPER_CHECK), applicant())]
    assert mine == ["WITHDRAW", "ASK_RE_REVIEW"]


@pytest.mark.requirement("F5")
def test_a_re_review_is_decided_by_somebody_who_took_no_part() -> None:
    reviewer = person(Role.RE_REVIEWER)
    running = ReReviewFacts(HIGHER, frozenset({known_id("decider")}))
    case = file_in(S.NOT_RECOMMENDED, re_review=running)
    assert action_allowed(case, reviewer, Action.DECIDE_RE_REVIEW)
    decider = person(Role.RE_REVIEWER, name="decider")
    for stands_in_the_way, actor in (
        (case, decider),
        (replace(case, taken_part=_at(reviewer, 0)), reviewer),
        (case, reviewer.model_copy(update={"person_id": APPLICANT})),
    ):
        with pytest.raises(SeparationOfDutiesError):
            check_action(stands_in_the_way, actor, Action.DECIDE_RE_REVIEW)


@pytest.mark.requirement("F5")
@pytest.mark.parametrize("action", [Action.RETURN, Action.PROPOSE_NEGATIVE, Action.DELIST])
def test_while_a_re_review_runs_no_desk_undoes_it(action: Action) -> None:
    case = file_in(S.LISTED, re_review=ReReviewFacts(HIGHER, frozenset()))
    with pytest.raises(UnderReReviewError):
        check_action(case, OFFICER, action)


def test_a_reader_without_a_role_at_the_desk_is_offered_nothing() -> None:
    assert actions_open_to(file_in(S.FINAL_REVIEW), person(Role.MID_OFFICER)) == ()
