"""The shortcut of the redaction never lets a text through that a pattern would mask."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from services.chassis.redaction import _HARMLESS, _PATTERNS, redact_text


def masked_slowly(text: str) -> str:
    for pattern, mask in _PATTERNS:
        text = pattern.sub(mask, text)
    return text


@given(st.text(alphabet="aJeyABIKz_./{}013985 :=@-$()", max_size=40))
@example("13912345678")
@example("650000199001010010")
@example("eyJhbGciOi.eyJhbGciOi.x")
def test_what_the_shortcut_passes_no_pattern_would_mask(text: str) -> None:
    if _HARMLESS.fullmatch(text):
        assert masked_slowly(text) == text
    assert redact_text(text) == masked_slowly(text)


@pytest.mark.parametrize(
    "word", ["/api/v1/applications/{application_id}", "9f2c61d07be4a835", "GET", "ok"]
)
def test_the_usual_words_of_a_log_line_take_the_shortcut(word: str) -> None:
    assert _HARMLESS.fullmatch(word)
