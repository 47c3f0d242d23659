"""Sections of guides are found by their words."""

from __future__ import annotations

import pytest

from services.notices.domain.searching import excerpt, matching, sections, words_of

BODY = """开头一段。

## 上传材料 {#materials}

- **手机照片**可以直接传，见[联系方式](/contacts)。
- 断网后接着传。

![上传页面](guide-scans.png)

### 证件照

不小于295×413像素，可用JPG。
"""


def test_a_body_falls_into_its_sections_without_their_signs() -> None:
    first, second, third = sections(BODY)
    assert (first.heading, first.anchor, first.text) == ("", "", "开头一段。")
    assert (second.heading, second.anchor) == ("上传材料", "materials")
    assert second.text.startswith("手机照片可以直接传，见联系方式。")
    assert "guide-scans" not in second.text
    assert (third.heading, third.anchor) == ("证件照", "s2")


@pytest.mark.requirement("R36")
@pytest.mark.parametrize(
    ("query", "anchors"),
    [
        ("断网", ["materials"]),
        ("断网 手机", ["materials"]),
        ("jpg", ["s2"]),
        ("传 申报人", ["materials"]),
        ("断网 像素", []),
        ("申报人", []),
    ],
)
def test_every_word_must_be_found(query: str, anchors: list[str]) -> None:
    found = matching(BODY, "申报人指南", words_of(query))
    assert [section.anchor for section in found] == anchors


def test_the_excerpt_shows_the_word_in_its_surroundings() -> None:
    text = "甲" * 60 + "断网" + "乙" * 120
    shown = excerpt(text, ["断网"])
    assert shown.startswith("…甲")
    assert "断网" in shown
    assert shown.endswith("乙…")
    assert excerpt("断网后接着传", ["断网"]) == "断网后接着传"
