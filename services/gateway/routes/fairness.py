"""The fairness report for those who audit (F9): counts only."""

from __future__ import annotations

from services.contracts.errors import ForbiddenError, NotFoundError
from services.contracts.requests import applications_fairness, review_rates
from services.contracts.vocabulary import Role
from services.gateway.access import staff
from services.gateway.routes.route import ApiRoute

FAIRNESS = "公平性"

ROUTES: tuple[ApiRoute, ...] = (
    ApiRoute(
        method="GET",
        path="/fairness/desks",
        request=review_rates.ReadRates,
        summary="各单位通过、退回、不予推荐的次数",
        tag=FAIRNESS,
        access=staff(Role.AUDITOR, Role.REGION_LEADER),
        problems=(ForbiddenError,),
    ),
    ApiRoute(
        method="GET",
        path="/fairness/people",
        request=applications_fairness.ReadFairness,
        summary="按性别、按民族的合计，小数不显示（仅供审计）",
        description="两个维度从不交叉；不足10的数为空，能由其他数推算出来的也为空。",
        tag=FAIRNESS,
        access=staff(Role.AUDITOR),
        problems=(ForbiddenError, NotFoundError),
    ),
)
