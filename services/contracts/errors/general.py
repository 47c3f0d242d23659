"""Errors of any service, and the two words of a consumer: never, later."""

from __future__ import annotations

from services.contracts.errors.base import TepeiError


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


class NotFoundError(TepeiError):
    """It does not exist, or is not yours: the caller cannot tell which."""

    code = "not_found"
    title = "没有找到"
    sentence = "没有找到您要的内容，请核对网址或编号。"


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
    sentence = (
        "内容已在别处更新（您看到的是第{expected}次改动，现为第{current}次），请刷新后再操作。"
    )


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
