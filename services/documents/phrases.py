"""Sentences the documents service says to people."""

from __future__ import annotations

from typing import Final

UNKNOWN_CODE: Final = "没有查到这个核验码，请核对纸面页脚上的字符后重试。"
NOT_MADE: Final = "文件未能生成，请联系管理员处理；申报内容没有受到影响。"
GLYPH_MISSING: Final = (
    "“{field}”中的字符（{codepoint}）没有可用字形，文件未生成，请联系管理员补字。"
)
CODE_CHECK_DOWN: Final = "核验服务暂时不可用，请稍后重试。"
VERSION_NOT_KNOWN_YET: Final = "版本信息尚未到达，稍后自动重试。"

EXPORT_NOT_MADE: Final = "表格未能生成，请重新导出；仍不成功的，请联系管理员。"
EXPORT_EXPIRED: Final = "表格已超过保留期限并删除，请重新导出。"
EXPORT_WAITS: Final = "表格正在生成，请稍候。"
