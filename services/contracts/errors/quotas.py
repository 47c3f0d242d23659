"""Errors of the plan and its seats."""

from __future__ import annotations

from services.contracts.errors.base import TepeiError


class PlanInvalidError(TepeiError):
    """The plan breaks a publish check; the findings name check and row (§4.1)."""

    code = "plan_invalid"
    title = "计划表未通过检查"
    sentence = "计划表有{count}处问题，未保存；请按提示修改后重新导入。"


class QuotaBelowUseError(TepeiError):
    """A cell cannot be lowered below what is used."""

    code = "quota_below_use"
    title = "名额不能低于已用数"
    sentence = "名额不能低于已占用数（已占用{used}）。"
