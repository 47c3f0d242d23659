"""The whole product of states, actions and roles: what is not listed is refused."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from services.contracts.errors import ForbiddenError, IllegalTransitionError, TepeiError
from services.contracts.vocabulary import ApplicationState as S
from services.contracts.vocabulary import Role, Track
from services.review.domain.actions import PERSONAL, Action
from services.review.domain.case import CaseFacts, ReReviewFacts
from services.review.domain.decisions import action_allowed, check_action
from services.review.domain.permissions import PERMISSIONS, role_allowed
from services.review.domain.transitions import (
    POSSIBLE,
    TRANSITIONS,
    check_transition,
    transition_exists,
)
from tests.unit.review.people import (
    HIGHER,
    OTHER,
    REGION,
    ROUTE,
    applicant,
    file_in,
    known_id,
    person,
)

DECIDERS = {
    Role.UNIT_LEADER: 0,
    Role.MID_OFFICER: 1,
    Role.FINAL_LEADER: 2,
    Role.REGION_LEADER: 3,
}
"""Who decides about a refusal, with the position of the desk that proposed it."""

REGION_OFFICERS = (Role.REGION_OFFICER_INLAND, Role.REGION_OFFICER_IN_REGION)
FINAL_DESK = (S.FINAL_REVIEW, S.PAPER_CHECK, S.READY_TO_LIST, S.LISTED)

BESIDE = (
    S.UNIT_REVIEW,
    S.MID_REVIEW,
    *FINAL_DESK,
    S.REGION_REVIEW,
    S.RETURNED,
    S.NOT_RECOMMENDED,
    S.NOT_SELECTED,
)
"""States beside which a re-review runs."""

CHOSEN = (S.SELECTED, S.NOTIFIED, S.PRE_STUDY, S.IN_TRAINING)
"""States from which the training can be given up."""

# Written out by hand, so that a slip in the tables is seen: who may do what where.
ALLOWED: frozenset[tuple[S, Action, Role]] = frozenset(
    {
        (S.UNIT_REVIEW, Action.MARK, Role.UNIT_HR),
        (S.UNIT_REVIEW, Action.WRITE_OPINION, Role.UNIT_HR),
        (S.UNIT_REVIEW, Action.SIGN_OPINION, Role.UNIT_LEADER),
        (S.UNIT_REVIEW, Action.PASS, Role.UNIT_HR),
        (S.UNIT_REVIEW, Action.RETURN, Role.UNIT_HR),
        (S.MID_REVIEW, Action.MARK, Role.MID_OFFICER),
        (S.MID_REVIEW, Action.PASS, Role.MID_OFFICER),
        (S.MID_REVIEW, Action.RETURN, Role.MID_OFFICER),
        (S.FINAL_REVIEW, Action.MARK, Role.FINAL_OFFICER),
        (S.FINAL_REVIEW, Action.PASS, Role.FINAL_OFFICER),
        *((state, Action.RETURN, Role.FINAL_OFFICER) for state in FINAL_DESK),
        (S.FINAL_REVIEW, Action.REGISTER_PAPER, Role.FINAL_OFFICER),
        (S.PAPER_CHECK, Action.REGISTER_PAPER, Role.FINAL_OFFICER),
        *(
            (S.REGION_REVIEW, action, role)
            for action in (Action.RETURN, Action.RETURN_LIST)
            for role in REGION_OFFICERS
        ),
        (S.PAPER_CHECK, Action.CHECK_PAPER, Role.FINAL_OFFICER),
        (S.READY_TO_LIST, Action.NOMINATE, Role.FINAL_OFFICER),
        (S.RESERVE, Action.NOMINATE, Role.FINAL_OFFICER),
        (S.READY_TO_LIST, Action.RESERVE, Role.FINAL_OFFICER),
        (S.RESERVE, Action.RESERVE, Role.FINAL_OFFICER),
        (S.LISTED, Action.DELIST, Role.FINAL_OFFICER),
        (S.LISTED, Action.ORDER, Role.FINAL_OFFICER),
        (S.LISTED, Action.FREEZE, Role.FINAL_OFFICER),
        (S.LISTED, Action.SUBMIT_LIST, Role.FINAL_LEADER),
        *(
            (state, Action.WITHDRAW, Role.APPLICANT)
            for state in (
                S.UNIT_REVIEW,
                S.MID_REVIEW,
                *FINAL_DESK,
                S.NOMINATING,
                S.RESERVE,
                S.RETURNED,
                S.NEGATIVE_PENDING,
                S.REGION_REVIEW,
                S.MOHRSS_PENDING,
            )
        ),
        *((S.REGION_REVIEW, Action.PROPOSE_NEGATIVE, role) for role in REGION_OFFICERS),
        *((S.REGION_REVIEW, Action.PROPOSE_DETERMINATION, role) for role in REGION_OFFICERS),
        *(
            (state, action, role)
            for state, action in (
                (S.SELECTED, Action.PLAN_TRAINING),
                (S.SELECTED, Action.NOTIFY),
                (S.NOTIFIED, Action.ATTEND),
                (S.PRE_STUDY, Action.ENROL),
                (S.IN_TRAINING, Action.COMPLETE),
            )
            for role in REGION_OFFICERS
        ),
        (S.REGION_REVIEW, Action.DETERMINE, Role.REGION_LEADER),
        (S.MOHRSS_PENDING, Action.PROPOSE_RESULT, Role.REGION_OFFICER_INLAND),
        (S.MOHRSS_PENDING, Action.CONFIRM_RESULT, Role.REGION_LEADER),
        (S.UNIT_REVIEW, Action.PROPOSE_NEGATIVE, Role.UNIT_HR),
        (S.MID_REVIEW, Action.PROPOSE_NEGATIVE, Role.MID_OFFICER),
        *((state, Action.PROPOSE_NEGATIVE, Role.FINAL_OFFICER) for state in FINAL_DESK),
        (S.NEGATIVE_PENDING, Action.ANSWER_NEGATIVE, Role.APPLICANT),
        *((S.NEGATIVE_PENDING, Action.DECIDE_NEGATIVE, role) for role in DECIDERS),
        *((state, Action.ASK_RE_REVIEW, Role.APPLICANT) for state in BESIDE),
        *((state, Action.DECIDE_RE_REVIEW, Role.RE_REVIEWER) for state in BESIDE),
        *((state, Action.ASK_GIVE_UP, Role.APPLICANT) for state in CHOSEN),
        *((state, Action.ASK_GIVE_UP, Role.UNIT_HR) for state in CHOSEN),
        (S.GIVE_UP_REQUESTED, Action.STATE_ON_GIVE_UP, Role.APPLICANT),
        *((S.GIVE_UP_REQUESTED, Action.PROPOSE_GIVE_UP, role) for role in REGION_OFFICERS),
        (S.GIVE_UP_REQUESTED, Action.DECIDE_GIVE_UP, Role.REGION_LEADER),
    }
)

SYSTEM = {
    Action.OPEN,
    Action.RESUBMIT,
    Action.DUE_PASSED,
    Action.SEAT_RESERVED,
    Action.SEAT_REFUSED,
    Action.PACK,
    Action.CLOSE,
    Action.REFUSE_LATE,
}
"""Nobody's on one file: events, the clock, and steps on a package as a whole."""


def test_permission_table_holds_exactly_the_listed_triples() -> None:
    computed = {
        (state, action, role)
        for state, action, role in product(S, Action, Role)
        if role_allowed(state, action, role)
    }
    assert computed == ALLOWED


def test_every_triple_of_the_product_is_answered_as_listed() -> None:
    answered = {
        (state, action, role)
        for state, action, role in product(S, Action, Role)
        if action_allowed(
            stands(state, role), applicant() if role is Role.APPLICANT else person(role), action
        )
    }
    assert answered == ALLOWED


def stands(state: S, role: Role) -> CaseFacts:
    """A file in the state; a proposed refusal stands at the desk of whoever may decide it."""
    if role is Role.RE_REVIEWER:
        return file_in(state, re_review=ReReviewFacts(HIGHER, frozenset({known_id("decider")})))
    if state is S.NEGATIVE_PENDING and role is Role.REGION_LEADER:
        return file_in(state, position=None, region=ROUTE.region(REGION))
    if state is S.NEGATIVE_PENDING:
        return file_in(state, position=DECIDERS.get(role, 0))
    in_region = role is Role.REGION_OFFICER_IN_REGION
    return file_in(state, track=Track.IN_REGION if in_region else Track.INLAND)


def test_an_office_of_the_region_has_nothing_to_do_with_the_other_track() -> None:
    for state, action, role in ALLOWED:
        if role not in REGION_OFFICERS:
            continue
        mine = stands(state, role)
        other = Track.INLAND if mine.track is Track.IN_REGION else Track.IN_REGION
        assert action_allowed(mine, person(role), action)
        assert not action_allowed(replace(mine, track=other), person(role), action)


def test_check_and_allowed_agree_on_the_whole_product() -> None:
    for state, action, role in product(S, Action, Role):
        case, actor = stands(state, role), person(role)
        try:
            check_action(case, actor, action)
        except TepeiError:
            passed = False
        else:
            passed = True
        assert passed is action_allowed(case, actor, action), (state, action, role)


def test_every_pair_that_is_not_listed_is_an_illegal_transition() -> None:
    for state, action in product(S, Action):
        if transition_exists(state, action):
            continue
        with pytest.raises(IllegalTransitionError) as refused:
            check_transition(state, action)
        assert state.label in refused.value.message


def test_every_person_action_of_the_transition_table_belongs_to_somebody() -> None:
    personal = {(s, a) for s, a in TRANSITIONS if a not in SYSTEM}
    assert personal == {(state, row.action) for row in PERMISSIONS for state in row.states}


def test_a_role_of_another_organisation_is_forbidden() -> None:
    for state, action, role in ALLOWED:
        if role is Role.APPLICANT:
            continue
        with pytest.raises(ForbiddenError):
            check_action(stands(state, role), person(role, organisation_id=OTHER), action)


def test_the_wrong_state_is_named_in_chinese_to_those_who_act_elsewhere() -> None:
    with pytest.raises(IllegalTransitionError, match="已列入汇总表"):
        check_action(file_in(S.LISTED), person(Role.FINAL_OFFICER), Action.PASS)


def test_a_role_that_never_does_it_is_forbidden_before_the_state_is_told() -> None:
    with pytest.raises(ForbiddenError):
        check_action(file_in(S.LISTED), person(Role.UNIT_LEADER), Action.PASS)


def test_no_state_that_can_be_reached_is_a_dead_end() -> None:
    reached = {target for row in TRANSITIONS.values() for target in POSSIBLE[row.next]}
    moving = {state for (state, _), row in TRANSITIONS.items() if POSSIBLE[row.next]}
    assert reached - moving == {S.WITHDRAWN, S.COMPLETED, S.GIVEN_UP}


def test_a_page_offers_only_contract_actions() -> None:
    assert {action.value for action in PERSONAL} == {known.value for known in PERSONAL.values()}
