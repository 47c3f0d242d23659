"""Commands to the review service on one file: marks, opinions, pass, return, withdraw, paper.

Its questions are in `review_views`, lists in `review_lists`, what documents asks in
`review_prints`. Review holds no personal data of the applicant.
`version` in a command is the optimistic lock of the file (`StaleVersionError` when it moved on),
`version_no` is the number of the frozen application version.
"""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from services.contracts.requests.base import Answer, Request
from services.contracts.vocabulary import (
    ApplicationState,
    LabelledEnum,
    Verdict,
)

OPINION_MIN, OPINION_MAX = 30, 800
"""Length of an opinion in characters (`domain` §2.2 rows 58 and 62)."""
REASON_MIN = 10
"""Least length of the text of a return reason (D03)."""


class ReviewAction(LabelledEnum):
    """What a person may do with a file; `ReadCase.actions` lists those open to the reader now."""

    MARK = "MARK", "逐项审核"
    WRITE_OPINION = "WRITE_OPINION", "出具推荐意见"
    SIGN_OPINION = "SIGN_OPINION", "签署推荐意见"
    PASS = "PASS", "通过"
    RETURN = "RETURN", "退回"
    REGISTER_PAPER = "REGISTER_PAPER", "登记收到纸质材料"
    CHECK_PAPER = "CHECK_PAPER", "纸质材料审核"
    NOMINATE = "NOMINATE", "列入汇总表"
    RESERVE = "RESERVE", "列为候补"
    DELIST = "DELIST", "移出汇总表"
    WITHDRAW = "WITHDRAW", "撤回申报"
    PROPOSE_NEGATIVE = "PROPOSE_NEGATIVE", "拟不予推荐"
    ANSWER_NEGATIVE = "ANSWER_NEGATIVE", "提交陈述"
    DECIDE_NEGATIVE = "DECIDE_NEGATIVE", "决定是否推荐"
    ASK_RE_REVIEW = "ASK_RE_REVIEW", "申请复核"
    DECIDE_RE_REVIEW = "DECIDE_RE_REVIEW", "决定复核"
    ASK_GIVE_UP = "ASK_GIVE_UP", "申请放弃培养"
    STATE_ON_GIVE_UP = "STATE_ON_GIVE_UP", "对放弃培养陈述"
    PROPOSE_GIVE_UP = "PROPOSE_GIVE_UP", "提出放弃培养的办理意见"
    DECIDE_GIVE_UP = "DECIDE_GIVE_UP", "决定放弃培养"


class DecisionKind(LabelledEnum):
    """Entries of a file's history."""

    SUBMITTED = "SUBMITTED", "提交申报"
    RESUBMITTED = "RESUBMITTED", "重新提交"
    OPINION_WRITTEN = "OPINION_WRITTEN", "出具意见"
    OPINION_SIGNED = "OPINION_SIGNED", "签署意见"
    PASSED = "PASSED", "审核通过"
    RETURNED = "RETURNED", "退回"
    DUE_PASSED = "DUE_PASSED", "修改期满未提交"
    PAPER_RECEIVED = "PAPER_RECEIVED", "收到纸质材料"
    PAPER_PASSED = "PAPER_PASSED", "纸质材料审核通过"
    NOMINATED = "NOMINATED", "申请列入汇总表"
    LISTED = "LISTED", "列入汇总表"
    QUOTA_REFUSED = "QUOTA_REFUSED", "名额已满，未列入"
    RESERVED = "RESERVED", "列为候补"
    DELISTED = "DELISTED", "移出汇总表"
    ORDERED = "ORDERED", "填写推荐顺序"
    LIST_SUBMITTED = "LIST_SUBMITTED", "报送自治区"
    PACKAGE_SENT = "PACKAGE_SENT", "纸质材料寄出"
    PACKAGE_RECEIVED = "PACKAGE_RECEIVED", "自治区收到纸质材料"
    CLOSED = "CLOSED", "不予受理"
    REVIEW_CLOSED = "REVIEW_CLOSED", "审核截止，不再办理"
    LIST_RETURNED = "LIST_RETURNED", "自治区退回整份汇总表"
    CHOSEN = "CHOSEN", "人选确定"
    TO_MINISTRY = "TO_MINISTRY", "自治区审核通过，报人社部最终确定"
    NOT_CHOSEN = "NOT_CHOSEN", "未入选"
    TRAINING_PLANNED = "TRAINING_PLANNED", "安排培养"
    NOTIFIED = "NOTIFIED", "发出通知"
    ATTENDED = "ATTENDED", "参加学前教育"
    ENROLLED = "ENROLLED", "报到"
    COMPLETED = "COMPLETED", "培养结业"
    WITHDRAWAL_RECEIVED = "WITHDRAWAL_RECEIVED", "自治区收到撤回"
    WITHDRAWN = "WITHDRAWN", "申报人撤回"
    NEGATIVE_PROPOSED = "NEGATIVE_PROPOSED", "拟不予推荐"
    NEGATIVE_ANSWERED = "NEGATIVE_ANSWERED", "申报人陈述"
    NEGATIVE_UPHELD = "NEGATIVE_UPHELD", "不予推荐"
    NEGATIVE_DISMISSED = "NEGATIVE_DISMISSED", "不采纳，继续审核"
    RE_REVIEW_ASKED = "RE_REVIEW_ASKED", "申请复核"
    RE_REVIEW_DECIDED = "RE_REVIEW_DECIDED", "复核决定"
    RE_REVIEW_ENDED = "RE_REVIEW_ENDED", "复核终止"
    GIVE_UP_ASKED = "GIVE_UP_ASKED", "申请放弃培养"
    GIVE_UP_HEARD = "GIVE_UP_HEARD", "申报人对放弃培养陈述"
    GIVE_UP_PROPOSED = "GIVE_UP_PROPOSED", "提出放弃培养的办理意见"
    GIVE_UP_SENT_BACK = "GIVE_UP_SENT_BACK", "放弃培养的办理意见退回经办人"
    GIVE_UP_REFUSED = "GIVE_UP_REFUSED", "不同意放弃培养"
    GIVEN_UP = "GIVEN_UP", "同意放弃培养"


class ReturnAim(StrEnum):
    """Where a return goes."""

    APPLICANT = "APPLICANT"
    DESK = "DESK"


class Mark(BaseModel):
    """The verdict on one checklist item; PROBLEM needs reason code and text."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    item_code: str = Field(max_length=40)
    verdict: Verdict
    reason_code: str | None = Field(default=None, max_length=40)
    text: str | None = Field(default=None, max_length=500)


class ReturnItem(BaseModel):
    """One thing to correct: a checklist item (`FormItem` of applications, or a rule E08-E12)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    item_code: str = Field(max_length=40)
    reason_code: str = Field(max_length=40)
    text: str = Field(min_length=REASON_MIN, max_length=500)


class LevelOpinion(BaseModel):
    """The opinion a MID or FINAL officer passes with; the officer is its author."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str = Field(min_length=OPINION_MIN, max_length=OPINION_MAX)
    author_post: str = Field(min_length=1, max_length=40)
    leader_name: str = Field(min_length=1, max_length=50)


# --- commands -----------------------------------------------------------------------------------


class CaseChanged(Answer):
    """The file after a command."""

    application_id: UUID
    version: int
    state: ApplicationState
    state_label: str
    desk_organisation_id: UUID | None
    hint: str | None = None


class CaseCommand(Request):
    """Base of commands on one file."""

    service: ClassVar[str] = "review"
    writes: ClassVar[bool] = True
    answer: ClassVar[type[Answer]] = CaseChanged

    application_id: UUID
    version: int = Field(ge=1, description="The file's version the person saw")


class SetVerdicts(CaseCommand):
    """Mark checklist items of the current level (any number at once; the last mark counts)."""

    method: ClassVar[str] = "set_verdicts"

    marks: tuple[Mark, ...] = Field(min_length=1, max_length=100)


class WriteUnitOpinion(CaseCommand):
    """UNIT_HR writes the unit's opinion in own words; rewriting takes the signature away."""

    method: ClassVar[str] = "write_unit_opinion"

    text: str = Field(min_length=OPINION_MIN, max_length=OPINION_MAX)
    author_post: str = Field(min_length=1, max_length=40)
    health_fit: bool = Field(description="身心健康，能够坚持培养期间学习工作 (no diagnosis)")
    release_agreed: bool = Field(description="同意脱产培养 (R14)")


class SignUnitOpinion(CaseCommand):
    """UNIT_LEADER, another person than the author, signs; the applicant reads it from now on."""

    method: ClassVar[str] = "sign_unit_opinion"


class PassLevel(CaseCommand):
    """Pass to the next node, or from FINAL to the paper check.

    `opinion` is required at MID and FINAL and refused at UNIT (whose opinion is written and
    signed beforehand).
    """

    method: ClassVar[str] = "pass_level"

    opinion: LevelOpinion | None = None


class ReturnApplication(CaseCommand):
    """Return to the applicant, or to a lower desk of the route (`to_position`).

    `due_at` binds the applicant only; left out it is the later of the cycle's
    `correction_close_at` and the end of the fifth working day.
    """

    method: ClassVar[str] = "return_application"

    aim: ReturnAim = ReturnAim.APPLICANT
    to_position: int | None = Field(default=None, ge=0, le=9)
    items: tuple[ReturnItem, ...] = Field(min_length=1, max_length=50)
    due_at: AwareDatetime | None = None


class WithdrawApplication(CaseCommand):
    """The applicant withdraws what was submitted, up to LISTED; no reason is asked (F12)."""

    method: ClassVar[str] = "withdraw_application"


class CheckPaper(CaseCommand):
    """FINAL_OFFICER compares the paper: code of the official form, copies, originals (R39-R41)."""

    method: ClassVar[str] = "check_paper"

    verify_code: str = Field(min_length=12, max_length=20, description="As printed, hyphens free")
    copies: int = Field(ge=0, le=99)
    originals: tuple[str, ...] = Field(
        max_length=30, description="Materials whose original was seen, photocopy complete: A01…"
    )
