"""`make admin` asks for three logins with names before it touches anything."""

from __future__ import annotations

import pytest

from operations import admin


@pytest.mark.parametrize(
    "words",
    [
        ["SYSTEM=", "SECURITY=", "AUDITOR="],
        ["SYSTEM=li.si", "SECURITY=wang.wu 样例", "AUDITOR=zhao.liu 样例"],
        ["SYSTEM=li.si 样例", "SECURITY=wang.wu 样例", "AUDITOR=zhao.liu  "],
    ],
)
def test_a_login_without_a_name_shows_how_to_call_it(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert admin.main(words) == 2
    assert capsys.readouterr().out.strip() == admin.USAGE
