"""The order of a list as a person types it: read, checked, compared with what is stored (R11)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from services.contracts.requests.review_lists import ListRowView, RowOrder
from services.contracts.vocabulary import ApplicationState
from services.gateway.pages.core.forms import Form
from services.gateway.pages.core.page import PageFinding

ORDER_MOST, REASON_LEAST, REASON_MOST, REMARK_MOST = 999, 10, 300, 40


@dataclass(frozen=True)
class OrderLine:
    """One row with what stands in its three fields."""

    row: ListRowView
    order: str
    reason: str
    remark: str


@dataclass(frozen=True)
class ReadOrders:
    """What was changed, or what must be corrected first."""

    changed: tuple[RowOrder, ...]
    findings: tuple[PageFinding, ...]


def ordering_of(rows: Iterable[ListRowView], form: Form | None = None) -> list[OrderLine]:
    """The fields of the rows that may be ordered: as typed, else as stored."""
    return [_line(row, form) for row in rows if row.state is ApplicationState.LISTED]


def read_orders(rows: Iterable[ListRowView], form: Form) -> ReadOrders:
    """Orders and remarks that differ from what is stored."""
    changed: list[RowOrder] = []
    findings: list[PageFinding] = []
    for line in ordering_of(rows, form):
        wrong = _wrong(line)
        findings += wrong
        if wrong or not _differs(line):
            continue
        number = int(line.order) if line.order else None
        changed.append(
            RowOrder(
                application_id=line.row.application_id,
                recommend_order=number,
                reason=line.reason if number is not None else None,
                remark=line.remark or None,
            )
        )
    return ReadOrders(tuple(changed), tuple(findings))


def _line(row: ListRowView, form: Form | None) -> OrderLine:
    at = row.application_id
    stored = (
        "" if row.recommend_order is None else str(row.recommend_order),
        row.recommend_reason or "",
        row.remark or "",
    )
    if form is None or f"order-{at}" not in form:
        return OrderLine(row, *stored)
    typed = unicodedata.normalize("NFKC", form[f"order-{at}"])
    return OrderLine(row, typed, form[f"reason-{at}"], form[f"remark-{at}"])


def _differs(line: OrderLine) -> bool:
    stored = _line(line.row, None)
    if (line.order, line.remark) != (stored.order, stored.remark):
        return True
    return bool(line.order) and line.reason != stored.reason


def _wrong(line: OrderLine) -> list[PageFinding]:
    found: list[PageFinding] = []
    at, number = line.row.application_id, line.row.application_no
    plain = line.order.isascii() and line.order.isdigit() and len(line.order) <= len("999")
    if line.order and not (plain and 1 <= int(line.order) <= ORDER_MOST):
        found.append(PageFinding(f"order-{at}", f"{number}：推荐顺序应为1至{ORDER_MOST}的整数"))
    if line.order and not REASON_LEAST <= len(line.reason) <= REASON_MOST:
        text = f"{number}：填写推荐顺序须写明理由，{REASON_LEAST}至{REASON_MOST}字，申报人可以看到"
        found.append(PageFinding(f"reason-{at}", text))
    if len(line.remark) > REMARK_MOST:
        found.append(PageFinding(f"remark-{at}", f"{number}：备注不超过{REMARK_MOST}字"))
    return found
