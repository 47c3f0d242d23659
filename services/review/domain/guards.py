"""What must hold before a transition, each rule once: `check_x` raises, `x_allowed` answers.

Guards decide on the file alone. What depends on the words of a command (reasons, codes, copies)
is checked beside them, in `returns`, `paper` and `lists`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from types import MappingProxyType

from services.contracts.actors import Actor
from services.contracts.errors import (
    ChecklistHasProblemsError,
    ChecklistIncompleteError,
    Finding,
    OpinionMissingError,
    SeparationOfDutiesError,
    TepeiError,
    UnderReReviewError,
)
from services.contracts.vocabulary import Verdict
from services.review.domain.case import CaseFacts


class Guard(StrEnum):
    """Names of the guards, as the transition table uses them."""

    NOT_OWN_FILE = "NOT_OWN_FILE"
    ONE_LEVEL = "ONE_LEVEL"
    CHECKLIST = "CHECKLIST"
    OPINION_WRITTEN = "OPINION_WRITTEN"
    OPINION_SIGNED = "OPINION_SIGNED"
    SIGNER_IS_ANOTHER = "SIGNER_IS_ANOTHER"
    PASSER_NOT_SIGNER = "PASSER_NOT_SIGNER"
    FIT_AND_RELEASED = "FIT_AND_RELEASED"
    PROPOSER_IS_ANOTHER = "PROPOSER_IS_ANOTHER"
    NOT_UNDER_RE_REVIEW = "NOT_UNDER_RE_REVIEW"
    TOOK_NO_PART = "TOOK_NO_PART"


def check_not_own_file(case: CaseFacts, actor: Actor) -> None:
    """Nobody reviews the own application (`domain` §7.4)."""
    if actor.person_id == case.applicant_id:
        raise SeparationOfDutiesError("不能办理本人的申报，请由其他工作人员办理。")


def check_one_level(case: CaseFacts, actor: Actor) -> None:
    """Nobody decides two levels of one file."""
    if actor.person_id is None:
        return
    here = None if case.desk is None else case.desk.position
    others = case.taken_part.get(actor.person_id, frozenset()) - {here}
    if others:
        names = "、".join(case.route.kind_at(position).label for position in sorted(others))
        raise SeparationOfDutiesError(
            f"您已在“{names}”环节办理过此申报，同一人不能办理两个环节，请由其他工作人员办理。"
        )


def check_checklist(case: CaseFacts, actor: Actor) -> None:  # noqa: ARG001 -- one guard signature
    """通过 needs a mark on every item and no 有问题 (R33).

    Raises:
        ChecklistIncompleteError: the findings name the items without a mark.
        ChecklistHasProblemsError: the findings name the items marked 有问题.
    """
    missing = [code for code in case.checklist if code not in case.marks]
    if missing:
        raise ChecklistIncompleteError(count=len(missing)).with_findings(
            *(Finding(field=code, code="no_mark", message="尚无审核结论") for code in missing)
        )
    problems = [code for code in case.checklist if case.marks[code] is Verdict.PROBLEM]
    if problems:
        raise ChecklistHasProblemsError(count=len(problems)).with_findings(
            *(Finding(field=code, code="problem", message="标为有问题") for code in problems)
        )


def check_opinion_written(case: CaseFacts, actor: Actor) -> None:  # noqa: ARG001 -- one signature
    """There is something to sign."""
    if case.opinion is None:
        raise OpinionMissingError("推荐意见尚未出具，请单位人事经办人先填写意见。")


def check_opinion_signed(case: CaseFacts, actor: Actor) -> None:  # noqa: ARG001 -- one signature
    """The unit passes only with an opinion signed by its leader (R52)."""
    if case.opinion is None or case.opinion.signer_id is None:
        raise OpinionMissingError


def check_signer_is_another(case: CaseFacts, actor: Actor) -> None:
    """Author and leader are two people (F1)."""
    if case.opinion is not None and case.opinion.author_id == actor.person_id:
        raise SeparationOfDutiesError("推荐意见须由出具人以外的单位负责人签署。")


def check_passer_not_signer(case: CaseFacts, actor: Actor) -> None:
    """经办 ≠ 审核: who signed does not also handle the passing."""
    if case.opinion is not None and case.opinion.signer_id == actor.person_id:
        raise SeparationOfDutiesError("您已签署推荐意见，报送须由单位人事经办人办理。")


def check_fit_and_released(case: CaseFacts, actor: Actor) -> None:  # noqa: ARG001 -- one signature
    """Both statements are needed before the unit can pass (R13, R14)."""
    if case.opinion is None:
        raise OpinionMissingError
    if not case.opinion.health_fit:
        raise OpinionMissingError(
            "推荐意见未确认身心健康、能够坚持培养期间学习工作，不能通过；请核对意见或退回说明。"
        )
    if not case.opinion.release_agreed:
        raise OpinionMissingError("推荐意见未写明同意脱产培养，不能通过；请核对意见或退回说明。")


def check_proposer_is_another(case: CaseFacts, actor: Actor) -> None:
    """Who proposed a refusal does not decide it (F4)."""
    if case.proposal is not None and case.proposal.proposer_id == actor.person_id:
        raise SeparationOfDutiesError("不予推荐是您提出的，须由另一人决定。")


def check_not_under_re_review(case: CaseFacts, actor: Actor) -> None:  # noqa: ARG001 -- one signature
    """While a re-review runs, no desk takes the matter out of its hands (F5, `re_reviews`)."""
    if case.re_review is not None:
        raise UnderReReviewError


def check_took_no_part(case: CaseFacts, actor: Actor) -> None:
    """A re-reviewer has had nothing to do with the file before (`domain` §7.4)."""
    contested = frozenset() if case.re_review is None else case.re_review.contested
    if actor.person_id in contested or (actor.person_id and case.taken_part.get(actor.person_id)):
        raise SeparationOfDutiesError("您办理过此申报，复核须由没有参与过的人办理。")


GUARDS: Mapping[Guard, Callable[[CaseFacts, Actor], None]] = MappingProxyType(
    {
        Guard.NOT_OWN_FILE: check_not_own_file,
        Guard.ONE_LEVEL: check_one_level,
        Guard.CHECKLIST: check_checklist,
        Guard.OPINION_WRITTEN: check_opinion_written,
        Guard.OPINION_SIGNED: check_opinion_signed,
        Guard.SIGNER_IS_ANOTHER: check_signer_is_another,
        Guard.PASSER_NOT_SIGNER: check_passer_not_signer,
        Guard.FIT_AND_RELEASED: check_fit_and_released,
        Guard.PROPOSER_IS_ANOTHER: check_proposer_is_another,
        Guard.NOT_UNDER_RE_REVIEW: check_not_under_re_review,
        Guard.TOOK_NO_PART: check_took_no_part,
    }
)


def guard_allowed(guard: Guard, case: CaseFacts, actor: Actor) -> bool:
    """Say whether one guard lets the actor through."""
    try:
        GUARDS[guard](case, actor)
    except TepeiError:
        return False
    return True
