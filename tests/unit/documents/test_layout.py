"""The print templates of the programme: complete, and to the millimetre of the handbook."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from services.contracts.vocabulary import SeatKind
from services.documents.render.layout import FormLayout, PrintProgramme, Row

FOLDER = Path("programmes/2019/print")
PROGRAMME = PrintProgramme(FOLDER)


def heights(rows: tuple[Row, ...]) -> list[float]:
    return [row.height_mm for row in rows if row.history is None]


def test_every_page_is_170_mm_wide_and_no_higher_than_the_frame() -> None:
    for page in PROGRAMME.form.pages:
        assert sum(page.columns_mm) == 170
        high = sum(row.height_mm * max(row.count, 1) + row.head_mm for row in page.rows)
        assert high <= 262


def test_the_rows_have_the_heights_of_the_handbook() -> None:
    first, second, third = PROGRAMME.form.pages
    assert heights(first.rows) == [10.0, *[10.4] * 10, 12.0]
    assert [(r.head_mm, r.height_mm, r.count) for r in first.rows if r.history] == [
        (7.0, 9.4, 4),
        (7.0, 9.4, 4),
    ]
    assert heights(second.rows) == [56.0, 62.0, 44.0]
    assert heights(third.rows) == [74.0, 44.0, 50.0, 50.0, 22.0]


def test_the_list_has_the_columns_of_the_handbook() -> None:
    widths = [column.width_mm for column in PROGRAMME.list.columns]
    assert widths == [8, 34, 9, 19, 16, 18, 44, 24, 20, 20, 30, 22, 9]
    assert set(PROGRAMME.list.kinds) == {kind.value for kind in SeatKind}


def test_every_field_on_the_form_has_words_for_messages() -> None:
    for page in PROGRAMME.form.pages:
        for row in page.rows:
            names = {row.history} | {c.field or c.opinion for c in row.cells}
            assert names - {None} <= set(PROGRAMME.form.labels)


def test_no_total_counts_ethnic_groups_and_no_row_asks_more_than_the_notice() -> None:
    assert "民族" not in PROGRAMME.list.total
    text = (FOLDER / "form.toml").read_text("utf-8")
    for banned in ("政治面貌", "宗教", "家庭", "籍贯", "婚姻"):
        assert banned not in text


def test_an_unknown_entry_is_refused_by_name() -> None:
    data = PROGRAMME.form.model_dump()
    data["texts"]["colour"] = "red"
    with pytest.raises(ValidationError, match="colour"):
        FormLayout.model_validate(data)


def test_an_edited_template_is_another_template_version(tmp_path: Path) -> None:
    for file in FOLDER.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "form.css").write_text("td { color: red }", "utf-8")
    edited = PrintProgramme(tmp_path)
    assert edited.form_version != PROGRAMME.form_version
    assert edited.list_version == PROGRAMME.list_version
