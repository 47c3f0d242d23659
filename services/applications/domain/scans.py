"""Scans as data: limits, parts, types, and the reasons for which a scan is not accepted (§2.5)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath

from services.applications.domain.form import MaterialRule

TYPES = {
    "image/jpeg": ("jpg", (".jpg", ".jpeg")),
    "image/png": ("png", (".png",)),
    "application/pdf": ("pdf", (".pdf",)),
}
"""Content type → kind and file extensions."""

PART_TYPE = "application/octet-stream"
"""Parts are no files yet: nothing that displays them is told a type."""

PREVIEW_TYPE = "image/jpeg"
"""Of pictures of pages. WebP would be a quarter smaller and take ten times as long to encode."""

_MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class ScanRules:
    """Limits of scans, in bytes, pixels, pages, minutes and hours."""

    part_bytes: int
    max_bytes: int
    max_total_bytes: int
    ticket_minutes: int
    link_minutes: int
    max_pixels: int
    long_side: int
    jpeg_quality: int
    max_pages: int
    watermark: str
    stale_hours: int
    preview_side: int
    thumbnail_side: int
    preview_quality: int


@dataclass(frozen=True, slots=True)
class PhotoRules:
    """The photo on the form, in pixels and bytes: 35 × 45 mm at 300 dpi."""

    min_width: int
    min_height: int
    width: int
    height: int
    max_bytes: int


@dataclass(frozen=True, slots=True)
class Part:
    """One part of an upload."""

    number: int
    offset: int
    size: int


@dataclass(frozen=True, slots=True)
class Announced:
    """What the client says about the file it wants to send."""

    filename: str
    content_type: str
    size: int
    consent: bool


REASONS = {
    "type_not_accepted": "此处只接受{accepts}文件，请转换后重新上传。",
    "type_mismatch": "文件内容、扩展名和类型不一致（{actual}），请勿改扩展名，用原文件重新上传。",
    "type_unknown": "不是可识别的PDF、JPG或PNG文件，请重新扫描或拍照后上传。",
    "too_large": "文件为{size}，超过单个文件{limit}的上限，请降低扫描分辨率或分成几个文件上传。",
    "total_too_large": "全部材料合计不能超过{limit}，请删除不需要的文件后再上传。",
    "too_many_files": "此处最多上传{limit}个文件，请先移除不需要的文件。",
    "consent_missing": "上传此材料须单独同意处理该敏感信息，请勾选同意后再上传。",
    "size_mismatch": "收到的文件不完整，请重新上传。",
    "digest_mismatch": "收到的文件与您选择的文件不一致，可能在传输中损坏，请重新上传。",
    "image_broken": "图片已损坏，无法打开，请重新拍照或扫描。",
    "image_too_many_pixels": "图片超过{limit}万像素，请用较低分辨率重新拍照或扫描。",
    "photo_too_small": "照片至少为{width}×{height}像素（现为{actual}），请换一张更清晰的照片。",
    "photo_too_heavy": "照片压缩后仍超过{limit}，请换一张背景简单的照片。",
    "pdf_broken": "PDF文件已损坏，无法打开，请重新生成。",
    "pdf_encrypted": "PDF文件有密码或权限限制，请去除后重新上传。",
    "pdf_active": "PDF文件含有脚本、自动动作或附件，请用“打印为PDF”重新生成后上传。",
    "pdf_too_many_pages": "PDF文件有{pages}页，最多{limit}页，请只上传需要的页。",
    "infected": "文件未通过病毒检查，请在清除病毒后重新上传。",
    "too_complex": "文件过于复杂，检查未能完成，请用“打印为PDF”或较低分辨率重新生成。",
    "not_checked": "系统在24小时内未能检查完这个文件，请重新上传；若再次出现，请拨打咨询电话。",
}
"""Reason code → the sentence the applicant reads."""


def reason_text(code: str, **words: object) -> str:
    """The sentence of a reason."""
    return REASONS[code].format_map(words)


def megabytes(size: int) -> str:
    """A size for people, in MB with one decimal, never rounded down to a limit it exceeds."""
    tenths = -(-size * 10 // _MIB)
    whole, tenth = divmod(tenths, 10)
    return f"{whole}MB" if not tenth else f"{whole}.{tenth}MB"


def plan_parts(size: int, part_bytes: int) -> tuple[Part, ...]:
    """Cut a file of this size into parts."""
    return tuple(
        Part(number, offset, min(part_bytes, size - offset))
        for number, offset in enumerate(range(0, size, part_bytes), start=1)
    )


def part_key(upload_id: object, number: int) -> str:
    """Where a part lies until it is checked; random, never reused, says nothing."""
    return f"quarantine/{upload_id}/{number:04d}"


def preview_key(scan_id: object, number: int) -> str:
    """Where the picture of a page lies; 0 is the small one of the first page."""
    return f"{preview_prefix(scan_id)}{number:02d}"


def preview_prefix(scan_id: object) -> str:
    """What the keys of a scan's pictures begin with."""
    return f"preview/{scan_id}/"


def accepted_key(scan_id: object) -> str:
    """Where the clean file lies."""
    return f"accepted/{scan_id}"


def refusal_of(
    announced: Announced,
    material: MaterialRule,
    rules: ScanRules,
    *,
    files_there: int,
    bytes_there: int,
) -> tuple[str, dict[str, object]] | None:
    """Why a file cannot even be sent: reason code and the words of its sentence, or None."""
    kind, extensions = TYPES.get(announced.content_type, ("", ()))
    extension = PurePath(announced.filename).suffix.lower()
    accepts = "、".join(name.upper() for name in material.accepts)
    total = bytes_there + announced.size
    # A new photo replaces the old one once it is accepted; other slots hold several files.
    full = material.max_files > 1 and files_there >= material.max_files
    checks: tuple[tuple[bool, str, dict[str, object]], ...] = (
        (
            announced.size > rules.max_bytes,
            "too_large",
            {"size": megabytes(announced.size), "limit": megabytes(rules.max_bytes)},
        ),
        (kind not in material.accepts, "type_not_accepted", {"accepts": accepts}),
        (
            extension not in extensions,
            "type_mismatch",
            {"actual": f"类型为{kind.upper()}，扩展名为{extension or '无'}"},
        ),
        (material.consent and not announced.consent, "consent_missing", {}),
        (full, "too_many_files", {"limit": material.max_files}),
        (
            total > rules.max_total_bytes,
            "total_too_large",
            {"limit": megabytes(rules.max_total_bytes)},
        ),
    )
    return next(((code, words) for refused, code, words in checks if refused), None)


def required_materials(
    materials: Iterable[MaterialRule], *, has_degree: bool, private_enterprise: bool
) -> tuple[str, ...]:
    """Slots that must hold an accepted scan at submission of this person (§2.5, T2)."""
    holds = {
        "always": True,
        "degree": has_degree,
        "private_enterprise": private_enterprise,
        "never": False,
    }
    return tuple(material.code for material in materials if holds[material.required_when])
