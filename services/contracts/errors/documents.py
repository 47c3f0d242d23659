"""Errors of rendered documents."""

from __future__ import annotations

from services.contracts.errors.base import TepeiError


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
