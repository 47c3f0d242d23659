"""Errors that cross the wire: a code for machines, a Chinese sentence for people.

Every class is registered by its code, so that an error raised in one service is the same class in
the caller. `params` fill the sentence and travel as data; they never hold personal data.
`findings` list what is wrong field by field.
"""

from __future__ import annotations

from typing import Any, ClassVar, Self

from pydantic import BaseModel, ConfigDict
from typing_extensions import override


class Finding(BaseModel):
    """One thing that is wrong with one field, row or rule."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    field: str
    code: str
    message: str


_REGISTRY: dict[str, type[TepeiError]] = {}


class TepeiError(Exception):
    """Base of all errors a caller may see."""

    code: ClassVar[str] = "internal"
    title: ClassVar[str] = "系统内部错误"
    sentence: ClassVar[str] = "系统暂时无法完成此操作，您的数据没有丢失，请稍后重试。"

    @override
    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Register the class under its code."""
        super().__init_subclass__(**kwargs)
        _REGISTRY[cls.code] = cls

    def __init__(
        self,
        message: str | None = None,
        *,
        findings: tuple[Finding, ...] = (),
        **params: Any,
    ) -> None:
        """Build the sentence from the class' template unless one is given."""
        self.params = params
        self.findings = findings
        self.message = message or self.sentence.format_map(params)
        super().__init__(self.message)

    def to_wire(self) -> dict[str, Any]:
        """The problem as plain data for a reply."""
        return {
            "code": self.code,
            "message": self.message,
            "params": {key: _plain(value) for key, value in self.params.items()},
            "findings": [finding.model_dump() for finding in self.findings],
        }

    @classmethod
    def from_wire(cls, problem: dict[str, Any]) -> TepeiError:
        """Rebuild the error; an unknown code becomes `InternalError`, its message kept."""
        known = _REGISTRY.get(str(problem.get("code")), InternalError)
        findings = tuple(Finding.model_validate(row) for row in problem.get("findings", ()))
        return known(problem.get("message"), findings=findings, **dict(problem.get("params", {})))

    @override
    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle by wire form (worker children hand errors to their parent)."""
        return _rebuild, (self.to_wire(),)

    def with_findings(self, *findings: Finding) -> Self:
        """The same error with findings added."""
        return type(self)(self.message, findings=(*self.findings, *findings), **self.params)


def _rebuild(problem: dict[str, Any]) -> TepeiError:
    return TepeiError.from_wire(problem)


def _plain(value: Any) -> Any:
    return value if isinstance(value, str | int | float | bool | list | dict | None) else str(value)


def registered_errors() -> dict[str, type[TepeiError]]:
    """All error classes by code (the gateway's table and the reference page cover each)."""
    return dict(_REGISTRY)


# --- how a consumer speaks: never again, later ------------------------------------------------


class Permanent(TepeiError):  # noqa: N818 -- one of the three words of a consumer
    """The message can never succeed: park it now."""

    code = "permanent"
    title = "消息无法处理"
    sentence = "消息无法处理，已转入人工处理队列。"


class TryAgain(TepeiError):  # noqa: N818 -- one of the three words of a consumer
    """Not now: deliver again after a delay, the attempt is counted."""

    code = "try_again"
    title = "请稍后重试"
    sentence = "系统正忙，请稍后重试。"


# --- general ------------------------------------------------------------------------------------


class InternalError(TepeiError):
    """Something unforeseen; details are in the log under the correlation id."""

    code = "internal_error"


class NotFoundError(TepeiError):
    """It does not exist, or is not yours: the caller cannot tell which."""

    code = "not_found"
    title = "没有找到"
    sentence = "没有找到您要的内容，请核对编号。"


class ForbiddenError(TepeiError):
    """The actor may see the thing but not do this with it."""

    code = "forbidden"
    title = "没有权限"
    sentence = "您没有办理此事项的权限，如有需要请联系本单位管理员。"


class UnauthenticatedError(TepeiError):
    """Nobody is signed in, or the signature of the actor does not verify."""

    code = "unauthenticated"
    title = "请先登录"
    sentence = "登录已失效，请重新登录；已保存的内容不会丢失。"


class SignInFailedError(TepeiError):
    """Wrong name or password; the answer does not tell which."""

    code = "sign_in_failed"
    title = "登录失败"
    sentence = "用户名或密码不正确，请重新输入。"


class InvalidRequestError(TepeiError):
    """The request itself is malformed; the findings name each field."""

    code = "invalid_request"
    title = "请求格式不正确"
    sentence = "提交的内容格式不正确，请按提示修改后重试。"


class ValidationFailedError(TepeiError):
    """Values are wrong or missing; the findings name each field."""

    code = "validation_failed"
    title = "填报内容需要修改"
    sentence = "有内容需要修改或补充，请按提示逐项处理。"


class StaleVersionError(TepeiError):
    """Somebody changed it meanwhile: `expected` is what the caller knew, `current` what is."""

    code = "stale_version"
    title = "内容已被更新"
    sentence = "内容已在别处更新（您看到的是第{expected}版，现为第{current}版），请刷新后再操作。"


class IllegalTransitionError(TepeiError):
    """The action is not possible in the current state."""

    code = "illegal_transition"
    title = "当前状态不能这样操作"
    sentence = "当前状态为“{state_label}”，不能进行此操作。"


class IdempotencyConflictError(TepeiError):
    """The idempotency key was used for another request."""

    code = "idempotency_conflict"
    title = "重复的请求编号"
    sentence = "同一请求编号已用于另一内容，请更换编号后重试。"


class InProgressError(TepeiError):
    """The same request is being handled at this moment."""

    code = "in_progress"
    title = "正在处理"
    sentence = "同一请求正在处理，请稍候查看结果，不必重复提交。"


class DeadlineExceededError(TepeiError):
    """No answer in time; the outcome is unknown, retry with the same idempotency key."""

    code = "deadline_exceeded"
    title = "处理超时"
    sentence = "系统繁忙，未能及时答复。请稍后用原内容重试，不会重复办理。"


class ServiceUnavailableError(TepeiError):
    """A part of the system is down."""

    code = "service_unavailable"
    title = "服务暂时不可用"
    sentence = "部分服务暂时不可用，请稍后重试；已保存的内容不会丢失。"


class TooLargeError(TepeiError):
    """The body is larger than allowed."""

    code = "too_large"
    title = "内容过大"
    sentence = "内容超过允许的大小（{limit}），请缩小后重试。"


# --- applications -------------------------------------------------------------------------------


class WindowClosedError(TepeiError):
    """Outside the online window (R46, R48): `opens` and `closes` in 北京时间."""

    code = "window_closed"
    title = "不在网上申报时间内"
    sentence = (
        "网上申报时间为{opens}至{closes}（北京时间），现在不能提交，逾期不予受理。"
        "草稿仍可查看。咨询电话：{helpline}。"
    )


class DuplicateApplicationError(TepeiError):
    """One live application per person and cycle (D02)."""

    code = "duplicate_application"
    title = "本年度已有申报"
    sentence = "您本年度已有一份申报（{application_no}，{state_label}），不能重复申报。"


class NotEligibleError(TepeiError):
    """A rule says FAIL; the findings name rule, data used and what to do (§5.1)."""

    code = "not_eligible"
    title = "不符合申报条件"
    sentence = "按通知规定，以下条件不符合，暂不能提交；如有异议可申请人工核对。"


class BindingMissingError(TepeiError):
    """The unit has not confirmed that the applicant works there."""

    code = "binding_missing"
    title = "单位尚未确认"
    sentence = "所在单位尚未确认您的人员关系，请联系单位人事部门确认后再提交；草稿已保存。"


class ScanRejectedError(TepeiError):
    """A scan cannot be accepted; the message says why and what to do."""

    code = "scan_rejected"
    title = "扫描件未被接受"
    sentence = "扫描件未被接受：{reason}"


# --- review and lists ---------------------------------------------------------------------------


class ChecklistIncompleteError(TepeiError):
    """Items without a mark; passing is not possible yet (R33)."""

    code = "checklist_incomplete"
    title = "尚有项目未审核"
    sentence = "还有{count}项没有审核结论，逐项审核后才能通过。"


class ChecklistHasProblemsError(TepeiError):
    """Items marked 有问题: return the file instead of passing it."""

    code = "checklist_has_problems"
    title = "有项目存在问题"
    sentence = "有{count}项标为“有问题”，请退回修改或改正结论后再通过。"


class OpinionMissingError(TepeiError):
    """The opinion is not written or not signed (R52)."""

    code = "opinion_missing"
    title = "推荐意见尚未完成"
    sentence = "推荐意见尚未出具或单位负责人尚未签署，不能通过。"


class SeparationOfDutiesError(TepeiError):
    """One person may not do both steps."""

    code = "separation_of_duties"
    title = "须由他人办理"
    sentence = "按岗位分离要求，此步骤须由另一位工作人员办理。"


class WrongVerifyCodeError(TepeiError):
    """The code on the paper is not that of the current print."""

    code = "wrong_verify_code"
    title = "核验码不符"
    sentence = "纸质材料的核验码与当前版本不符，请核对是否打印了最新版本。"


class PaperIncompleteError(TepeiError):
    """Copies or originals are missing (R39, R40)."""

    code = "paper_incomplete"
    title = "纸质材料不齐"
    sentence = "纸质材料不齐：{missing}。"


class ListNotReadyError(TepeiError):
    """The list cannot be frozen or submitted as it stands."""

    code = "list_not_ready"
    title = "汇总表暂不能办理"
    sentence = "汇总表暂不能办理：{reason}"


class LateError(TepeiError):
    """After the deadline that binds this step (R47, R48)."""

    code = "late"
    title = "已过截止时间"
    sentence = "已过截止时间（{deadline} 北京时间），逾期不予受理。"


# --- quotas -------------------------------------------------------------------------------------


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


# --- documents ----------------------------------------------------------------------------------


class MissingGlyphError(TepeiError):
    """No font has the character: the document is not made (never □)."""

    code = "missing_glyph"
    title = "有字无法打印"
    sentence = "“{field}”中的字符（{codepoint}）没有可用字形，文件未生成，请联系管理员补字。"


class NotRenderedYetError(TepeiError):
    """The document is still being made."""

    code = "not_rendered_yet"
    title = "文件正在生成"
    sentence = "文件正在生成，请稍候片刻再下载。"
