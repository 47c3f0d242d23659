"""Text as it may stand on paper."""

from __future__ import annotations

import pytest

from services.documents.render.text import clean, markup


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("样例\u202e江\u202c", "样例江"),  # an override would turn the rest of the line round
        ("样\u200b例\ufeff", "样例"),
        ("一\r\n二\r三", "一\n二\n三"),
        ("样例\x00\x07江", "样例江"),
        ("样例\t江", "样例 江"),
        ("a\u00a0b\u2003c", "a b c"),
        ("　　本人自愿", "　　本人自愿"),  # indentation of a paragraph stays
        ("e\u0301", "é"),
        ("ئۇ\u200cيغۇر", "ئۇ\u200cيغۇر"),  # a joiner belongs to the script
    ],
)
def test_invisible_and_misleading_characters_are_made_plain(given: str, expected: str) -> None:
    assert clean(given) == expected


def test_markup_of_people_is_shown_not_executed() -> None:
    shown = markup('<script>alert(1)</script>{{7*7}}<img src="file:///etc/passwd">&')
    assert shown == (
        "&lt;script&gt;alert(1)&lt;/script&gt;{{7*7}}"
        "&lt;img src=&#34;file:///etc/passwd&#34;&gt;&amp;"
    )


def test_a_dot_stays_with_the_character_before_it() -> None:
    assert markup("古丽·样例") == ('古<span class="w">丽<span class="d">·</span></span>样例')


def test_dots_at_the_edges_and_in_a_row_lose_nothing() -> None:
    bare = markup("·甲··乙·").striptags().replace(" ", "")
    assert bare == "·甲··乙·"


def test_line_ends_become_breaks() -> None:
    assert markup("甲\n乙·丙") == '甲<br><span class="w">乙<span class="d">·</span></span>丙'
