"""Chinese sentences the gateway itself says; business sentences come from the services."""

from __future__ import annotations

BODY_NOT_AN_OBJECT = "请求内容必须是一个 JSON 对象。"
BODY_NOT_UTF8 = "请求内容必须使用 UTF-8 编码。"
BODY_TOO_DEEP = "请求内容嵌套过深（超过{limit}层），请简化后重试。"
BODY_NOT_JSON = "请求内容不是有效的 JSON（第{line}行第{column}列附近），请检查格式。"
BODY_NUMBER_TOO_LONG = "请求内容中有过长的数字，请检查格式。"
DUPLICATE_KEY = "同一名称在请求中出现了多次，请只保留一个。"
NOT_A_NUMBER = "数值不能是 {name}，请填写普通数字。"
UNSTORABLE_TEXT = "文字中含有无法保存的控制字符，请删除后重试。"
WRONG_MEDIA_TYPE = "请以 Content-Type: application/json 提交 JSON 内容。"
WRONG_FORM_TYPE = "请用页面上的表单提交。"
BAD_FORM = "提交的内容不完整或格式不正确，请返回上一页重试；已填写的内容还在页面上。"
BODY_TOO_SLOW = "请求内容传送过慢，请检查网络后重试。"
DUPLICATE_PARAMETER = "同一参数在地址中出现了多次，请只保留一个。"
BAD_IF_MATCH = 'If-Match 应为版本号，例如 If-Match: "3"。'
BAD_IDEMPOTENCY_KEY = "Idempotency-Key 应为 8–100 个字母、数字或 . _ : - 字符。"
ORIGIN_REFUSED = "请求来自其他网站，已被拒绝；请在本系统页面内操作。"
CSRF_REFUSED = "页面已过期，请刷新后重试；已保存的内容不会丢失。"
NO_CREDENTIALS_MIX = "请求同时带有登录会话和客户端令牌，请只使用一种。"
CLIENT_READS_ONLY = "客户端令牌不含此权限（{scope}），请联系安全管理员。"
CLIENT_NOT_ALLOWED = "此操作须由本人登录办理，不能使用客户端令牌。"

FIELD_MESSAGES: dict[str, str] = {
    "missing": "此项必填。",
    "extra_forbidden": "没有这一项，请核对名称。",
    "string_type": "请填写文字。",
    "string_too_short": "至少填写{min_length}个字。",
    "string_too_long": "不能超过{max_length}个字。",
    "string_pattern_mismatch": "格式不正确，请核对。",
    "int_type": "请填写整数。",
    "int_parsing": "请填写整数。",
    "int_from_float": "请填写整数。",
    "float_type": "请填写数字。",
    "float_parsing": "请填写数字。",
    "bool_type": "请填写“是”或“否”（true 或 false）。",
    "bool_parsing": "请填写“是”或“否”（true 或 false）。",
    "greater_than_equal": "不能小于{ge}。",
    "greater_than": "必须大于{gt}。",
    "less_than_equal": "不能大于{le}。",
    "less_than": "必须小于{lt}。",
    "uuid_type": "编号格式不正确。",
    "uuid_parsing": "编号格式不正确。",
    "enum": "只能选择：{expected}。",
    "literal_error": "只能选择：{expected}。",
    "too_short": "至少填写{min_length}项。",
    "too_long": "内容过多，最多{max_length}项（或字节）。",
    "dict_type": "请填写一组“名称: 值”。",
    "list_type": "请填写列表。",
    "tuple_type": "请填写列表。",
    "date_type": "请填写日期，例如 2019-03-15。",
    "date_parsing": "请填写日期，例如 2019-03-15。",
    "date_from_datetime_parsing": "请填写日期，例如 2019-03-15。",
    "datetime_type": "请填写带时区的时间，例如 2019-03-15T18:00:00+08:00。",
    "datetime_parsing": "请填写带时区的时间，例如 2019-03-15T18:00:00+08:00。",
    "datetime_from_date_parsing": "请填写带时区的时间，例如 2019-03-15T18:00:00+08:00。",
    "timezone_aware": "时间必须带时区，例如 2019-03-15T18:00:00+08:00。",
    "base64_decode": "文件内容必须用 Base64 编码。",
    "model_type": "格式不正确，应为一个对象。",
}
"""What to tell for each kind of validation error; the placeholders are pydantic's context."""

FIELD_MESSAGE_DEFAULT = "填写的内容不正确，请核对。"
