"""Operations that are more than one request to one service: sign-in, downloads, pages.

Only what they are is said here; what they do lies in `session`, `downloads` and `front`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel

from services.contracts.errors import (
    ForbiddenError,
    NotFoundError,
    NotRenderedYetError,
    SignInFailedError,
    TepeiError,
    ValidationFailedError,
)
from services.contracts.requests.accounts import ChangePassword, SignIn
from services.contracts.requests.applications_scans import ReadScan, ScanLink
from services.contracts.requests.base import Request
from services.contracts.requests.documents import FetchDocument, FetchDocumentResult
from services.contracts.requests.documents_exports import FetchExport
from services.gateway.access import PUBLIC, SIGNED_IN, Access, readers
from services.gateway.routes.accounts import PEOPLE
from services.gateway.routes.applications import APPLICATIONS, SCANS
from services.gateway.routes.exports import EXPORTERS, EXPORTS
from services.gateway.routes.route import PREFIX
from services.gateway.sessions.views import SessionView


@dataclass(frozen=True, slots=True, kw_only=True)
class HandMadeRoute:
    """One operation with an endpoint of its own, found by `operation_id`."""

    method: str
    template: str
    operation_id: str
    access: Access
    summary: str = ""
    tag: str = ""
    status: int = 200
    description: str = ""
    request: type[Request] | None = None
    answer: type[BaseModel] | None = None
    example: dict[str, Any] | None = None
    problems: tuple[type[TepeiError], ...] = field(default=())
    in_reference: bool = True


def _page(template: str, operation_id: str) -> HandMadeRoute:
    return HandMadeRoute(
        method="GET",
        template=template,
        operation_id=operation_id,
        access=PUBLIC,
        in_reference=False,
    )


HAND_MADE: tuple[HandMadeRoute, ...] = (
    HandMadeRoute(
        method="POST",
        template=f"{PREFIX}/session",
        operation_id="sign_in",
        access=PUBLIC,
        summary="登录",
        description="登录后以 Cookie 识别；此后每次写操作都要带上答复中的 csrf_token。",
        tag=PEOPLE,
        status=201,
        request=SignIn,
        answer=SessionView,
        example={"login": "yangli01", "password": "Tianshan-2019-peixun"},
        problems=(SignInFailedError,),
    ),
    HandMadeRoute(
        method="GET",
        template=f"{PREFIX}/session",
        operation_id="read_session",
        access=SIGNED_IN,
        summary="当前登录：本人、岗位、CSRF 令牌",
        tag=PEOPLE,
        answer=SessionView,
    ),
    HandMadeRoute(
        method="DELETE",
        template=f"{PREFIX}/session",
        operation_id="sign_out",
        access=PUBLIC,
        summary="退出登录",
        tag=PEOPLE,
        status=204,
    ),
    HandMadeRoute(
        method="POST",
        template=f"{PREFIX}/session/password",
        operation_id="change_password",
        access=SIGNED_IN,
        summary="修改密码（其他设备上的登录随即失效）",
        tag=PEOPLE,
        request=ChangePassword,
        answer=SessionView,
        problems=(SignInFailedError, ValidationFailedError),
    ),
    HandMadeRoute(
        method="GET",
        template=f"{PREFIX}/documents/{{document_id}}",
        operation_id="fetch_document",
        access=readers("documents:read"),
        summary="下载打印件",
        description="转到文件地址（303）；Accept: application/json 时以 JSON 给出地址。",
        tag=APPLICATIONS,
        request=FetchDocument,
        answer=FetchDocumentResult,
        problems=(NotFoundError, NotRenderedYetError),
    ),
    HandMadeRoute(
        method="GET",
        template=f"{PREFIX}/exports/{{export_id}}/file",
        operation_id="fetch_export",
        access=EXPORTERS,
        summary="下载本人申请的导出",
        description="转到文件地址（303）；Accept: application/json 时以 JSON 给出地址。",
        tag=EXPORTS,
        request=FetchExport,
        answer=FetchDocumentResult,
        problems=(NotFoundError, ForbiddenError, NotRenderedYetError),
    ),
    HandMadeRoute(
        method="GET",
        template=f"{PREFIX}/scans/{{scan_id}}",
        operation_id="fetch_scan",
        access=readers("documents:read"),
        summary="下载扫描件",
        description="转到文件地址（303）；Accept: application/json 时以 JSON 给出地址。",
        tag=SCANS,
        request=ReadScan,
        answer=ScanLink,
        problems=(NotFoundError,),
    ),
    _page("/healthz", "alive"),
    _page("/openapi.json", "openapi_document"),
    _page("/docs/api", "api_reference"),
    _page("/assets/{name}", "serve_asset"),
    _page("/docs/api.css", "api_reference_style"),
)
