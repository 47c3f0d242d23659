"""What the pages of paper and lists say and read, without a stack."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.contracts.requests.documents import CodeSubject, DocumentState, DocumentSummary
from services.contracts.requests.quotas import SeatCellView
from services.contracts.requests.review_list_desk import ListDesk
from services.contracts.requests.review_lists import ListCandidate, ListRowView
from services.contracts.requests.review_paper import (
    PaperFile,
    PaperForm,
    PaperOriginal,
    PaperReceiptView,
)
from services.contracts.vocabulary import ApplicationState, DocumentKind, SeatKind
from services.gateway.pages.core.forms import Form
from services.gateway.pages.lists.codes import code_of
from services.gateway.pages.lists.orders import ordering_of, read_orders
from services.gateway.pages.lists.paper_words import other_paper, paper_findings, standing_of
from services.gateway.pages.lists.prints import all_made, by_version
from services.gateway.pages.lists.screen import screen_of

AT = datetime(2019, 3, 1, 4, 0, tzinfo=UTC)
CODE = "7K3M-9Q2T-XW4H"


# --- codes ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "read",
    [
        CODE,
        " 7k3m9q2txw4h\n",
        "7K3M 9Q2T XW4H",
        "７Ｋ３Ｍ－９Ｑ２Ｔ－ＸＷ４Ｈ",
        f"https://tepei.example/check?code={CODE}",
        f"https://desk-2019-list/check/{CODE}#top",
    ],
)
def test_a_code_is_found_however_it_was_read(read: str) -> None:
    assert code_of(read) == CODE


def test_letters_that_look_like_figures_are_forgiven() -> None:
    assert code_of("7KOM-9QIT-XWLH") == "7K0M-9Q1T-XW1H"


def test_what_holds_no_code_comes_back_short() -> None:
    assert code_of("样例") == "样例"
    assert len(code_of("9" * 50)) == 20


# --- paper ----------------------------------------------------------------------------------------


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
        "receipts": (),
        "can_check": True,
        "can_return": True,
    }
    return PaperFile(**{**known, **changes})


def test_a_current_form_that_waits_for_paper_counts() -> None:
    assert standing_of(paper()).good


def test_a_superseded_form_names_the_one_that_counts_or_that_there_is_none() -> None:
    old = PaperForm(version_no=1, issued_at=AT, superseded_at=AT + timedelta(days=1))
    said = standing_of(paper(form=old))
    assert not said.good
    assert "第1版" in said.text
    assert "当前有效的是第2版" in said.text
    assert "没有有效的正式申报表" in standing_of(paper(form=old, current=None)).text


def test_a_returned_file_takes_no_paper() -> None:
    said = standing_of(paper(state=ApplicationState.RETURNED))
    assert (said.good, "退回申报人" in said.text) == (False, True)


def test_paper_that_was_checked_says_by_whom() -> None:
    seen = PaperReceiptView(copies=3, originals=(), officer_name="样例甲", checked_at=AT)
    state = ApplicationState.LISTED
    said = standing_of(paper(state=state, state_label=state.label, receipts=(seen,)))
    assert not said.good
    assert "样例甲" in said.text


def test_other_papers_are_told_apart() -> None:
    assert "留存件" in (other_paper(CodeSubject.APPLICANT_COPY) or "")
    assert "汇总表" in (other_paper(CodeSubject.LIST) or "")
    assert other_paper(CodeSubject.OFFICIAL_FORM) is None


@pytest.mark.parametrize(
    ("copies", "ticked", "fields"),
    [
        ("3", ["A01", "A02"], []),
        ("", ["A01", "A02"], ["copies"]),
        ("三", ["A01", "A02"], ["copies"]),
        ("2", ["A02"], ["copies", "A01"]),
        ("3", [], ["A01", "A02"]),
    ],
)
def test_what_is_missing_is_named_at_its_field(
    copies: str, ticked: list[str], fields: list[str]
) -> None:
    assert [one.field for one in paper_findings(paper(), copies, ticked)] == fields


# --- order ----------------------------------------------------------------------------------------

REASON = "本单位急需的学科带头人，业务扎实"


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


def typed(at: UUID, order: str = "", reason: str = "", remark: str = "") -> Form:
    return Form([(f"order-{at}", order), (f"reason-{at}", reason), (f"remark-{at}", remark)])


def test_only_rows_that_were_changed_are_stored() -> None:
    one, other = row(), row(recommend_order=1, recommend_reason=REASON, remark="调剂")
    form = Form(
        typed(one.application_id, "２", REASON).pairs
        + typed(other.application_id, "1", REASON, "调剂").pairs
    )
    read = read_orders([one, other], form)
    assert [(c.application_id, c.recommend_order) for c in read.changed] == [
        (one.application_id, 2)
    ]


def test_an_order_can_be_taken_away_and_leaves_no_reason() -> None:
    one = row(recommend_order=1, recommend_reason=REASON)
    (changed,) = read_orders([one], typed(one.application_id, "", REASON)).changed
    assert (changed.recommend_order, changed.reason) == (None, None)


@pytest.mark.parametrize(
    ("order", "reason", "remark", "field"),
    [
        ("0", REASON, "", "order"),
        ("1000", REASON, "", "order"),
        ("一", REASON, "", "order"),
        ("1", "太短", "", "reason"),
        ("1", "", "", "reason"),
        ("", "", "备" * 41, "remark"),
    ],
)
def test_what_cannot_be_stored_is_named_at_its_field(
    order: str, reason: str, remark: str, field: str
) -> None:
    one = row()
    read = read_orders([one], typed(one.application_id, order, reason, remark))
    assert [f.field for f in read.findings] == [f"{field}-{one.application_id}"]
    assert read.changed == ()


def test_rows_without_a_seat_yet_are_not_ordered() -> None:
    assert ordering_of([row(state=ApplicationState.NOMINATING)]) == []


# --- prints ---------------------------------------------------------------------------------------


def document(kind: DocumentKind, state: DocumentState, **changes: Any) -> DocumentSummary:
    known: dict[str, Any] = {
        "document_id": uuid4(),
        "kind": kind,
        "state": state,
        "version_no": 1,
        "verify_code": CODE,
        "template_version": "1",
        "requested_at": AT,
        "rendered_at": AT if state is DocumentState.READY else None,
    }
    return DocumentSummary(**{**known, **changes})


def test_a_version_is_printed_once_both_files_have_come_to_their_end() -> None:
    pdf = document(DocumentKind.LIST_PDF, DocumentState.READY)
    pending = document(DocumentKind.LIST_XLSX, DocumentState.PENDING)
    failed = document(DocumentKind.LIST_XLSX, DocumentState.FAILED)
    assert not all_made([pdf], 1)
    assert not all_made([pdf, pending], 1)
    assert all_made([pdf, failed], 1)
    assert not all_made([pdf, failed], 2)


def test_only_what_was_made_has_an_address_and_the_newest_counts() -> None:
    pdf = document(DocumentKind.LIST_PDF, DocumentState.READY)
    again = document(
        DocumentKind.LIST_PDF, DocumentState.PENDING, requested_at=AT + timedelta(hours=1)
    )
    xlsx = document(DocumentKind.LIST_XLSX, DocumentState.READY)
    assert [one.address for one in by_version([xlsx, pdf])[1]] == [
        f"/api/v1/documents/{pdf.document_id}",
        f"/api/v1/documents/{xlsx.document_id}",
    ]
    assert by_version([pdf, again])[1][0].address is None


# --- the list as a whole --------------------------------------------------------------------------


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


def test_the_seats_shown_are_those_of_the_unit_and_of_its_candidates() -> None:
    own, asked, foreign = cell(), cell(0, "XJ-6530"), cell(1, "XJ-6531")
    one = candidate(asked.plan_row_id)
    screen = screen_of(desk(one), [own, asked, foreign], {})
    assert list(screen.seats) == [own, asked]
    assert (screen.left(one), screen.left(candidate(uuid4()))) == (0, None)


def test_what_is_seen_changes_with_the_list_and_with_the_seats_of_the_unit() -> None:
    row_id = uuid4()
    before = screen_of(desk(), [cell(1, plan_row_id=row_id)], {}).seen
    assert screen_of(desk(), [cell(1, plan_row_id=row_id)], {}).seen == before
    assert screen_of(desk(), [cell(0, plan_row_id=row_id)], {}).seen != before
    assert screen_of(desk(mark="2"), [cell(1, plan_row_id=row_id)], {}).seen != before
