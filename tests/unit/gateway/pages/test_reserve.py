"""The form of a place on the reserve."""

from __future__ import annotations

import pytest

from services.gateway.pages.core.forms import Form
from services.gateway.pages.lists.reserve import reserve_findings

WHOLE = {"place": "1", "reason": "（样例）所在县急需此专业人员。"}


def test_a_place_and_a_reason_are_all_it_needs() -> None:
    assert reserve_findings(Form(WHOLE.items())) == []


@pytest.mark.requirement("F6")
@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("place", ""),
        ("place", "0"),
        ("place", "100"),
        ("place", "一"),
        ("reason", "急需"),
        ("reason", "字" * 301),
    ],
)
def test_what_is_missing_is_named_at_its_field(field: str, typed: str) -> None:
    assert [one.field for one in reserve_findings(Form({**WHOLE, field: typed}.items()))] == [field]
