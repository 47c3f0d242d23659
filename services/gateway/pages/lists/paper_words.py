"""What the paper check says: which paper lies there, whether it is valid, what is missing."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from services.contracts.requests.documents import CODE_PATTERN, CodeSubject
from services.contracts.requests.review_paper import PaperFile
from services.contracts.vocabulary import ApplicationState
from services.gateway.pages.core.filters import beijing
from services.gateway.pages.core.page import PageFinding

MOST_COPIES = 99


@dataclass(frozen=True)
class Standing:
    """Whether the paper counts, in a sentence; `good` leads on to the check."""

    good: bool
    text: str


def is_code(text: str) -> bool:
    """Whether it is written like a code."""
    return re.fullmatch(CODE_PATTERN, text) is not None


def other_paper(subject: CodeSubject) -> str | None:
    """What to do with a paper that is no official form; None for a form of somebody else's."""
    return {
        CodeSubject.APPLICANT_COPY: (
            "这是申报人留存件（未经审核），不是正式申报表。"
            "请申报人登录系统，打印网上审核通过后的正式申报表一式3份再交。"
        ),
        CodeSubject.LIST: "这是汇总表的核验码。报送汇总表请到“名单汇总表”页面办理。",
    }.get(subject)


def standing_of(file: PaperFile) -> Standing:
    """What the paper at hand is worth."""
    if file.form.superseded_at is not None:
        return Standing(False, _superseded(file))
    if file.state is ApplicationState.PAPER_CHECK:
        text = f"这是当前有效的正式申报表（第{file.form.version_no}版，"
        return Standing(True, f"{text}{beijing(file.form.issued_at)}生成）。")
    if file.state is ApplicationState.RETURNED:
        return Standing(
            False, "此申报已退回申报人修改。请等申报人重新提交、审核通过后交新打印的申报表。"
        )
    if file.receipts:
        seen = file.receipts[0]
        text = f"这份纸质材料已于{beijing(seen.checked_at)}由{seen.officer_name}审核通过"
        return Standing(False, f"{text}，现在的状态是“{file.state_label}”。")
    return Standing(False, f"此申报现在的状态是“{file.state_label}”，不能办理纸质材料审核。")


def _superseded(file: PaperFile) -> str:
    text = f"这份申报表是第{file.form.version_no}版，已于{beijing(file.form.superseded_at)}失效。"
    if file.current is None:
        return f"{text}申报人修改后尚未审核通过，现在没有有效的正式申报表，请等新版生成后再收。"
    return (
        f"{text}当前有效的是第{file.current.version_no}版（{beijing(file.current.issued_at)}生成），"
        "请申报人打印新版签字盖章后再交。"
    )


def paper_findings(file: PaperFile, copies: str, ticked: Collection[str]) -> list[PageFinding]:
    """What is missing, each at its field."""
    found: list[PageFinding] = []
    if not (copies.isascii() and copies.isdigit()):
        found.append(PageFinding("copies", "请填写收到的申报表份数"))
    elif int(copies[:4]) != file.copies:
        text = f"申报表应为{file.copies}份，实收{int(copies[:4])}份；不齐的不能通过"
        found.append(PageFinding("copies", text))
    return found + [
        PageFinding(one.code, f"未核验：{one.label}")
        for one in file.originals
        if one.code not in ticked
    ]
