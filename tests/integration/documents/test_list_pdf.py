"""Annex 4 as PDF, looked at from outside."""

from __future__ import annotations

from pathlib import Path

import pytest

from services.contracts.errors import MissingGlyphError
from services.documents.render.renderers import ProgrammeRenderers
from tests.factories.documents import a_list
from tests.integration.documents.pdf_files import (
    characters_of,
    facts_of,
    faults_of,
    fonts_of,
    text_of,
    words_of,
)


@pytest.mark.parametrize(("count", "pages"), [(0, 1), (1, 1), (15, 1), (16, 2), (17, 2), (200, 12)])
def test_rows_flow_over_pages_with_head_code_and_number_on_each(
    printers: ProgrammeRenderers, tmp_path: Path, count: int, pages: int
) -> None:
    rendered = printers.list_pdf.render(a_list(count))
    assert rendered.pages == pages
    for page in range(1, pages + 1):
        text = words_of(rendered.content, tmp_path, page)
        assert "51AE-07B3-ZX9Q" in text
        assert "汇总表版本2" in text
        assert f"第{page}页共{pages}页" in text
    shown = characters_of(rendered.content, tmp_path)
    assert shown.count("现从事专业") == pages
    assert f"共{count}人（男" in shown
    assert shown.count("19900001234") == count


def test_the_page_is_landscape_sound_and_fully_embedded(
    printers: ProgrammeRenderers, tmp_path: Path
) -> None:
    pdf = printers.list_pdf.render(a_list(3)).content
    facts = facts_of(pdf, tmp_path)
    assert facts["Page size"].startswith("841.89 x 595.276")
    assert facts["Title"].startswith("2019年申报少数民族科技骨干特培人员名单汇总表（内地·一年）")
    assert set(fonts_of(pdf, tmp_path).values()) == {(True, True)}
    assert faults_of(pdf, tmp_path) == ""


def test_names_of_two_and_forty_characters_are_whole(
    printers: ProgrammeRenderers, tmp_path: Path
) -> None:
    long = "阿卜杜样例合曼·麦麦提样例图尔荪江·阿卜杜样例拉麦麦提样例·图尔荪江阿卜杜样例拉"
    assert len(long) == 40
    pdf = printers.list_pdf.render(a_list(2, names=["样例", long])).content
    lines = text_of(pdf, tmp_path)
    shown = set("".join(lines.split()))
    assert set(long) <= shown
    assert lines.count("·") >= 3


def test_a_missing_glyph_names_row_and_column(printers: ProgrammeRenderers) -> None:
    with pytest.raises(MissingGlyphError) as caught:
        printers.list_pdf.render(a_list(3, names=["样例", "样例\ue001", "样例"]))
    assert caught.value.params == {"field": "第2行姓　名", "codepoint": "U+E001"}


def test_the_total_row_counts_no_ethnic_group(printers: ProgrammeRenderers, tmp_path: Path) -> None:
    view = a_list(5)
    shown = characters_of(printers.list_pdf.render(view).content, tmp_path)
    total = shown[shown.index("合计") : shown.index("单位负责人")]
    assert "族" not in total
