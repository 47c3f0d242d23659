"""The form of paper that came in: what it asks for and what it lacks."""

from __future__ import annotations

import pytest

from services.contracts.requests.review_paper import PaperWay
from services.gateway.pages.core.forms import Form
from services.gateway.pages.lists.arrivals import wanted_arrival
from tests.unit.gateway.pages.list_things import paper

CODE = "7K3M-9Q2T-XW4H"
POSTED = {
    "version": "9",
    "received_on": "2019-03-12",
    "way": "POST",
    "posted_on": "2019-03-10",
    "carrier": "邮政特快专递",
    "waybill": "",
    "copies": "3",
    "missing": "",
}


def test_posted_paper_has_its_postmark_and_carrier() -> None:
    request, errors = wanted_arrival(Form(POSTED.items()), paper(), CODE)
    assert request is not None
    assert errors == []
    assert (request.way, request.waybill, request.missing, request.copies, request.version) == (
        PaperWay.POST,
        None,
        None,
        3,
        9,
    )


def test_of_paper_brought_by_hand_nothing_of_the_post_is_kept() -> None:
    request, _ = wanted_arrival(Form({**POSTED, "way": "HAND"}.items()), paper(), CODE)
    assert request is not None
    assert (request.posted_on, request.carrier, request.waybill) == (None, None, None)


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("received_on", "昨天"),
        ("way", ""),
        ("posted_on", ""),
        ("carrier", ""),
        ("copies", "三"),
        ("copies", "100"),
        ("waybill", "1" * 41),
        ("missing", "缺" * 201),
    ],
)
def test_what_is_missing_or_wrong_is_named_at_its_field(field: str, typed: str) -> None:
    request, errors = wanted_arrival(Form({**POSTED, field: typed}.items()), paper(), CODE)
    assert request is None
    assert [finding.field for finding in errors] == [field]
