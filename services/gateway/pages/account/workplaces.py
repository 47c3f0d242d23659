"""Where somebody works: their roles by organisation, each with the way to its pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from starlette.responses import Response

from services.contracts.requests.accounts import RoleView
from services.contracts.vocabulary import Role
from services.gateway.pages.account.bureau import OFFICERS
from services.gateway.pages.content.office import STAFF as REGION_STAFF
from services.gateway.pages.core.navigation import DESK_ROLES
from services.gateway.pages.core.page import Page

APPLICANT_HOME = "/applications"

_HR = frozenset({Role.UNIT_HR})
_FINAL = frozenset({Role.FINAL_OFFICER, Role.FINAL_LEADER})
_REGION = frozenset(REGION_STAFF)
_ADMINISTRATORS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR})


@dataclass(frozen=True)
class Door:
    """Pages of an organisation and who may open them."""

    text: str
    address: str
    roles: frozenset[Role]


DOORS: tuple[Door, ...] = (
    Door("确认本单位人员", "/unit/{organisation_id}/people", _HR),
    Door("确认自行登记的单位", "/bureau/{organisation_id}/units", frozenset(OFFICERS)),
    Door("纸质材料审核", "/desk/{organisation_id}/paper", _FINAL),
    Door("名单汇总表", "/desk/{organisation_id}/lists", _FINAL),
    Door("寄送材料包", "/desk/{organisation_id}/packages", _FINAL),
    Door("收到的汇总表", "/region/{organisation_id}/lists", _REGION),
    Door("收到的材料包", "/region/{organisation_id}/packages", _REGION),
    Door("放弃培养", "/region/{organisation_id}/giving-up", _REGION),
    Door("人选确定", "/region/{organisation_id}/determination", _REGION),
    Door("培养安排", "/region/{organisation_id}/training", _REGION),
    Door("培养通知", "/desk/{organisation_id}/notifications", DESK_ROLES - _REGION),
    Door("待办申报", "/desk/{organisation_id}", DESK_ROLES),
    Door("复核", "/re-reviews/{organisation_id}", frozenset({Role.RE_REVIEWER})),
    Door("审核进度", "/desk/{organisation_id}/progress", DESK_ROLES),
    Door("我的导出", "/exports", DESK_ROLES),
    Door("公开内容", "/content/{organisation_id}", _REGION),
    Door("单位与审核路线", "/admin/organisations", _ADMINISTRATORS),
    Door("导入单位", "/admin/organisations/import", frozenset({Role.SYSTEM_ADMIN})),
    Door("工作人员账号", "/admin/people", frozenset({Role.SYSTEM_ADMIN})),
    Door("人员与角色", "/admin/people", frozenset({Role.SECURITY_ADMIN})),
    Door("客户端令牌", "/admin/tokens", frozenset({Role.SECURITY_ADMIN, Role.AUDITOR})),
    Door("日志", "/audit", frozenset({Role.SECURITY_ADMIN, Role.AUDITOR})),
    Door("公平性报告", "/admin/fairness", frozenset({Role.AUDITOR})),
    Door("按编号查询进度", "/helpline", frozenset({Role.HELPLINE})),
    Door("忘记密码的工作人员", "/resets", _ADMINISTRATORS),
)
"""Every door a role has, in the order they are shown; each leads to a page of the table."""


@dataclass(frozen=True)
class Workplace:
    """One organisation: what somebody is there, and where that leads."""

    organisation_id: UUID
    name: str
    roles: tuple[str, ...]
    doors: tuple[Door, ...]


def workplaces_of(views: Iterable[RoleView], doors: Iterable[Door] = DOORS) -> list[Workplace]:
    """Roles grouped by organisation, in the order they were granted."""
    grouped: dict[UUID, list[RoleView]] = {}
    for view in views:
        grouped.setdefault(view.organisation_id, []).append(view)
    return [
        Workplace(
            organisation_id,
            held[0].organisation_name,
            tuple(dict.fromkeys(view.role.label for view in held)),
            tuple(_opened(doors, organisation_id, {view.role for view in held})),
        )
        for organisation_id, held in grouped.items()
    ]


def _opened(doors: Iterable[Door], organisation_id: UUID, held: set[Role]) -> Iterable[Door]:
    for door in doors:
        if door.roles & held:
            address = door.address.format(organisation_id=organisation_id)
            yield Door(door.text, address, door.roles)


async def workplaces(page: Page) -> Response:
    """Everybody's way to their work; applicants go on to their application."""
    if page.me.first_password:
        said = "您的密码由管理员设定。请先改为自己的密码，岗位才能生效。"
        return page.redirect("/account/password", said=said)
    if not page.me.roles:
        return page.redirect(APPLICANT_HOME)
    return page.render("account/workplaces.html", places=workplaces_of(page.me.roles))
