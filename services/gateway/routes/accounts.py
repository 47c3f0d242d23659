"""People, organisations, bindings and client tokens."""

from __future__ import annotations

from services.contracts.errors import (
    ForbiddenError,
    NotFoundError,
    SeparationOfDutiesError,
    ValidationFailedError,
)
from services.contracts.requests import accounts
from services.contracts.vocabulary import Role
from services.gateway.access import PUBLIC, SIGNED_IN, staff
from services.gateway.routes.route import FILE_BODY_BYTES, ApiRoute

PEOPLE = "人员与登录"
ORGANISATIONS = "单位"
BINDINGS = "单位确认"
CLIENTS = "客户端令牌"

SAMPLE_ID = "3f0c8c1e-6f1a-4b0e-9a54-2f6a1c0d7e11"

ROUTES: tuple[ApiRoute, ...] = (
    ApiRoute(
        method="POST",
        path="/people",
        request=accounts.SignUp,
        summary="注册申报人账号",
        tag=PEOPLE,
        access=PUBLIC,
        status=201,
        problems=(ValidationFailedError,),
        example={
            "login": "yangli01",
            "password": "Tianshan-2019-peixun",
            "name": "样例·阿依古丽",
            "mobile": "19900000001",
            "id_number": "650000198405010010",
        },
    ),
    ApiRoute(
        method="POST",
        path="/people/staff",
        request=accounts.CreatePerson,
        summary="建立工作人员账号（系统管理员）",
        tag=PEOPLE,
        access=staff(Role.SYSTEM_ADMIN),
        status=201,
        problems=(ValidationFailedError,),
    ),
    ApiRoute(
        method="GET",
        path="/people/{person_id}",
        request=accounts.ReadIdentity,
        summary="查看人员与岗位（本人或管理员）",
        tag=PEOPLE,
        problems=(NotFoundError,),
    ),
    ApiRoute(
        method="POST",
        path="/people/{person_id}/roles",
        request=accounts.GrantRole,
        summary="授予岗位（安全管理员）",
        tag=PEOPLE,
        access=staff(Role.SECURITY_ADMIN),
        status=201,
        problems=(NotFoundError, SeparationOfDutiesError),
        example={"role": "UNIT_HR", "organisation_id": SAMPLE_ID},
    ),
    ApiRoute(
        method="DELETE",
        path="/role-grants/{grant_id}",
        request=accounts.RevokeRole,
        summary="收回岗位（安全管理员）",
        tag=PEOPLE,
        access=staff(Role.SECURITY_ADMIN),
        problems=(NotFoundError,),
    ),
    ApiRoute(
        method="GET",
        path="/organisations",
        request=accounts.ListOrganisations,
        summary="查询单位",
        tag=ORGANISATIONS,
        access=PUBLIC,
    ),
    ApiRoute(
        method="POST",
        path="/organisations/import",
        request=accounts.ImportOrganisations,
        summary="导入单位与审核路线（系统管理员）",
        description="可直接提交 csv 或 xlsx 文件内容，文件名写在 ?filename= 中；有问题时不保存。",
        tag=ORGANISATIONS,
        access=staff(Role.SYSTEM_ADMIN),
        body_bytes=FILE_BODY_BYTES,
        file_field="content",
        seconds=30.0,
    ),
    ApiRoute(
        method="GET",
        path="/organisations/by-code/{code}",
        request=accounts.ReadOrganisation,
        operation="accounts_read_organisation_by_code",
        summary="按代码查看单位",
        tag=ORGANISATIONS,
        access=PUBLIC,
        fixed={"organisation_id": None},
        problems=(NotFoundError,),
    ),
    ApiRoute(
        method="GET",
        path="/organisations/{organisation_id}",
        request=accounts.ReadOrganisation,
        summary="查看单位与审核路线",
        tag=ORGANISATIONS,
        access=PUBLIC,
        fixed={"code": None},
        problems=(NotFoundError,),
    ),
    ApiRoute(
        method="GET",
        path="/bindings",
        request=accounts.ListBindings,
        summary="本人的单位关系，或本单位待确认的人员",
        tag=BINDINGS,
        access=SIGNED_IN,
    ),
    ApiRoute(
        method="POST",
        path="/bindings",
        request=accounts.RequestBinding,
        summary="选择所在单位，请单位确认",
        tag=BINDINGS,
        status=201,
        problems=(NotFoundError, ValidationFailedError),
        example={"organisation_id": SAMPLE_ID},
    ),
    ApiRoute(
        method="POST",
        path="/bindings/{binding_id}/decision",
        request=accounts.ConfirmBinding,
        summary="确认或不予确认人员关系（单位人事）",
        tag=BINDINGS,
        access=staff(Role.UNIT_HR),
        problems=(NotFoundError, SeparationOfDutiesError),
        example={"confirm": True},
    ),
    ApiRoute(
        method="GET",
        path="/client-tokens",
        request=accounts.ListClientTokens,
        summary="客户端令牌一览（安全管理员、审计员）",
        tag=CLIENTS,
        access=staff(Role.SECURITY_ADMIN, Role.AUDITOR),
    ),
    ApiRoute(
        method="POST",
        path="/client-tokens",
        request=accounts.IssueClientToken,
        summary="签发客户端令牌（安全管理员）",
        description="令牌只在此回答中出现一次，请妥善保存。",
        tag=CLIENTS,
        access=staff(Role.SECURITY_ADMIN),
        status=201,
        problems=(NotFoundError,),
        example={
            "name": "样例·人事系统",
            "organisation_id": SAMPLE_ID,
            "scopes": ["seats:read", "review:read"],
            "valid_days": 90,
        },
    ),
    ApiRoute(
        method="DELETE",
        path="/client-tokens/{client_id}",
        request=accounts.RevokeClientToken,
        summary="停用客户端令牌（安全管理员）",
        tag=CLIENTS,
        access=staff(Role.SECURITY_ADMIN),
        problems=(NotFoundError, ForbiddenError),
    ),
)
