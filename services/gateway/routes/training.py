"""Training: those selected are grouped, notified, and what happens to them is registered."""

from __future__ import annotations

from services.contracts.errors import (
    ForbiddenError,
    NotFoundError,
    NotificationIncompleteError,
    StaleVersionError,
    ValidationFailedError,
)
from services.contracts.requests import review_training as requests
from services.contracts.vocabulary import Role
from services.gateway.access import SIGNED_IN, staff
from services.gateway.routes.route import ApiRoute

TRAINING = "培养"

OFFICERS = (Role.REGION_OFFICER_INLAND, Role.REGION_OFFICER_IN_REGION)
REGION = (*OFFICERS, Role.REGION_LEADER)
CHANGING = (NotFoundError, ForbiddenError, StaleVersionError, ValidationFailedError)
_ORGANISATION = "1b7d6f0e-5c3a-4e8e-9a51-7f0f2c6f3d10"
_CYCLE = "5e2c9d0a-8f4b-4b7e-8a3d-6c1f9e2b7a54"
_FILE = "9d0b1c52-0a4e-4c2c-9f0e-3a1f5b7c9d21"

ROUTES: tuple[ApiRoute, ...] = (
    ApiRoute(
        method="GET",
        path="/trainings",
        request=requests.ReadTrainingDesk,
        summary="已安排的培养、待安排的人员、参训率（自治区）",
        description="参训率＝已报到人数÷人选确定人数。",
        tag=TRAINING,
        access=staff(*REGION, client_scope="review:read"),
        problems=(NotFoundError,),
    ),
    ApiRoute(
        method="POST",
        path="/trainings",
        request=requests.PlanTraining,
        summary="为确定的人选安排培养（经办人）",
        tag=TRAINING,
        access=staff(*OFFICERS),
        seconds=15.0,
        problems=(NotFoundError, ForbiddenError, ValidationFailedError),
        example={
            "organisation_id": _ORGANISATION,
            "cycle_id": _CYCLE,
            "track": "IN_REGION",
            "files": [{"application_id": _FILE, "version": 14}],
        },
    ),
    ApiRoute(
        method="GET",
        path="/trainings/{training_id}",
        request=requests.ReadTraining,
        summary="一份培养计划及人员",
        tag=TRAINING,
        access=staff(*REGION, client_scope="review:read"),
        problems=(NotFoundError,),
    ),
    ApiRoute(
        method="POST",
        path="/trainings/{training_id}/plan",
        request=requests.SaveTrainingPlan,
        summary="填写培养计划（发出通知前）",
        tag=TRAINING,
        access=staff(*OFFICERS),
        problems=CHANGING,
        example={"version": 1, "plan": {"host_name": "（样例）某大学", "host_kind": "UNIVERSITY"}},
    ),
    ApiRoute(
        method="POST",
        path="/trainings/{training_id}/notification",
        request=requests.NotifyTraining,
        summary="发出培养通知；缺一项也不能发出",
        tag=TRAINING,
        access=staff(*OFFICERS),
        seconds=20.0,
        problems=(*CHANGING, NotificationIncompleteError),
        example={"version": 2},
    ),
    ApiRoute(
        method="POST",
        path="/trainings/{training_id}/register",
        request=requests.RegisterTraining,
        summary="登记学前教育、报到、结业",
        tag=TRAINING,
        access=staff(*OFFICERS),
        seconds=20.0,
        problems=CHANGING,
        example={
            "version": 3,
            "step": "ENROL",
            "on": "2019-09-02",
            "application_ids": [_FILE],
        },
    ),
    ApiRoute(
        method="GET",
        path="/notifications",
        request=requests.ReadNotifications,
        summary="收到的培养通知：单位的，或者本人的",
        tag=TRAINING,
        access=SIGNED_IN,
        problems=(NotFoundError,),
    ),
    ApiRoute(
        method="POST",
        path="/notifications/{application_id}/read",
        request=requests.AcknowledgeNotification,
        summary="登记阅知培养通知",
        tag=TRAINING,
        access=SIGNED_IN,
        problems=(NotFoundError,),
        example={"organisation_id": None},
    ),
)
