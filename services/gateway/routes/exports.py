"""Exports as xlsx: asked for, watched, fetched by the person who asked."""

from __future__ import annotations

from services.contracts.errors import ForbiddenError, NotFoundError
from services.contracts.requests import documents_exports
from services.gateway.access import staff
from services.gateway.pages.core.navigation import DESK_ROLES
from services.gateway.routes.route import ApiRoute

EXPORTS = "导出"

EXPORTERS = staff(*DESK_ROLES)
"""People only: a client system reads the data it may have over the API."""

ROUTES: tuple[ApiRoute, ...] = (
    ApiRoute(
        method="POST",
        path="/exports",
        request=documents_exports.RequestExport,
        summary="申请导出（在后台生成，本答复立即返回）",
        description=(
            "表格由后台生成，按申请人的权限取数；只有申请人本人可以查看和下载，保留期满即删除。"
            "含姓名的清单只有最终审核单位和自治区人社厅可以导出。"
        ),
        tag=EXPORTS,
        access=EXPORTERS,
        status=202,
        problems=(NotFoundError, ForbiddenError),
        example={
            "kind": "PROGRESS",
            "organisation_id": "9d0b1c52-0a4e-4c2c-9f0e-3a1f5b7c9d21",
            "year": 2019,
            "cycle_id": "5b7c9d21-0a4e-4c2c-9f0e-3a1f9d0b1c52",
        },
    ),
    ApiRoute(
        method="GET",
        path="/exports",
        request=documents_exports.ReadExports,
        summary="本人申请的导出",
        tag=EXPORTS,
        access=EXPORTERS,
    ),
    ApiRoute(
        method="GET",
        path="/exports/{export_id}",
        request=documents_exports.ReadExport,
        summary="一次导出的状态",
        tag=EXPORTS,
        access=EXPORTERS,
        problems=(NotFoundError,),
    ),
)
