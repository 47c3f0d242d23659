"""What can be wrong with an HTTP request before any service is asked."""

from __future__ import annotations

from services.contracts.errors import TepeiError


class MethodNotAllowedError(TepeiError):
    """The address exists, but not for this method."""

    code = "method_not_allowed"
    title = "不支持的请求方法"
    sentence = "此地址不支持这种请求方法，请查看接口说明。"


class LengthRequiredError(TepeiError):
    """A body without Content-Length: its size must be known before it is read."""

    code = "length_required"
    title = "缺少内容长度"
    sentence = "请求须注明内容长度（Content-Length），请重新提交。"


class UnsupportedMediaTypeError(TepeiError):
    """The body is not of a kind this address takes."""

    code = "unsupported_media_type"
    title = "内容类型不支持"
    sentence = "不支持这种内容类型，请查看接口说明。"


class BodyTooSlowError(TepeiError):
    """The body did not arrive in time."""

    code = "body_too_slow"
    title = "传送超时"
    sentence = "请求内容传送过慢，请检查网络后重试；已保存的内容不会丢失。"


class HeadTooLargeError(TepeiError):
    """The head of the request is larger than any honest one."""

    code = "head_too_large"
    title = "请求头过大"
    sentence = "请求头过大，请清除本站 Cookie 后重试。"


class ForgeryRefusedError(TepeiError):
    """A write with a session cookie that does not come from one of our pages."""

    code = "forgery_refused"
    title = "页面已过期"
    sentence = "页面已过期或请求来自其他网站，请刷新页面后重试；已保存的内容不会丢失。"


class TooManyRequestsError(TepeiError):
    """More requests at once than the gateway can hold."""

    code = "too_many_requests"
    title = "访问人数较多"
    sentence = "当前访问人数较多，请稍候片刻再试；已保存的内容不会丢失。"


_KIBI = 1024


def size_text(limit: int) -> str:
    """A number of bytes as people say it: `64 KB`, `4 MB`."""
    kilobytes = limit // _KIBI
    return f"{kilobytes // _KIBI} MB" if kilobytes >= _KIBI else f"{kilobytes} KB"
