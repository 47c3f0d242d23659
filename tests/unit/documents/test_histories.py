"""History blocks keep their height; what does not fit goes to the continuation sheet."""

from __future__ import annotations

import pytest

from services.documents.render.form_history import PlacedHistory, place_history
from services.documents.render.layout import Row
from services.documents.render.views import HistoryLine

COLUMNS = (22.0, 22.0, 82.0, 22.0, 22.0)
BLOCK_MM = 40.0
ROW = Row.model_validate(
    {
        "history": "achievements",
        "label": "主要业绩",
        "head_mm": 8.0,
        "height_mm": 10.0,
        "count": 4,
        "columns": [
            {"head": "时间", "field": "period"},
            {"head": "名称", "field": "place"},
            {"head": "类别", "field": "level"},
            {"head": "排名", "field": "form"},
        ],
        "note": {"field": "merit_summary", "lead": "说明："},
    }
)


def em(char: str) -> float:
    return 1.0 if ord(char) >= 0x2E80 else 0.5


def placed(
    lines: int, *, title: str = "样例项目", note: str = "", less: float = 0
) -> PlacedHistory:
    rows = [HistoryLine(f"201{n}.03", title, "获奖", "第一") for n in range(lines)]
    return place_history(ROW, COLUMNS, rows, note=note, given_up_mm=less, advance=em)


@pytest.mark.parametrize("lines", [0, 1, 3, 4, 5, 12])
def test_the_block_keeps_its_height_whatever_it_holds(lines: int) -> None:
    assert sum(row.height_mm for row in placed(lines).shown) == pytest.approx(BLOCK_MM)


def test_four_lines_fit_and_the_fifth_is_continued() -> None:
    assert (len(placed(4).rest), len(placed(5).rest)) == (0, 1)


def test_long_titles_take_more_room_and_leave_fewer_lines() -> None:
    result = placed(4, title="样" * 150)
    assert len(result.rest) > 0
    assert sum(row.height_mm for row in result.shown) == pytest.approx(BLOCK_MM)


def test_a_note_stands_under_the_lines_when_there_is_room() -> None:
    result = placed(2, note="骨干" * 20)
    assert result.note_rest == ""
    assert "说明：" in result.shown[2].cells[0].html


def test_a_note_without_room_is_continued() -> None:
    assert placed(4, note="骨干").note_rest == "骨干"


def test_a_note_alone_fills_the_block_and_splits_only_beyond_it() -> None:
    assert placed(0, note="骨" * 200).note_rest == ""
    long = placed(0, note="骨" * 900)
    shown = str(long.shown[0].cells[0].html).removeprefix("说明：")
    assert len(shown) + len(long.note_rest) == 900


def test_a_block_gives_up_room_the_page_needs_elsewhere() -> None:
    result = placed(4, less=20)
    assert sum(row.height_mm for row in result.shown) == pytest.approx(20)
    assert len(result.rest) == 2
