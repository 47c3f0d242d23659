"""What the pages of lists say and read, without a stack."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.contracts.requests.documents import DocumentState, DocumentSummary
from services.contracts.vocabulary import ApplicationState, DocumentKind
from services.gateway.pages.core.forms import Form
from services.gateway.pages.lists.orders import ordering_of, read_orders
from services.gateway.pages.lists.prints import all_made, by_version
from services.gateway.pages.lists.screen import screen_of
from tests.unit.gateway.pages.list_things import AT, CODE, candidate, cell, desk, row

# --- order ----------------------------------------------------------------------------------------

REASON = "本单位急需的学科带头人，业务扎实"


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
