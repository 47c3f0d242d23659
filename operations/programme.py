"""The data of a cycle: begin those of a year as a copy of an earlier one, and check them.

    make programme YEAR=2020 FROM=2019      a copy in the instance, to be edited
    make programme YEAR=2020                only the check

Dates, title, notice and watermark are moved to the new year; what a person must look at is told.
Opening the cycle is the region leader's act, in the browser; no code is touched (R01).
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from deploy.local.client import Stack
from services.applications.programme import load_programme
from services.chassis.datafiles import read_table, read_toml
from services.documents.render.layout import PrintProgramme
from services.notices.programme import Programmes as Texts
from services.quotas.domain.cycle import CycleDefinition
from services.quotas.domain.plan_table import read_plan_table
from services.review.programme import Programmes as Reviews

OF_THE_YEAR = (
    "cycle.toml",
    "rules.toml",
    "form/materials.csv",
    "print/form.toml",
    "print/list.toml",
    "texts/texts.toml",
    "texts/notice.md",
    "texts/guides/applicant.md",
)
"""Files in which the year stands as itself; elsewhere a year is the date of a rule or a table."""

SAMPLES = "demo"
"""Sample people and organisations belong to the year they were made for."""

CALENDAR = "workdays.csv"
CALENDAR_HEAD = "date,kind,note\n"

Check = Callable[[Path, int], object]

CHECKS: dict[str, Check] = {
    "cycle.toml": lambda folder, _: CycleDefinition.model_validate(
        read_toml(folder / "cycle.toml")
    ),
    "plan.csv": lambda folder, _: _plan(folder),
    "form": load_programme,
    "checklist.csv": lambda folder, year: Reviews(folder.parent).of(year),
    "print": lambda folder, _: PrintProgramme(folder / "print"),
    "texts": lambda folder, year: Texts(folder.parent).texts(year),
    "contacts": lambda folder, year: Texts(folder.parent).contacts(year),
}
"""Part of a year's data → the service's own reader of it."""


class BadPlanError(ValueError):
    """The sample plan of a year cannot be read."""


def copy(programmes: Path, earlier: int, year: int) -> Path:
    """Begin the data of a year as a copy of an earlier one.

    Raises:
        FileExistsError: the year has data, which are not overwritten.
        FileNotFoundError: the earlier one has none.
    """
    target = programmes / str(year)
    if target.exists():
        raise FileExistsError(f"{target.name}年度已有数据，没有覆盖。")
    if not (programmes / str(earlier)).is_dir():
        raise FileNotFoundError(f"没有{earlier}年度的数据。")
    shutil.copytree(programmes / str(earlier), target, ignore=shutil.ignore_patterns(SAMPLES))
    for name in OF_THE_YEAR:
        path = target / name
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace(str(earlier), str(year)), encoding="utf-8")
    (target / CALENDAR).write_text(CALENDAR_HEAD, encoding="utf-8")
    return target


def problems(programmes: Path, year: int) -> list[str]:
    """What keeps a year's data from being used, one line for each part."""
    found = []
    for part, check in CHECKS.items():
        try:
            check(programmes / str(year), year)
        except Exception as error:  # noqa: BLE001 -- whatever is wrong with a file is told
            found.append(f"{year}/{part}：{error}")
    return found


def to_look_at(programmes: Path, year: int) -> list[str]:
    """What is readable but wants a person's eye."""
    folder = programmes / str(year)
    told = []
    if not read_table(folder / CALENDAR):
        told.append(f"{year}/{CALENDAR}：还没有节假日和调休，期限只按周一至周五计算。")
    if int(read_toml(folder / "cycle.toml")["year"]) != year:
        told.append(f"{year}/cycle.toml：year应为{year}。")
    return told


def _plan(folder: Path) -> None:
    lines = (folder / "plan.csv").read_text(encoding="utf-8-sig").splitlines()
    table = read_plan_table([line.split(",") for line in lines])
    if table.findings:
        raise BadPlanError("；".join(finding.message for finding in table.findings))


def main(words: Sequence[str]) -> int:
    """`YEAR=2020 [FROM=2019]` for the instance that `TEPEI_INSTANCE` names."""
    given = dict(word.partition("=")[::2] for word in words)
    if not given.get("YEAR", "").isdigit():
        print("make programme YEAR=2020 FROM=2019")
        return 2
    year, earlier = int(given["YEAR"]), given.get("FROM", "")
    stack = Stack.load(os.environ.get("TEPEI_INSTANCE", "main"))
    programmes = Path(stack.environment("quotas")["TEPEI_PROGRAMMES_DIR"])
    try:
        if earlier:
            print(f"已建立 {copy(programmes, int(earlier), year)}")
    except OSError as error:
        print(error, file=sys.stderr)
        return 1
    found = problems(programmes, year)
    for line in found + to_look_at(programmes, year):
        print(line)
    print(
        "有问题，改正后才能开启。"
        if found
        else "数据可以使用；由自治区人社厅负责人在“公开内容—年度”中开启。"
    )
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
