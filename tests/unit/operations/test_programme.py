"""The data of a new year: a copy of an earlier one, moved to its year and read by each service."""

from __future__ import annotations

from pathlib import Path

import pytest

from operations.programme import CHECKS, copy, problems, to_look_at
from services.chassis.datafiles import read_toml

ROOT = Path(__file__).parents[3]


@pytest.fixture
def programmes(tmp_path: Path) -> Path:
    (tmp_path / "2019").symlink_to(ROOT / "programmes" / "2019")
    return tmp_path


def test_the_year_that_is_used_has_no_problem() -> None:
    assert problems(ROOT / "programmes", 2019) == []
    assert to_look_at(ROOT / "programmes", 2019) == []


def test_a_copy_can_be_used_and_says_its_own_year(programmes: Path) -> None:
    copy(programmes, 2019, 2020)
    assert problems(programmes, 2020) == []
    cycle = read_toml(programmes / "2020" / "cycle.toml")
    assert (cycle["year"], cycle["dates"]["dispatch_deadline_on"].year) == (2020, 2020)
    assert "2020年度" in cycle["title"]
    rules = (programmes / "2020" / "rules.toml").read_text(encoding="utf-8")
    assert "仅供2020年特培申报使用" in rules
    assert to_look_at(programmes, 2020) == [
        "2020/workdays.csv：还没有节假日和调休，期限只按周一至周五计算。"
    ]
    assert not (programmes / "2020" / "demo").exists()


def test_data_that_are_there_are_never_overwritten(programmes: Path) -> None:
    copy(programmes, 2019, 2020)
    with pytest.raises(FileExistsError, match="没有覆盖"):
        copy(programmes, 2019, 2020)
    with pytest.raises(FileNotFoundError, match="没有2018年度的数据"):
        copy(programmes, 2018, 2021)


BROKEN = {
    "cycle.toml": ("cycle.toml", "batch_no = 5", 'batch_no = "five"'),
    "plan.csv": ("plan.csv", "培养专业", "专业方向"),
    "form": ("rules.toml", "unmask_per_hour", "unmasks"),
    "checklist.csv": ("checklist.csv", "materials", "papers"),
    "print": ("print/form.toml", "version =", "versions ="),
    "texts": ("texts/texts.toml", "slug =", "slugs ="),
    "contacts": ("cycle.toml", "inland_office", "inland"),
}


@pytest.mark.parametrize("part", sorted(CHECKS))
def test_a_slip_is_named_by_its_part(programmes: Path, part: str) -> None:
    folder = copy(programmes, 2019, 2020)
    name, right, wrong = BROKEN[part]
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert right in text
    path.write_text(text.replace(right, wrong), encoding="utf-8")
    assert any(line.startswith(f"2020/{part}：") for line in problems(programmes, 2020))
