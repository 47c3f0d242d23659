"""Units that register themselves (R04), passwords reset through the unit, one's own sign-ins.

Asking for a reset and setting the new password stay pages: nobody writes without signing in but
there (a red line has the list), and the gateway ends the person's sessions with a new password.
"""

from __future__ import annotations

from services.contracts.errors import (
    ForbiddenError,
    IllegalTransitionError,
    NotFoundError,
    SeparationOfDutiesError,
    ValidationFailedError,
)
from services.contracts.requests import accounts_resets, accounts_units
from services.contracts.vocabulary import Role
from services.gateway.access import SIGNED_IN, staff
from services.gateway.routes.accounts import ORGANISATIONS, PEOPLE
from services.gateway.routes.route import ApiRoute

BUREAU = staff(Role.MID_OFFICER, Role.FINAL_OFFICER)
CARD_CHECKERS = staff(Role.UNIT_HR, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR)

_REGISTRATION = "/unit-registrations/{registration_id}"

ROUTES: tuple[ApiRoute, ...] = (
    ApiRoute(
        method="POST",
        path="/unit-registrations",
        request=accounts_units.RegisterUnit,
        summary="登记名单中没有的单位，请当地人社局确认",
        tag=ORGANISATIONS,
        access=SIGNED_IN,
        status=201,
        problems=(ValidationFailedError,),
        example={
            "name": "（样例）天山科技有限公司",
            "uscc": "91650100MA00000001",
            "region_code": "650102",
            "unit_nature": "PRIVATE_ENTERPRISE",
            "address": "样例路1号",
            "hr_contact": "样例甲",
            "hr_phone": "0991-0000000",
        },
    ),
    ApiRoute(
        method="GET",
        path="/unit-registrations",
        request=accounts_units.ListUnitRegistrations,
        summary="本人登记的单位，或请本局确认的单位",
        tag=ORGANISATIONS,
        access=SIGNED_IN,
        problems=(NotFoundError,),
    ),
    ApiRoute(
        method="GET",
        path=_REGISTRATION,
        request=accounts_units.ReadUnitRegistration,
        summary="一份单位登记（登记人、当地人社局）",
        tag=ORGANISATIONS,
        access=SIGNED_IN,
        problems=(NotFoundError,),
    ),
    ApiRoute(
        method="POST",
        path=f"{_REGISTRATION}/decision",
        request=accounts_units.DecideUnitRegistration,
        summary="确认或不予确认单位登记（当地人社局）",
        tag=ORGANISATIONS,
        access=BUREAU,
        problems=(
            NotFoundError,
            IllegalTransitionError,
            SeparationOfDutiesError,
            ValidationFailedError,
        ),
        example={"confirm": True},
    ),
    ApiRoute(
        method="GET",
        path="/password-resets",
        request=accounts_resets.ListPasswordResets,
        summary="等待核对身份证件的人员（单位人事、管理员）",
        tag=PEOPLE,
        access=CARD_CHECKERS,
        problems=(NotFoundError,),
    ),
    ApiRoute(
        method="POST",
        path="/password-resets/{reset_id}/code",
        request=accounts_resets.IssueResetCode,
        summary="核对身份证件后发给一次性口令",
        description="口令只显示这一次，由办理人当面交给本人。",
        tag=PEOPLE,
        access=CARD_CHECKERS,
        problems=(NotFoundError, ForbiddenError, ValidationFailedError),
        example={"id_number": "650000198405010010"},
    ),
    ApiRoute(
        method="GET",
        path="/sign-ins",
        request=accounts_resets.ReadMySignIns,
        summary="本人最近的登录",
        tag=PEOPLE,
        access=SIGNED_IN,
    ),
)
