"""Papers, rows, seats and lists as the services answer them, for the tests of pages."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from services.contracts.requests.quotas import SeatCellView
from services.contracts.requests.review_list_desk import ListDesk
from services.contracts.requests.review_lists import ListCandidate, ListRowView
from services.contracts.requests.review_paper import (
    PaperFile,
    PaperForm,
    PaperOriginal,
)
from services.contracts.vocabulary import ApplicationState, SeatKind

AT = datetime(2019, 3, 1, 4, 0, tzinfo=UTC)
CODE = "7K3M-9Q2T-XW4H"


def paper(**changes: Any) -> PaperFile:
    form = PaperForm(version_no=2, issued_at=AT, superseded_at=None)
    known: dict[str, Any] = {
        "application_id": uuid4(),
        "application_no": "TP2019-652900-00001",
        "version": 9,
        "version_no": 2,
        "state": ApplicationState.PAPER_CHECK,
        "state_label": ApplicationState.PAPER_CHECK.label,
        "unit_name": "样例单位",
        "seat_kind": SeatKind.INLAND,
        "specialty": "内科学",
        "form": form,
        "current": form,
        "copies": 3,
        "originals": (
            PaperOriginal(code="A01", label="居民身份证原件"),
            PaperOriginal(code="A02", label="学历证书原件"),
        ),
        "arrivals": (),
        "receipts": (),
        "can_register": True,
        "can_check": True,
        "can_return": True,
    }
    return PaperFile(**{**known, **changes})


def row(**changes: Any) -> ListRowView:
    known: dict[str, Any] = {
        "position": 1,
        "application_id": uuid4(),
        "application_no": "TP2019-652900-00001",
        "version": 4,
        "version_id": uuid4(),
        "version_no": 1,
        "state": ApplicationState.LISTED,
        "state_label": ApplicationState.LISTED.label,
        "plan_row_id": uuid4(),
        "specialty": "内科学",
        "recommend_order": None,
        "recommend_reason": None,
        "remark": None,
    }
    return ListRowView(**{**known, **changes})


def cell(left: int = 1, unit: str = "XJ-6529", **changes: Any) -> SeatCellView:
    known: dict[str, Any] = {
        "cell": "样例",
        "plan_row_id": uuid4(),
        "seat_kind": SeatKind.INLAND,
        "plan_unit_code": unit,
        "plan_unit_name": "样例地区",
        "specialty": "内科学",
        "quota": 3,
        "reserved": 3 - left,
        "confirmed": 0,
        "left": left,
    }
    return SeatCellView(**{**known, **changes})


def desk(*candidates: ListCandidate, mark: str = "1") -> ListDesk:
    return ListDesk(
        seat_kind=SeatKind.INLAND,
        plan_unit_code="XJ-6529",
        view=None,
        candidates=candidates,
        candidate_count=len(candidates),
        reserve=(),
        plan_row_ids=tuple(one.plan_row_id for one in candidates),
        can_nominate=True,
        mark=mark,
    )


def candidate(plan_row_id: UUID) -> ListCandidate:
    return ListCandidate(
        application_id=uuid4(),
        application_no="TP2019-652900-00002",
        version=3,
        seat_kind=SeatKind.INLAND,
        plan_row_id=plan_row_id,
        specialty="内科学",
        since=AT,
        refused_reason=None,
    )
