"""The public notice, guides, other texts and contact points: what everybody may read."""

from __future__ import annotations

from services.contracts.errors import NotFoundError
from services.contracts.requests import notices, review_counts
from services.gateway.access import PUBLIC
from services.gateway.routes.route import ApiRoute

TEXTS = "通知、指南与联系方式"

ROUTES: tuple[ApiRoute, ...] = (
    ApiRoute(
        method="GET",
        path="/texts",
        request=notices.ListTexts,
        summary="通知、业务指南和页面文字的目录（不需登录）",
        tag=TEXTS,
        access=PUBLIC,
        problems=(NotFoundError,),
    ),
    ApiRoute(
        method="GET",
        path="/texts/{slug}",
        request=notices.ReadText,
        summary="一份文字的现行版本（不需登录）",
        description="其他版本只提供给自治区工作人员和审计员。",
        tag=TEXTS,
        access=PUBLIC,
        problems=(NotFoundError,),
    ),
    ApiRoute(
        method="GET",
        path="/guides",
        request=notices.SearchGuides,
        summary="在业务指南中查找（不需登录）",
        tag=TEXTS,
        access=PUBLIC,
        problems=(NotFoundError,),
    ),
    ApiRoute(
        method="GET",
        path="/progress/{year}",
        request=review_counts.ReadPublicCounts,
        summary="各最终审核单位的申报进展（只有数字，不需登录）",
        description="少于3份的不公布，返回null；0照常公布。",
        tag=TEXTS,
        access=PUBLIC,
        problems=(NotFoundError,),
    ),
    ApiRoute(
        method="GET",
        path="/contacts",
        request=notices.ListContacts,
        summary="咨询电话和各处室的联系方式（不需登录）",
        tag=TEXTS,
        access=PUBLIC,
        problems=(NotFoundError,),
    ),
)
