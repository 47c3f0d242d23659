"""Annex 3 as PDF, looked at from outside."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from services.contracts.errors import MissingGlyphError
from services.contracts.vocabulary import DocumentKind
from services.documents.render.engine import (
    HarfbuzzSubsetMissingError,
    OutsideAddressError,
    PdfEngine,
)
from services.documents.render.photo import PhotoUnreadableError
from services.documents.render.renderers import ProgrammeRenderers
from services.documents.render.views import FormView, HistoryLine
from tests.factories.documents import CODE, a_form, an_opinion
from tests.integration.documents.pdf_files import (
    characters_of,
    facts_of,
    faults_of,
    fonts_of,
    words_of,
)

LONG_TEXT = "县里心血管急症逐年增多，现有人员难以独立完成介入诊疗，需系统学习。"
NAMES = [
    "样例",
    "样例江",
    "古丽样例·样例买买提",
    "阿卜杜样例合曼·麦麦提样例图尔荪江·阿卜杜样例拉",
    "阿卜杜样例合曼·麦麦提样例图尔荪江·阿卜杜样例拉·阿卜杜样例合曼麦麦提样例图尔荪江拉",
    "䶮样例",
    "𠮷样例",
    "\u9fb4样例",
    "\U0002298f样例",
]


def official(printers: ProgrammeRenderers, view: FormView) -> bytes:
    return printers.form.render(view, DocumentKind.OFFICIAL_FORM).content


def copy(printers: ProgrammeRenderers, view: FormView) -> bytes:
    return printers.form.render(view, DocumentKind.APPLICANT_COPY).content


def test_a_form_has_four_pages_each_with_code_version_and_number(
    printers: ProgrammeRenderers, tmp_path: Path
) -> None:
    pdf = official(printers, a_form())
    facts = facts_of(pdf, tmp_path)
    assert facts["Pages"] == "4"
    assert facts["Title"] == "少数民族特培学员申报表 TP2019-653201-00017 第3版"
    assert facts["Tagged"] == "yes"
    assert facts["Page size"].startswith("595.276 x 841.89")
    for page in range(1, 5):
        text = words_of(pdf, tmp_path, page)
        assert f"核验码{CODE}" in text
        assert "第3版" in text
        assert "一式3份" in text
        assert f"第{page}页共4页" in text


def test_all_fonts_are_embedded_subsets_and_the_file_is_sound(
    printers: ProgrammeRenderers, tmp_path: Path
) -> None:
    pdf = official(printers, a_form())
    fonts = fonts_of(pdf, tmp_path)
    assert fonts
    assert set(fonts.values()) == {(True, True)}
    assert faults_of(pdf, tmp_path) == ""
    assert (
        b"/Lang (zh-CN)"
        in subprocess.run(
            ["qpdf", "--qdf", "--object-streams=disable", str(tmp_path / "document.pdf"), "-"],
            capture_output=True,
            check=True,
        ).stdout
    )


def test_the_copy_says_unreviewed_and_shows_no_opinion(
    printers: ProgrammeRenderers, tmp_path: Path
) -> None:
    view = a_form(opinions=(an_opinion("UNIT", "这段意见不得出现在申报人留存联上。"),))
    pdf = copy(printers, view)
    for page in range(1, 5):
        assert "未经审核" in words_of(pdf, tmp_path, page)
    assert "这段意见" not in characters_of(pdf, tmp_path)


def test_the_official_form_shows_signed_opinions_and_places_to_sign(
    printers: ProgrammeRenderers, tmp_path: Path
) -> None:
    pdf = official(printers, a_form(opinions=(an_opinion("FINAL", "经审核，同意推荐。"),)))
    page = words_of(pdf, tmp_path, 3)
    assert "经审核，同意推荐。" in page
    assert "出具人：样例古丽·样例买买提（人事科科长）" in page
    assert page.count("（公章）") == 4
    assert "未经审核" not in words_of(pdf, tmp_path, 1)


@pytest.mark.parametrize("name", NAMES)
def test_names_are_whole_and_no_line_begins_with_a_dot(
    printers: ProgrammeRenderers, tmp_path: Path, name: str
) -> None:
    pdf = official(printers, a_form(values={"name": name}))
    raw = subprocess.run(
        ["pdftotext", "-f", "1", "-l", "1", "-x", "47", "-y", "60", "-r", "25.4", "-W", "33",
         "-H", "60", str(tmp_path / "document.pdf"), "-"],
        capture_output=True, text=True, check=False,
    ).stdout  # fmt: skip
    assert not any(line.startswith("·") for line in raw.splitlines())
    shown = characters_of(pdf, tmp_path)
    for part in name.split("·"):
        assert part[:2] in shown
    assert shown.count("·") >= name.count("·")


def test_long_texts_and_histories_lose_nothing(
    printers: ProgrammeRenderers, tmp_path: Path
) -> None:
    need = "".join(f"第{n}项：{LONG_TEXT}" for n in range(1, 23))[:800]
    opinion = "".join(f"意见{n}：{LONG_TEXT}" for n in range(1, 25))[:800]
    work = tuple(
        HistoryLine(f"20{n:02}.01—20{n:02}.12", f"（样例）第{n}样例单位", f"职务{n}")
        for n in range(12)
    )
    view = a_form(
        values={"training_need": need, "training_goal": LONG_TEXT * 30},
        histories={"work_history": work},
        opinions=(an_opinion("UNIT", opinion), an_opinion("MID", opinion)),
    )
    pdf = official(printers, view)
    assert int(facts_of(pdf, tmp_path)["Pages"]) > 4
    shown = characters_of(pdf, tmp_path)
    assert "续页" in shown
    assert "（见续页）" in shown
    for n in range(12):
        assert f"（样例）第{n}样例单位" in shown
    for n in range(1, 21):
        assert f"第{n}项：" in shown
        assert shown.count(f"意见{n}：") == 2
    last = need[-6:]
    assert last in shown


def test_uyghur_text_in_a_free_field_is_drawn_by_its_own_font(
    printers: ProgrammeRenderers, tmp_path: Path
) -> None:
    pdf = official(printers, a_form(values={"current_specialty": "ئۇيغۇرچە سىناق"}))
    assert any("UKIJ" in font for font in fonts_of(pdf, tmp_path))


@pytest.mark.parametrize(
    ("field", "label", "char", "codepoint"),
    [
        ("name", "姓名", "\ue863", "U+E863"),
        ("workplace", "工作单位", "\U0010ffff", "U+10FFFF"),
        ("training_need", "岗位需求与拟补短板", "\U0001f468", "U+1F468"),
    ],
)
def test_a_missing_glyph_stops_the_document_and_names_field_and_character(
    printers: ProgrammeRenderers, field: str, label: str, char: str, codepoint: str
) -> None:
    with pytest.raises(MissingGlyphError) as caught:
        official(printers, a_form(values={field: f"样例{char}"}))
    assert caught.value.params == {"field": label, "codepoint": codepoint}
    assert label in caught.value.message


def test_a_missing_glyph_in_an_opinion_is_found_as_well(printers: ProgrammeRenderers) -> None:
    with pytest.raises(MissingGlyphError, match="所在单位推荐意见"):
        official(printers, a_form(opinions=(an_opinion("UNIT", "同意\ue000"),)))


def test_markup_and_addresses_typed_by_people_are_only_text(
    printers: ProgrammeRenderers, tmp_path: Path
) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("GEHEIM-4711")
    attack = f'<link rel=attachment href="file://{secret}"><script>1</script>{{{{7*7}}}}\u202e'
    pdf = official(printers, a_form(values={"training_goal": attack, "wishes": attack}))
    shown = characters_of(pdf, tmp_path)
    assert "<script>1</script>{{7*7}}" in shown
    assert b"GEHEIM" not in pdf
    assert "EmbeddedFile" not in pdf.decode("latin-1")


def test_the_engine_refuses_every_address_outside_the_document() -> None:
    printer = PdfEngine()
    style = printer.style_sheet("")
    for address in ("file:///etc/hostname", "http://127.0.0.1:1/x", "ftp://x/y"):
        html = f'<html lang="zh"><link rel="stylesheet" href="{address}"><p>x'
        with pytest.raises(OutsideAddressError, match="outside the document"):
            printer.pdf(html, style, identifier=b"x")


def test_a_photo_that_is_no_picture_stops_the_document(printers: ProgrammeRenderers) -> None:
    with pytest.raises(PhotoUnreadableError):
        official(printers, a_form(photo=b"<svg onload=x>"))


def test_the_engine_refuses_to_start_without_the_subsetter(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("weasyprint.text.ffi.harfbuzz_subset", None)
    with pytest.raises(HarfbuzzSubsetMissingError, match="libharfbuzz-subset0"):
        PdfEngine()


def test_the_same_version_gives_the_same_bytes_in_every_process(
    printers: ProgrammeRenderers,
) -> None:
    here = hashlib.sha256(official(printers, a_form())).hexdigest()
    program = (
        "import hashlib, sys; from pathlib import Path;"
        "from services.documents.app import Programmes;"
        "from services.documents.render.renderers import Renderers;"
        "from services.contracts.vocabulary import DocumentKind;"
        "from tests.factories.documents import a_form;"
        "form = Renderers(Programmes(Path('programmes'))).of(2019).form;"
        "print(form.render(a_form(), DocumentKind.OFFICIAL_FORM).sha256)"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "4711", "PYTHONPATH": ".", "TZ": "Asia/Tokyo"}
    there = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, env=environment
    ).stdout.strip()
    assert there == here
