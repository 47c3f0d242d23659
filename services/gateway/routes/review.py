"""The desks: queue, file, verdicts, opinions, decisions, paper check."""

from __future__ import annotations

from services.contracts.errors import (
    AnswerPeriodError,
    ChecklistHasProblemsError,
    ChecklistIncompleteError,
    ClaimedByAnotherError,
    IllegalTransitionError,
    NotFoundError,
    OpinionMissingError,
    PaperIncompleteError,
    SeparationOfDutiesError,
    StaleVersionError,
    TepeiError,
    UnderReReviewError,
    ValidationFailedError,
    WrongVerifyCodeError,
)
from services.contracts.requests import (
    review,
    review_negative,
    review_paper,
    review_re_review,
    review_views,
)
from services.contracts.vocabulary import Role
from services.gateway.access import staff
from services.gateway.routes.route import ApiRoute

REVIEW = "审核"

REVIEWERS = staff(
    Role.UNIT_HR,
    Role.UNIT_LEADER,
    Role.MID_OFFICER,
    Role.FINAL_OFFICER,
    Role.FINAL_LEADER,
    Role.REGION_OFFICER_INLAND,
    Role.REGION_OFFICER_IN_REGION,
    Role.REGION_LEADER,
    client_scope="review:read",
)
CASE_READERS = staff(*REVIEWERS.roles, Role.RE_REVIEWER, client_scope="review:read")
OFFICERS = staff(
    Role.UNIT_HR,
    Role.MID_OFFICER,
    Role.FINAL_OFFICER,
    Role.REGION_OFFICER_INLAND,
    Role.REGION_OFFICER_IN_REGION,
)
CHANGING: tuple[type[TepeiError], ...] = (
    NotFoundError,
    StaleVersionError,
    IllegalTransitionError,
    SeparationOfDutiesError,
    ClaimedByAnotherError,
    UnderReReviewError,
)

ROUTES: tuple[ApiRoute, ...] = (
    ApiRoute(
        method="GET",
        path="/review/queue",
        request=review_views.ReadQueue,
        summary="本单位的待办与可查看的申报",
        tag=REVIEW,
        access=REVIEWERS,
        problems=(NotFoundError,),
    ),
    ApiRoute(
        method="GET",
        path="/review/cases/{application_id}",
        request=review_views.ReadCase,
        summary="一份申报的审核页：路线、逐项结论、意见、经过",
        tag=REVIEW,
        access=CASE_READERS,
        problems=(NotFoundError,),
    ),
    ApiRoute(
        method="GET",
        path="/review/re-reviews",
        request=review_re_review.ReadReReviews,
        summary="本单位须决定的复核，最急的在前",
        tag=REVIEW,
        access=staff(Role.RE_REVIEWER),
        problems=(NotFoundError,),
    ),
    ApiRoute(
        method="POST",
        path="/review/cases/{application_id}/re-review-decision",
        request=review_re_review.DecideReReview,
        summary="决定复核：维持、撤销并继续、要求重新出具意见",
        tag=REVIEW,
        access=staff(Role.RE_REVIEWER),
        problems=(*CHANGING, ValidationFailedError),
        example={
            "version": 12,
            "outcome": "OVERTURNED",
            "text": "任务书列有申报人的分工，原决定所依据的事实不能成立，予以撤销。",
        },
    ),
    ApiRoute(
        method="POST",
        path="/review/cases/{application_id}/verdicts",
        request=review.SetVerdicts,
        summary="逐项审核结论",
        tag=REVIEW,
        access=OFFICERS,
        problems=(*CHANGING, ValidationFailedError),
        example={
            "version": 3,
            "marks": [
                {"item_code": "identity", "verdict": "PASS"},
                {
                    "item_code": "education",
                    "verdict": "PROBLEM",
                    "reason_code": "UNCLEAR",
                    "text": "学历证书扫描件不清晰，请重新上传。",
                },
            ],
        },
    ),
    ApiRoute(
        method="PUT",
        path="/review/cases/{application_id}/opinion",
        request=review.WriteUnitOpinion,
        summary="出具单位推荐意见（单位人事）",
        tag=REVIEW,
        access=staff(Role.UNIT_HR),
        problems=CHANGING,
        example={
            "version": 4,
            "text": "该同志从事本专业工作十一年，承担过三项课题，能独立解决技术难题，同意推荐。",
            "author_post": "人事科科长",
            "health_fit": True,
            "release_agreed": True,
        },
    ),
    ApiRoute(
        method="POST",
        path="/review/cases/{application_id}/opinion/signature",
        request=review.SignUnitOpinion,
        summary="签署单位推荐意见（单位负责人，须为另一人）",
        tag=REVIEW,
        access=staff(Role.UNIT_LEADER),
        problems=(*CHANGING, OpinionMissingError),
        example={"version": 5},
    ),
    ApiRoute(
        method="POST",
        path="/review/cases/{application_id}/passing",
        request=review.PassLevel,
        summary="审核通过，送下一级",
        tag=REVIEW,
        access=OFFICERS,
        problems=(
            *CHANGING,
            ChecklistIncompleteError,
            ChecklistHasProblemsError,
            OpinionMissingError,
        ),
        example={"version": 6},
    ),
    ApiRoute(
        method="POST",
        path="/review/cases/{application_id}/return",
        request=review.ReturnApplication,
        summary="退回申报人修改，或退回下级",
        tag=REVIEW,
        access=OFFICERS,
        problems=(*CHANGING, ValidationFailedError),
        example={
            "version": 6,
            "aim": "APPLICANT",
            "items": [
                {
                    "item_code": "education",
                    "reason_code": "UNCLEAR",
                    "text": "学历证书扫描件不清晰，请重新扫描后上传。",
                }
            ],
        },
    ),
    ApiRoute(
        method="POST",
        path="/review/cases/{application_id}/negative",
        request=review_negative.ProposeNegative,
        summary="拟不予推荐：写明事实和理由，申报人先陈述",
        tag=REVIEW,
        access=OFFICERS,
        problems=(*CHANGING, ValidationFailedError),
        example={
            "version": 6,
            "text": "申报表所列三项课题中有两项为其他人员主持，经核对结题材料，"
            "申报人未参加研究工作，与所填“主要完成人”不符，本人亦未能提供证明。",
        },
    ),
    ApiRoute(
        method="POST",
        path="/review/cases/{application_id}/negative/decision",
        request=review_negative.DecideNegative,
        summary="听取陈述后决定是否推荐（须为另一人）",
        tag=REVIEW,
        access=staff(Role.UNIT_LEADER, Role.MID_OFFICER, Role.FINAL_LEADER, Role.REGION_LEADER),
        problems=(*CHANGING, AnswerPeriodError),
        example={
            "version": 8,
            "outcome": "UPHELD",
            "text": "陈述所附结题证书与档案不一致，维持原意见。",
        },
    ),
    ApiRoute(
        method="POST",
        path="/review/cases/{application_id}/paper-arrivals",
        request=review_paper.RegisterPaper,
        summary="登记收到纸质材料（最终审核单位）",
        description="只登记何时、怎样收到、几份、缺什么；纸上是较早版本的，照样登记并说明。",
        tag=REVIEW,
        access=staff(Role.FINAL_OFFICER),
        problems=(*CHANGING, WrongVerifyCodeError, ValidationFailedError),
        example={
            "version": 9,
            "verify_code": "7K3M-9Q2T-XW4H",
            "received_on": "2019-03-12",
            "way": "POST",
            "posted_on": "2019-03-10",
            "carrier": "邮政特快专递",
            "waybill": "EA123456789CN",
            "copies": 3,
            "missing": "学位证书复印件",
        },
    ),
    ApiRoute(
        method="POST",
        path="/review/cases/{application_id}/paper-check",
        request=review.CheckPaper,
        summary="纸质材料审核（最终审核单位）",
        tag=REVIEW,
        access=staff(Role.FINAL_OFFICER),
        problems=(*CHANGING, WrongVerifyCodeError, PaperIncompleteError),
        example={
            "version": 9,
            "verify_code": "7K3M-9Q2T-XW4H",
            "copies": 3,
            "originals": ["A01", "A02", "A04"],
        },
    ),
)
