"""Cycles, the plan of seats (Annex 2) and the seats themselves."""

from __future__ import annotations

from services.contracts.errors import (
    IllegalTransitionError,
    NotFoundError,
    PlanInvalidError,
    QuotaBelowUseError,
    ValidationFailedError,
)
from services.contracts.requests import quotas
from services.contracts.vocabulary import Role
from services.gateway.access import PUBLIC, staff
from services.gateway.routes.route import FILE_BODY_BYTES, ApiRoute

CYCLES = "年度与时间"
PLAN = "名额计划"
SEATS = "名额使用"

REGION = (
    Role.REGION_OFFICER_INLAND,
    Role.REGION_OFFICER_IN_REGION,
    Role.REGION_LEADER,
)

SEAT_READERS = staff(
    Role.UNIT_HR,
    Role.UNIT_LEADER,
    Role.MID_OFFICER,
    Role.FINAL_OFFICER,
    Role.FINAL_LEADER,
    *REGION,
    Role.AUDITOR,
    client_scope="seats:read",
)

ROUTES: tuple[ApiRoute, ...] = (
    ApiRoute(
        method="GET",
        path="/cycles",
        request=quotas.ListCycles,
        summary="各年度及其时间",
        tag=CYCLES,
        access=PUBLIC,
    ),
    ApiRoute(
        method="GET",
        path="/programmes",
        request=quotas.ListProgrammes,
        summary="数据已备好、尚未开启的年度",
        tag=CYCLES,
        access=staff(*REGION),
    ),
    ApiRoute(
        method="POST",
        path="/cycles",
        request=quotas.OpenCycle,
        summary="开启年度（自治区人社厅负责人）",
        tag=CYCLES,
        access=staff(Role.REGION_LEADER),
        status=201,
        problems=(NotFoundError, IllegalTransitionError),
        example={"year": 2019},
    ),
    ApiRoute(
        method="GET",
        path="/cycles/{year}",
        request=quotas.ReadCycle,
        summary="一个年度的时间与规则",
        tag=CYCLES,
        access=PUBLIC,
        problems=(NotFoundError,),
    ),
    ApiRoute(
        method="POST",
        path="/cycles/{year}/extension",
        request=quotas.ExtendCycle,
        summary="延长年度的时间（自治区人社厅负责人）",
        description="对所有人同时生效，只能延后；年龄计算的基准日不变。未写的时间不变。",
        tag=CYCLES,
        access=staff(Role.REGION_LEADER),
        problems=(NotFoundError, ValidationFailedError),
        example={"close_at": "2019-03-18T00:00:00+08:00", "reason": "网络中断一天，统一延长"},
    ),
    ApiRoute(
        method="GET",
        path="/plan/{year}",
        request=quotas.ReadPlan,
        summary="名额计划",
        description="不注明 plan_version 时为已公布的计划。",
        tag=PLAN,
        access=PUBLIC,
        problems=(NotFoundError,),
    ),
    ApiRoute(
        method="POST",
        path="/plan/{year}/imports",
        request=quotas.ImportPlan,
        summary="导入名额计划，检查并预览",
        description="可直接提交 csv 或 xlsx 文件内容，文件名写在 ?filename= 中；有错误时不保存。",
        tag=PLAN,
        access=staff(*REGION),
        body_bytes=FILE_BODY_BYTES,
        file_field="content",
        seconds=30.0,
        problems=(NotFoundError, PlanInvalidError),
    ),
    ApiRoute(
        method="POST",
        path="/plan/{year}/publication",
        request=quotas.PublishPlan,
        summary="公布名额计划（自治区人社厅负责人）",
        tag=PLAN,
        access=staff(Role.REGION_LEADER),
        seconds=15.0,
        problems=(NotFoundError, QuotaBelowUseError, PlanInvalidError),
        example={"plan_version": 1},
    ),
    ApiRoute(
        method="GET",
        path="/seats/{year}",
        request=quotas.ReadSeats,
        summary="各名额的使用情况",
        tag=SEATS,
        access=SEAT_READERS,
        problems=(NotFoundError,),
    ),
    ApiRoute(
        method="GET",
        path="/seats/{year}/ledger",
        request=quotas.ReadSeatLedger,
        summary="名额台账",
        tag=SEATS,
        access=SEAT_READERS,
        problems=(NotFoundError,),
    ),
)
