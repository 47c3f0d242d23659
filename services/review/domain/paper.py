"""Paper of one file: registered when it comes in (R41), checked against the form (transition 7)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from services.contracts.errors import (
    Finding,
    PaperIncompleteError,
    ValidationFailedError,
    WrongVerifyCodeError,
)
from services.contracts.requests.review_paper import PaperWay, RegisterPaper
from services.review.domain.checklist import Item
from services.review.domain.codes import canonical_code

COPIES = 3
"""一式3份 (R39)."""


def check_code(typed: str, *, current: str, older: Collection[str]) -> None:
    """The paper must be the current print.

    Args:
        typed: As read from the paper.
        current: Code of the current official form.
        older: Codes of superseded official forms of the same file.

    Raises:
        WrongVerifyCodeError: says whether the paper is an older print.
    """
    code = canonical_code(typed)
    if code == current:
        return
    if code in older:
        raise WrongVerifyCodeError(
            "纸质材料是较早打印的版本，已失效；请申报人打印最新的申报表后再交。"
        )
    raise WrongVerifyCodeError(
        "核验码与此申报当前的正式申报表不符，请核对编号，确认不是他人的材料或申报人留存的样稿。"
    )


def check_paper(copies: int, seen: Collection[str], needed: Sequence[Item]) -> None:
    """Three copies and every needed original.

    Raises:
        PaperIncompleteError: names what is missing.
    """
    missing = [] if copies == COPIES else [f"申报表应为{COPIES}份，实收{copies}份"]
    lacking = [item for item in needed if item.code not in seen]
    missing += [item.label for item in lacking]
    if missing:
        raise PaperIncompleteError(missing="、".join(missing)).with_findings(
            *(
                Finding(field=item.code, code="original_missing", message="未核验原件")
                for item in lacking
            )
        )


def check_arrival(data: RegisterPaper, today: date) -> None:
    """Paper comes in today or earlier; what is posted has a postmark that is not later.

    Raises:
        ValidationFailedError: the findings name the fields.
    """
    findings = [] if data.received_on <= today else [_wrong("received_on", "收到日期不能晚于今天")]
    if data.way is PaperWay.POST:
        if data.posted_on is None:
            findings.append(_wrong("posted_on", "邮寄的，请填写寄出日期（以邮戳为准）"))
        elif data.posted_on > data.received_on:
            findings.append(_wrong("posted_on", "寄出日期不能晚于收到日期"))
        if not (data.carrier or "").strip():
            findings.append(_wrong("carrier", "邮寄的，请填写快递或邮政名称"))
    elif data.posted_on or data.carrier or data.waybill:
        findings.append(_wrong("way", "当面送交的，不填寄出日期、承运单位和单号"))
    if findings:
        raise ValidationFailedError(findings=tuple(findings))


def _wrong(field: str, message: str) -> Finding:
    return Finding(field=field, code="paper_arrival", message=message)
