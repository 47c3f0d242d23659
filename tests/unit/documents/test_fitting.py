"""Shrinking 10.5 → 9 → 8 pt, wrapping, splitting."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.documents.render.fitting import Box, fit, fit_or_split


def em(char: str) -> float:
    """Han one em, anything else half."""
    return 1.0 if ord(char) >= 0x2E80 or char in "—…" else 0.5


WIDE = Box(width_mm=30.65, height_mm=8.45, leading=1.14)


@pytest.mark.parametrize(
    ("length", "size"),
    [(2, 10.5), (16, 10.5), (17, 9.0), (18, 9.0), (19, 8.0), (20, 8.0), (50, 8.0)],
)
def test_size_shrinks_only_as_far_as_needed(length: int, size: float) -> None:
    assert fit("样" * length, WIDE, em).size_pt == size


def test_text_that_fits_nowhere_is_kept_whole_at_the_smallest_size() -> None:
    assert fit("样" * 80, WIDE, em).shown == "样" * 80


def test_a_long_word_is_broken_rather_than_cut() -> None:
    assert WIDE.count_lines("a" * 100, 8.0, em) == 5


def test_closing_punctuation_never_begins_a_line() -> None:
    box = Box(width_mm=3.71 * 4, height_mm=40)
    assert box.count_lines("一二三四，五", 10.5, em) == 2
    assert box.count_lines("一二三四五，六七", 10.5, em) == 2


def test_lines_beside_the_seal_are_shorter() -> None:
    open_box = Box(width_mm=100, height_mm=20)
    sealed = Box(width_mm=100, height_mm=20, seal_mm=45, seal_height_mm=20)
    text = "样" * 100
    assert sealed.count_lines(text, 10.5, em) > open_box.count_lines(text, 10.5, em)


def test_what_does_not_fit_is_split_off_without_losing_a_character() -> None:
    box = Box(width_mm=60, height_mm=20)
    text = "岗位需要系统学习介入诊疗，提高急症处置能力。" * 20
    fitted = fit_or_split(text, box, em)
    assert fitted.size_pt == 8.0
    assert fitted.rest != ""
    assert fitted.shown + fitted.rest == text


def test_what_fits_is_not_split() -> None:
    assert fit_or_split("短", Box(width_mm=60, height_mm=20), em).rest == ""


@given(st.text(alphabet="样例，。（a 1·\n", max_size=300))
def test_splitting_keeps_every_visible_character(text: str) -> None:
    fitted = fit_or_split(text, Box(width_mm=25, height_mm=12), em)
    joined = fitted.shown + fitted.rest
    assert joined.replace("\n", "") == text.replace("\n", "")
