"""Codes as they are read and what is said of papers, without a stack."""

from __future__ import annotations

from datetime import timedelta

import pytest

from services.contracts.requests.documents import CodeSubject
from services.contracts.requests.review_paper import (
    PaperForm,
    PaperReceiptView,
)
from services.contracts.vocabulary import ApplicationState
from services.gateway.pages.lists.codes import code_of
from services.gateway.pages.lists.paper_words import other_paper, paper_findings, standing_of
from tests.unit.gateway.pages.list_things import AT, CODE, paper

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
