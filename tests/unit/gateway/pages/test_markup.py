"""Texts become HTML that holds nothing but our own elements."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from services.gateway.pages.public.markup import Picture, excerpt_with_facts, render_body

FACTS = {"申报截止": Markup("3月15日"), "咨询电话": Markup('<a href="tel:+86">0991</a>')}
PICTURES = {"guide-tasks.png": Picture("/assets/guide-tasks-1.png", 720, 400)}


def html(body: str) -> str:
    return str(render_body(body, FACTS, PICTURES.get).html)


def test_headings_get_the_anchors_the_search_points_to() -> None:
    rendered = render_body("## 上传 {#materials}\n\n### 照片\n\n## 时间{申报截止}", FACTS)
    assert [(one.anchor, one.text, one.level) for one in rendered.headings] == [
        ("materials", "上传", 2),
        ("s2", "照片", 3),
        ("s3", "时间3月15日", 2),
    ]
    assert '<h2 class="govuk-heading-m" id="materials">上传</h2>' in rendered.html


def test_lists_steps_and_paragraphs() -> None:
    shown = html("第一段\n第二行\n\n- 甲\n- 乙\n1. 一\n2. 二")
    assert shown == (
        '<p class="govuk-body">第一段<br>第二行</p>\n'
        '<ul class="govuk-list govuk-list--bullet"><li>甲</li><li>乙</li></ul>\n'
        '<ol class="govuk-list govuk-list--number"><li>一</li><li>二</li></ol>'
    )


def test_links_bold_and_facts() -> None:
    assert '<a class="govuk-link" href="/plan">计划</a>' in html("见[计划](/plan)")
    assert "<strong>重要</strong>" in html("**重要**")
    assert html("截止{申报截止}") == '<p class="govuk-body">截止3月15日</p>'
    assert '<a href="tel:+86">' in html("电话{咨询电话}")
    assert "{别的}" in html("{别的}")


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "//evil.test", "http://evil.test", "data:text/html,x", "/a{咨询电话}"],
)
def test_other_addresses_stay_text(address: str) -> None:
    assert "govuk-link" not in html(f"[点我]({address})")


def test_a_picture_is_shown_only_if_it_exists() -> None:
    shown = html("![清单](guide-tasks.png)")
    assert (
        '<img src="/assets/guide-tasks-1.png" alt="清单" width="720" height="400" loading="lazy">'
        in shown
    )
    assert html("前\n\n![清单](guide-other.png)\n\n后") == (
        '<p class="govuk-body">前</p>\n<p class="govuk-body">后</p>'
    )


TAGS = re.compile(
    r"</?(?:p|br|h2|h3|ul|ol|li|strong|a|figure|img|figcaption)"
    r'(?: (?:class|id|href|src|alt|width|height|loading)="[^"<>]*")*>'
)


@given(st.text(alphabet="<>&\"'#-1. *[](){}/!a:\n甲申报截止咨询电话", max_size=80))
def test_whatever_is_written_only_our_elements_come_out(body: str) -> None:
    left = TAGS.sub("", html(body))
    assert "<" not in left
    assert ">" not in left


@pytest.mark.parametrize(
    ("cut", "shown"),
    [
        ("…到{申报截止}为止…", "…到3月15日为止…"),
        ("…报截止}为止，{申报…", "…为止，…"),
        ("请打{咨询电话}", '请打<a href="tel:+86">0991</a>'),
        ("<b>{别的}", "&lt;b&gt;{别的}"),
    ],
)
def test_what_a_search_shows_of_a_text_holds_its_facts(cut: str, shown: str) -> None:
    assert excerpt_with_facts(cut, FACTS) == shown
