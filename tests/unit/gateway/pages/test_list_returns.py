"""The form that returns a list as a whole."""

from __future__ import annotations

import pytest

from services.gateway.pages.core.forms import Form
from services.gateway.pages.lists.list_returns import return_findings

WHOLE = {"text": "（样例）第二页未盖章，请核对后重新报送。", "due_day": "2019-03-30"}


def test_a_reason_and_a_day_are_all_it_needs() -> None:
    assert return_findings(Form(WHOLE.items())) == []


@pytest.mark.parametrize(
    ("field", "typed"),
    [("text", "未盖章"), ("text", "字" * 501), ("due_day", ""), ("due_day", "三月底")],
)
def test_what_is_missing_is_named_at_its_field(field: str, typed: str) -> None:
    assert [one.field for one in return_findings(Form({**WHOLE, field: typed}.items()))] == [field]
