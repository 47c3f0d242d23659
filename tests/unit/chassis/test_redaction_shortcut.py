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


@given(
    st.one_of(
        st.text(alphabet="aJeyABIKz_./{}013985 :=@-$()", max_size=40),
        st.lists(
            st.sampled_from(
                ["person:", "token", "139", "-", "1234", "5678", "a", "/", "@", "eyJ."]
            ),
            max_size=12,
        ).map("".join),
    )
)
@example("13912345678")
@example("139-1234-5678")
@example("a0b1c139-1234-5678-9abc-def012345678")
@example("person://a:b@c")
@example("650000199001010010")
@example("eyJhbGciOi.eyJhbGciOi.x")
def test_what_the_shortcut_passes_no_pattern_would_mask(text: str) -> None:
    if _HARMLESS.fullmatch(text):
        assert masked_slowly(text) == text
    assert redact_text(text) == masked_slowly(text)


@pytest.mark.parametrize(
    "word",
    [
        "/api/v1/applications/{application_id}",
        "9f2c61d07be4a835",
        "GET",
        "ok",
        "desk-changed",
        "0b0ce7a1-5d5e-4c1b-9d5c-3a1f2b4c5d6e",
        "person:0b0ce7a1-5d5e-4c1b-9d5c-3a1f2b4c5d6e",
        "quotas.on_nominated",
    ],
)
def test_the_usual_words_of_a_log_line_take_the_shortcut(word: str) -> None:
    assert _HARMLESS.fullmatch(word)
