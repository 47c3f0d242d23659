"""Verification codes and the paper check."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.contracts.errors import PaperIncompleteError, WrongVerifyCodeError
from services.review.app import new_code
from services.review.domain.checklist import Item, ItemKind, OriginalNeed
from services.review.domain.codes import BITS, canonical_code, format_code
from services.review.domain.paper import check_code, check_paper

CURRENT, OLDER = "7K2M-00AB-ZZ19", "1111-2222-3333"

ITEMS = tuple(
    Item("PAPER", code, ItemKind.ORIGINAL, label, (code,), "identity", OriginalNeed.ALWAYS)
    for code, label in (("A01", "居民身份证原件"), ("A02", "学历证书原件"))
)


@given(st.integers(min_value=0, max_value=2**BITS - 1))
def test_every_code_survives_typing(bits: int) -> None:
    code = format_code(bits)
    assert canonical_code(code.replace("-", " ").lower()) == code


def test_issued_codes_are_well_formed_and_differ() -> None:
    codes = {new_code() for _ in range(200)}
    assert len(codes) == 200
    assert all(canonical_code(code) == code for code in codes)


def test_letters_that_people_misread_are_forgiven() -> None:
    assert canonical_code(" 7k2m-OOab-zzI9 ") == CURRENT


@pytest.mark.parametrize("typed", ["", "7K2M-00AB", "7K2M-00AB-ZZ1U", "7K2M-00AB-ZZ199"])
def test_what_is_no_code_is_said_to_be_none(typed: str) -> None:
    with pytest.raises(WrongVerifyCodeError, match="12位"):
        canonical_code(typed)


def test_the_current_print_is_accepted() -> None:
    check_code("7k2m 00ab zz19", current=CURRENT, older=[OLDER])


def test_an_older_print_is_named_as_such() -> None:
    with pytest.raises(WrongVerifyCodeError, match="较早打印"):
        check_code(OLDER, current=CURRENT, older=[OLDER])


def test_a_foreign_print_is_not_taken_for_an_older_one() -> None:
    with pytest.raises(WrongVerifyCodeError, match="不符"):
        check_code("9999-9999-9999", current=CURRENT, older=[OLDER])


@pytest.mark.requirement("R39")
def test_three_copies_and_all_originals_pass() -> None:
    check_paper(3, ["A01", "A02", "A07"], ITEMS)


@pytest.mark.parametrize("copies", [0, 2, 4])
def test_another_number_of_copies_is_named(copies: int) -> None:
    with pytest.raises(PaperIncompleteError, match=f"实收{copies}份"):
        check_paper(copies, ["A01", "A02"], ITEMS)


@pytest.mark.requirement("R40")
def test_missing_originals_are_named_one_by_one() -> None:
    with pytest.raises(PaperIncompleteError) as refused:
        check_paper(3, ["A01"], ITEMS)
    assert "学历证书原件" in refused.value.message
    assert [finding.field for finding in refused.value.findings] == ["A02"]
