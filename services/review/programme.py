"""Reads what review needs of a programme's data files, one folder per cycle year."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from services.chassis.datafiles import read_table
from services.contracts.vocabulary import Track
from services.review.domain.checklist import Checklist, read_checklist
from services.review.domain.workdays import Workdays, read_workdays


@dataclass(frozen=True, slots=True)
class Programme:
    """One year's checklist, return reasons, calendar and region offices."""

    checklist: Checklist
    reasons: Mapping[str, str]
    """Reason code to label, in the order of the file."""
    workdays: Workdays
    region_offices: Mapping[Track, str]
    """Organisation code of the region's desk by track (R44, R45)."""
    totals: Mapping[Track, int]
    """How many people may be selected of each track (R25, R26)."""


class UnknownProgrammeError(LookupError):
    """No folder of data for a cycle's year."""


class Programmes:
    """All programmes of the installation, each read once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: dict[int, Programme] = {}

    def of(self, year: int) -> Programme:
        """The programme of a cycle.

        Raises:
            UnknownProgrammeError: no data for that year.
        """
        if year not in self._known:
            self._known[year] = self._read(year)
        return self._known[year]

    def _read(self, year: int) -> Programme:
        folder = self._folder / str(year)
        if not (folder / "checklist.csv").is_file():
            raise UnknownProgrammeError(f"no checklist.csv for {year}")
        return Programme(
            checklist=read_checklist(read_table(folder / "checklist.csv")),
            reasons={row["code"]: row["label"] for row in read_table(folder / "reasons.csv")},
            workdays=read_workdays(read_table(folder / "workdays.csv")),
            region_offices={
                Track[row["track"]]: row["organisation_code"]
                for row in read_table(folder / "region_offices.csv")
            },
            totals=_totals(folder / "cycle.toml"),
        )


def _totals(file: Path) -> Mapping[Track, int]:
    plan = tomllib.loads(file.read_text(encoding="utf-8"))["plan"]
    return {
        Track.INLAND: int(plan["inland_total"]),
        Track.IN_REGION: int(plan["in_region_total"]),
    }
