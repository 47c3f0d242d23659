"""Giving up after selection: asked by applicant or unit, proposed and decided by the region."""

from __future__ import annotations

from services.contracts.errors import (
    AnswerPeriodError,
    IllegalTransitionError,
    LateError,
    NotFoundError,
    SeparationOfDutiesError,
    StaleVersionError,
    ValidationFailedError,
)
from services.contracts.requests import review_give_up as requests
from services.contracts.vocabulary import Role
from services.gateway.access import staff
from services.gateway.routes.route import ApiRoute

GIVING_UP = "放弃培养"

OFFICERS = (Role.REGION_OFFICER_INLAND, Role.REGION_OFFICER_IN_REGION)
_CHANGING = (NotFoundError, IllegalTransitionError, StaleVersionError, ValidationFailedError)

ROUTES: tuple[ApiRoute, ...] = (
    ApiRoute(
        method="POST",
        path="/applications/{application_id}/giving-up",
        request=requests.AskGiveUp,
        summary="申请放弃培养（本人或所在单位），须有特殊原因和证明",
        description="不产生任何自动后果；由自治区决定，内地培养的须有人社部的结果。",
        tag=GIVING_UP,
        problems=_CHANGING,
        example={
            "version": 21,
            "reason": "HEALTH",
            "text": "因术后康复，医生建议一年内不宜长期离家学习。",
            "evidence": "医院证明一份，随后送交单位人事部门",
        },
    ),
    ApiRoute(
        method="POST",
        path="/applications/{application_id}/giving-up/statement",
        request=requests.StateOnGiveUp,
        summary="单位申请放弃培养时，本人陈述",
        tag=GIVING_UP,
        problems=(*_CHANGING, LateError),
        example={"version": 22, "text": "本人希望继续参加培养。"},
    ),
    ApiRoute(
        method="GET",
        path="/giving-up",
        request=requests.ReadGiveUps,
        summary="放弃培养的申请，最早的在前（自治区）",
        tag=GIVING_UP,
        access=staff(*OFFICERS, Role.REGION_LEADER, client_scope="review:read"),
        problems=(NotFoundError,),
    ),
    ApiRoute(
        method="POST",
        path="/review/cases/{application_id}/giving-up/proposal",
        request=requests.ProposeGiveUp,
        summary="提出放弃培养的办理意见（自治区经办人）",
        tag=GIVING_UP,
        access=staff(*OFFICERS),
        problems=(*_CHANGING, SeparationOfDutiesError, AnswerPeriodError),
        example={
            "version": 22,
            "outcome": "APPROVED",
            "text": "经核实，医院证明属实，同意放弃。",
            "document": {
                "number": "人社厅函〔2019〕99号",
                "issued_on": "2019-05-20",
                "scan_ref": "专技处2019年收文第99号",
            },
        },
    ),
    ApiRoute(
        method="POST",
        path="/review/cases/{application_id}/giving-up/decision",
        request=requests.DecideGiveUp,
        summary="决定放弃培养，或退回经办人（自治区负责人，须为另一人）",
        tag=GIVING_UP,
        access=staff(Role.REGION_LEADER),
        problems=(*_CHANGING, SeparationOfDutiesError, AnswerPeriodError),
        example={"version": 23, "agreed": True},
    ),
)
