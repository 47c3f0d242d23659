"""The transition table of a file (`domain` §7.3) as data, and the only way to read it.

A pair (state, action) that is not listed cannot happen. Later parts of the programme (region,
training) add rows; nothing else here needs to change.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from services.contracts.errors import IllegalTransitionError
from services.contracts.vocabulary import ApplicationState as S
from services.review.domain.actions import Action
from services.review.domain.guards import Guard
from services.review.domain.permissions import CHOSEN, CONTESTABLE


class Next(StrEnum):
    """How the next state is found; the label says it in the diagram."""

    STAY = "STAY"
    FIRST_DESK = "FIRST_DESK"
    NEXT_NODE = "NEXT_NODE"
    PAPER_CHECK = "PAPER_CHECK"
    AFTER_PAPER = "AFTER_PAPER"
    NOMINATING = "NOMINATING"
    LISTED = "LISTED"
    READY = "READY"
    RESERVE = "RESERVE"
    NO_SEAT = "NO_SEAT"
    REGION = "REGION"
    BACK = "BACK"
    RESUME = "RESUME"
    RETURNER = "RETURNER"
    WITHDRAWN = "WITHDRAWN"
    PROPOSED = "PROPOSED"
    DECIDED = "DECIDED"
    REFUSED = "REFUSED"
    RE_REVIEWED = "RE_REVIEWED"
    DETERMINED = "DETERMINED"
    RESULT = "RESULT"
    NOTIFIED = "NOTIFIED"
    PRE_STUDY = "PRE_STUDY"
    IN_TRAINING = "IN_TRAINING"
    COMPLETED = "COMPLETED"
    GIVING_UP = "GIVING_UP"
    GIVEN_UP = "GIVEN_UP"


POSSIBLE: Mapping[Next, tuple[S, ...]] = MappingProxyType(
    {
        Next.STAY: (),
        Next.FIRST_DESK: (S.UNIT_REVIEW,),
        Next.NEXT_NODE: (S.MID_REVIEW, S.FINAL_REVIEW),
        Next.PAPER_CHECK: (S.PAPER_CHECK,),
        Next.AFTER_PAPER: (S.READY_TO_LIST, S.LISTED),
        Next.NOMINATING: (S.NOMINATING,),
        Next.LISTED: (S.LISTED,),
        Next.READY: (S.READY_TO_LIST,),
        Next.RESERVE: (S.RESERVE,),
        Next.NO_SEAT: (S.READY_TO_LIST, S.RESERVE),
        Next.REGION: (S.REGION_REVIEW,),
        Next.BACK: (S.RETURNED, S.UNIT_REVIEW, S.MID_REVIEW, S.FINAL_REVIEW),
        Next.RESUME: (S.UNIT_REVIEW, S.MID_REVIEW, S.FINAL_REVIEW),
        Next.RETURNER: (
            S.UNIT_REVIEW,
            S.MID_REVIEW,
            S.FINAL_REVIEW,
            S.PAPER_CHECK,
            S.READY_TO_LIST,
            S.LISTED,
            S.REGION_REVIEW,
        ),
        Next.WITHDRAWN: (S.WITHDRAWN,),
        Next.PROPOSED: (S.NEGATIVE_PENDING,),
        Next.REFUSED: (S.NOT_RECOMMENDED,),
        Next.DETERMINED: (S.SELECTED, S.MOHRSS_PENDING),
        Next.RESULT: (S.SELECTED, S.NOT_SELECTED),
        Next.NOTIFIED: (S.NOTIFIED,),
        Next.PRE_STUDY: (S.PRE_STUDY,),
        Next.IN_TRAINING: (S.IN_TRAINING,),
        Next.COMPLETED: (S.COMPLETED,),
        Next.GIVING_UP: (S.GIVE_UP_REQUESTED,),
        Next.GIVEN_UP: (S.GIVEN_UP, S.SELECTED, S.NOTIFIED, S.PRE_STUDY, S.IN_TRAINING),
        Next.DECIDED: (
            S.NOT_RECOMMENDED,
            S.NOT_SELECTED,
            S.UNIT_REVIEW,
            S.MID_REVIEW,
            S.FINAL_REVIEW,
            S.PAPER_CHECK,
            S.READY_TO_LIST,
            S.LISTED,
            S.REGION_REVIEW,
        ),
        Next.RE_REVIEWED: (
            S.REGION_REVIEW,
            S.MOHRSS_PENDING,
            S.UNIT_REVIEW,
            S.MID_REVIEW,
            S.FINAL_REVIEW,
            S.PAPER_CHECK,
            S.READY_TO_LIST,
            S.LISTED,
        ),
    }
)
"""The states each rule can lead to (of a lower desk only lower ones: `returns.py`)."""


@dataclass(frozen=True, slots=True)
class Transition:
    """One row: where it leads, what must hold first, and its number in `domain` §7.3."""

    next: Next
    guards: tuple[Guard, ...] = ()
    number: str = ""


_PERSON = (Guard.NOT_OWN_FILE, Guard.ONE_LEVEL)
_FREE = Guard.NOT_UNDER_RE_REVIEW
_RETURN = Transition(Next.BACK, (*_PERSON, _FREE), "15")
_LATE_RESUBMIT = Transition(Next.RESUME, (), "16")
_WITHDRAW = Transition(Next.WITHDRAWN, (), "19")
_PROPOSE = Transition(Next.PROPOSED, (*_PERSON, _FREE), "17")
_ASK = Transition(Next.STAY, (_FREE,), "25")
_RE_DECIDE = Transition(Next.RE_REVIEWED, (Guard.NOT_OWN_FILE, Guard.TOOK_NO_PART), "33")
_WITHDRAW_AT_REGION = Transition(Next.WITHDRAWN, (), "20")

CLOSING: tuple[S, ...] = (
    S.UNIT_REVIEW,
    S.MID_REVIEW,
    S.FINAL_REVIEW,
    S.PAPER_CHECK,
    S.READY_TO_LIST,
    S.LISTED,
)
"""States in which a file ends when review closes (27)."""

TRANSITIONS: Mapping[tuple[S, Action], Transition] = MappingProxyType(
    {
        (S.DRAFT, Action.OPEN): Transition(Next.FIRST_DESK, (), "2"),
        (S.UNIT_REVIEW, Action.MARK): Transition(Next.STAY, _PERSON),
        (S.UNIT_REVIEW, Action.WRITE_OPINION): Transition(Next.STAY, _PERSON),
        (S.UNIT_REVIEW, Action.SIGN_OPINION): Transition(
            Next.STAY, (*_PERSON, Guard.OPINION_WRITTEN, Guard.SIGNER_IS_ANOTHER)
        ),
        (S.UNIT_REVIEW, Action.PASS): Transition(
            Next.NEXT_NODE,
            (
                *_PERSON,
                Guard.CHECKLIST,
                Guard.OPINION_SIGNED,
                Guard.PASSER_NOT_SIGNER,
                Guard.FIT_AND_RELEASED,
            ),
            "4",
        ),
        (S.MID_REVIEW, Action.MARK): Transition(Next.STAY, _PERSON),
        (S.MID_REVIEW, Action.PASS): Transition(Next.NEXT_NODE, (*_PERSON, Guard.CHECKLIST), "5"),
        (S.FINAL_REVIEW, Action.MARK): Transition(Next.STAY, _PERSON),
        (S.FINAL_REVIEW, Action.PASS): Transition(
            Next.PAPER_CHECK, (*_PERSON, Guard.CHECKLIST), "6"
        ),
        (S.FINAL_REVIEW, Action.REGISTER_PAPER): Transition(Next.STAY, _PERSON),
        (S.PAPER_CHECK, Action.REGISTER_PAPER): Transition(Next.STAY, _PERSON),
        (S.PAPER_CHECK, Action.CHECK_PAPER): Transition(Next.AFTER_PAPER, _PERSON, "7, 29"),
        (S.READY_TO_LIST, Action.NOMINATE): Transition(Next.NOMINATING, _PERSON, "8"),
        (S.NOMINATING, Action.SEAT_RESERVED): Transition(Next.LISTED, (), "8"),
        (S.LISTED, Action.DELIST): Transition(Next.READY, (*_PERSON, _FREE), "8"),
        (S.NOMINATING, Action.SEAT_REFUSED): Transition(Next.NO_SEAT, (), "8, 32"),
        (S.READY_TO_LIST, Action.RESERVE): Transition(Next.RESERVE, _PERSON, "26"),
        (S.RESERVE, Action.RESERVE): Transition(Next.STAY, _PERSON),
        (S.RESERVE, Action.NOMINATE): Transition(Next.NOMINATING, _PERSON, "32"),
        **{(state, Action.CLOSE): Transition(Next.REFUSED, (), "27") for state in CLOSING},
        (S.LISTED, Action.ORDER): Transition(Next.STAY, _PERSON),
        (S.LISTED, Action.FREEZE): Transition(Next.STAY, (Guard.NOT_OWN_FILE,)),
        (S.LISTED, Action.SUBMIT_LIST): Transition(Next.REGION, (*_PERSON, _FREE), "9"),
        (S.REGION_REVIEW, Action.PACK): Transition(Next.STAY, (Guard.NOT_OWN_FILE,)),
        (S.REGION_REVIEW, Action.REFUSE_LATE): Transition(
            Next.REFUSED, (Guard.NOT_OWN_FILE,), "30"
        ),
        (S.REGION_REVIEW, Action.PROPOSE_DETERMINATION): Transition(Next.STAY, (*_PERSON, _FREE)),
        (S.REGION_REVIEW, Action.DETERMINE): Transition(
            Next.DETERMINED, (*_PERSON, _FREE), "10, 11"
        ),
        (S.MOHRSS_PENDING, Action.PROPOSE_RESULT): Transition(Next.STAY, _PERSON),
        (S.SELECTED, Action.PLAN_TRAINING): Transition(Next.STAY, _PERSON),
        (S.SELECTED, Action.NOTIFY): Transition(Next.NOTIFIED, _PERSON, "13"),
        (S.NOTIFIED, Action.ATTEND): Transition(Next.PRE_STUDY, _PERSON, "14"),
        (S.PRE_STUDY, Action.ENROL): Transition(Next.IN_TRAINING, _PERSON, "14"),
        (S.IN_TRAINING, Action.COMPLETE): Transition(Next.COMPLETED, _PERSON, "14"),
        (S.MOHRSS_PENDING, Action.CONFIRM_RESULT): Transition(Next.RESULT, _PERSON, "12"),
        (S.UNIT_REVIEW, Action.RETURN): _RETURN,
        (S.MID_REVIEW, Action.RETURN): _RETURN,
        (S.FINAL_REVIEW, Action.RETURN): _RETURN,
        (S.PAPER_CHECK, Action.RETURN): _RETURN,
        (S.READY_TO_LIST, Action.RETURN): _RETURN,
        (S.LISTED, Action.RETURN): _RETURN,
        (S.REGION_REVIEW, Action.RETURN): _RETURN,
        (S.REGION_REVIEW, Action.RETURN_LIST): Transition(Next.LISTED, (Guard.NOT_OWN_FILE,), "31"),
        (S.RETURNED, Action.RESUBMIT): Transition(Next.RESUME, (), "16, 29"),
        (S.RETURNED, Action.DUE_PASSED): Transition(Next.RETURNER, (), "28"),
        # Accepted in time by applications, but delivered after the due date had passed here.
        (S.UNIT_REVIEW, Action.RESUBMIT): _LATE_RESUBMIT,
        (S.MID_REVIEW, Action.RESUBMIT): _LATE_RESUBMIT,
        (S.FINAL_REVIEW, Action.RESUBMIT): _LATE_RESUBMIT,
        (S.PAPER_CHECK, Action.RESUBMIT): _LATE_RESUBMIT,
        (S.READY_TO_LIST, Action.RESUBMIT): _LATE_RESUBMIT,
        (S.LISTED, Action.RESUBMIT): _LATE_RESUBMIT,
        (S.REGION_REVIEW, Action.RESUBMIT): _LATE_RESUBMIT,
        (S.UNIT_REVIEW, Action.WITHDRAW): _WITHDRAW,
        (S.MID_REVIEW, Action.WITHDRAW): _WITHDRAW,
        (S.FINAL_REVIEW, Action.WITHDRAW): _WITHDRAW,
        (S.PAPER_CHECK, Action.WITHDRAW): _WITHDRAW,
        (S.READY_TO_LIST, Action.WITHDRAW): _WITHDRAW,
        (S.NOMINATING, Action.WITHDRAW): _WITHDRAW,
        (S.RESERVE, Action.WITHDRAW): _WITHDRAW,
        (S.LISTED, Action.WITHDRAW): _WITHDRAW,
        (S.RETURNED, Action.WITHDRAW): _WITHDRAW,
        (S.NEGATIVE_PENDING, Action.WITHDRAW): _WITHDRAW,
        (S.REGION_REVIEW, Action.WITHDRAW): _WITHDRAW_AT_REGION,
        (S.MOHRSS_PENDING, Action.WITHDRAW): _WITHDRAW_AT_REGION,
        (S.UNIT_REVIEW, Action.PROPOSE_NEGATIVE): _PROPOSE,
        (S.MID_REVIEW, Action.PROPOSE_NEGATIVE): _PROPOSE,
        (S.FINAL_REVIEW, Action.PROPOSE_NEGATIVE): _PROPOSE,
        (S.PAPER_CHECK, Action.PROPOSE_NEGATIVE): _PROPOSE,
        (S.READY_TO_LIST, Action.PROPOSE_NEGATIVE): _PROPOSE,
        (S.LISTED, Action.PROPOSE_NEGATIVE): _PROPOSE,
        (S.REGION_REVIEW, Action.PROPOSE_NEGATIVE): _PROPOSE,
        (S.NEGATIVE_PENDING, Action.ANSWER_NEGATIVE): Transition(Next.STAY, (), "18"),
        (S.NEGATIVE_PENDING, Action.DECIDE_NEGATIVE): Transition(
            Next.DECIDED, (*_PERSON, Guard.PROPOSER_IS_ANOTHER), "18"
        ),
        **{(state, Action.ASK_GIVE_UP): Transition(Next.GIVING_UP, (), "21") for state in CHOSEN},
        (S.GIVE_UP_REQUESTED, Action.STATE_ON_GIVE_UP): Transition(Next.STAY, (), "21"),
        (S.GIVE_UP_REQUESTED, Action.PROPOSE_GIVE_UP): Transition(Next.STAY, _PERSON, "22"),
        (S.GIVE_UP_REQUESTED, Action.DECIDE_GIVE_UP): Transition(Next.GIVEN_UP, _PERSON, "22"),
        **{(state, Action.ASK_RE_REVIEW): _ASK for state in CONTESTABLE},
        **{(state, Action.DECIDE_RE_REVIEW): _RE_DECIDE for state in CONTESTABLE},
    }
)


def transition_exists(state: S, action: Action) -> bool:
    """Say whether the action is possible in the state at all."""
    return (state, action) in TRANSITIONS


def check_transition(state: S, action: Action) -> Transition:
    """The row for the pair.

    Raises:
        IllegalTransitionError: with the current state in Chinese (409).
    """
    row = TRANSITIONS.get((state, action))
    if row is None:
        raise IllegalTransitionError(state=state.value, state_label=state.label)
    return row
