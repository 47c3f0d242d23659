"""Determination: the region proposes and confirms people, the ministry's result is recorded."""

from __future__ import annotations

from services.contracts.errors import (
    DeterminationFullError,
    IllegalTransitionError,
    NotFoundError,
    SeparationOfDutiesError,
    StaleVersionError,
    ValidationFailedError,
)
from services.contracts.requests import review_determination as requests
from services.contracts.vocabulary import Role
from services.gateway.access import staff
from services.gateway.routes.route import ApiRoute

DETERMINATION = "人选确定"

OFFICERS = (Role.REGION_OFFICER_INLAND, Role.REGION_OFFICER_IN_REGION)
REGION = (*OFFICERS, Role.REGION_LEADER)
_ORGANISATION = "1b7d6f0e-5c3a-4e8e-9a51-7f0f2c6f3d10"
_CYCLE = "5e2c9d0a-8f4b-4b7e-8a3d-6c1f9e2b7a54"
_FILE = "9d0b1c52-0a4e-4c2c-9f0e-3a1f5b7c9d21"

ROUTES: tuple[ApiRoute, ...] = (
    ApiRoute(
        method="GET",
        path="/determinations",
        request=requests.ReadDeterminationDesk,
        summary="人选总数、提出的人选、待登记的撤回（自治区）",
        tag=DETERMINATION,
        access=staff(*REGION, client_scope="review:read"),
        problems=(NotFoundError,),
    ),
    ApiRoute(
        method="POST",
        path="/determinations",
        request=requests.ProposeDetermination,
        summary="提出人选（经办人）",
        description="所选人员全部提出，或者全部不提出；不能提出的逐人说明理由。",
        tag=DETERMINATION,
        access=staff(*OFFICERS),
        seconds=15.0,
        problems=(NotFoundError, DeterminationFullError, ValidationFailedError),
        example={
            "organisation_id": _ORGANISATION,
            "cycle_id": _CYCLE,
            "track": "IN_REGION",
            "files": [{"application_id": _FILE, "version": 12}],
        },
    ),
    ApiRoute(
        method="GET",
        path="/determinations/candidates",
        request=requests.ReadFilesToDetermine,
        summary="等待提出的人员，或所指定的人员能否提出",
        tag=DETERMINATION,
        access=staff(*REGION, client_scope="review:read"),
        seconds=15.0,
        problems=(NotFoundError,),
    ),
    ApiRoute(
        method="POST",
        path="/determinations/results",
        request=requests.ProposeMinistryResult,
        summary="登记人社部结果（专业技术人员管理处经办人）",
        tag=DETERMINATION,
        access=staff(Role.REGION_OFFICER_INLAND),
        seconds=15.0,
        problems=(NotFoundError, ValidationFailedError),
        example={
            "organisation_id": _ORGANISATION,
            "cycle_id": _CYCLE,
            "document_no": "（样例）人社厅函〔2019〕1号",
            "document_on": "2019-05-06",
            "scan_ref": "（样例）专技处2019年收文第1号",
            "results": [{"application_id": _FILE, "version": 13, "selected": True}],
        },
    ),
    ApiRoute(
        method="GET",
        path="/determinations/{determination_id}",
        request=requests.ReadDetermination,
        summary="一次提出的人选",
        tag=DETERMINATION,
        access=staff(*REGION, client_scope="review:read"),
        problems=(NotFoundError,),
    ),
    ApiRoute(
        method="POST",
        path="/determinations/{determination_id}/decision",
        request=requests.DecideDetermination,
        summary="审核或退回（自治区人社厅负责人，不是提出人）",
        tag=DETERMINATION,
        access=staff(Role.REGION_LEADER),
        seconds=20.0,
        problems=(
            NotFoundError,
            StaleVersionError,
            IllegalTransitionError,
            SeparationOfDutiesError,
            DeterminationFullError,
            ValidationFailedError,
        ),
        example={"version": 1, "agreed": True},
    ),
    ApiRoute(
        method="POST",
        path="/review/cases/{application_id}/withdrawal-receipt",
        request=requests.ReceiveWithdrawal,
        summary="登记收到撤回（自治区）",
        tag=DETERMINATION,
        access=staff(*OFFICERS),
        problems=(NotFoundError, StaleVersionError),
        example={"version": 14},
    ),
)
