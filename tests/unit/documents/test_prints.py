"""Which print is current, in whatever order events arrive."""

from __future__ import annotations

from services.contracts.vocabulary import DocumentKind, SeatKind
from services.documents.domain.prints import Standing, form_file_name, list_file_name


def test_only_the_newest_version_counts() -> None:
    assert [Standing(2).counts_version(number) for number in (1, 2, 3)] == [False, True, True]


def test_an_approval_of_an_older_version_or_an_older_approval_does_not_count() -> None:
    standing = Standing(2, sequence=7)
    assert standing.counts_approval(2, 7)
    assert not standing.counts_approval(1, 9)
    assert not standing.counts_approval(2, 6)


def test_nothing_counts_after_a_withdrawal() -> None:
    standing = Standing(1, closed=True)
    assert not standing.counts_version(2)
    assert not standing.counts_approval(2, 99)


def test_file_names_hold_numbers_and_versions_only() -> None:
    assert form_file_name(DocumentKind.OFFICIAL_FORM, "TP2019-653201-00017", 3) == (
        "TP2019-653201-00017-第3版-申报表.pdf"
    )
    assert list_file_name(DocumentKind.LIST_XLSX, 2019, SeatKind.LONG, 2) == (
        "2019年特培名单汇总表-疆内长期一年-第2版.xlsx"
    )
