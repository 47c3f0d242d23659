"""Reads `programmes/<year>/`: the form, code tables, texts and limits of one cycle.

Loaded once per year and process; a slip in the files stops the process at start, not a person
later.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from services.applications.domain.eligibility import RuleData
from services.applications.domain.form import CodeTable, FormDefinition, build_form
from services.applications.domain.scans import PhotoRules, ScanRules
from services.chassis.datafiles import read_table, read_toml, read_yaml

_CODE_FILES = {"title": "titles", "education": "education", "ethnicity": "ethnicity"}


@dataclass(frozen=True, slots=True)
class VersionedText:
    """A text people acknowledge; a new wording is a new version."""

    version: int
    text: str


@dataclass(frozen=True, slots=True)
class Programme:
    """Everything applications reads for one year."""

    year: int
    form: FormDefinition
    rule_data: RuleData
    scans: ScanRules
    photo: PhotoRules
    pledge: VersionedText
    privacy_notice: VersionedText
    regions: Mapping[str, str]
    """Region code → printed name: 和田地区和田市."""
    helpline: str
    unmask_per_hour: int


class Programmes:
    """The programmes by year."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.of_year = lru_cache(maxsize=8)(self._load)

    def _load(self, year: int) -> Programme:
        return load_programme(self._folder / str(year), year)


def load_programme(folder: Path, year: int) -> Programme:
    """Read one year's folder."""
    rules = read_toml(folder / "rules.toml")
    codes = _codes(folder)
    return Programme(
        year=year,
        form=build_form(
            read_yaml(folder / "form" / "form.yaml"),
            codes,
            read_table(folder / "form" / "materials.csv"),
            read_table(folder / "form" / "items.csv"),
            read_table(folder / "form" / "rules.csv"),
        ),
        rule_data=_rule_data(rules["eligibility"], codes["education"]),
        scans=ScanRules(**rules["scans"]),
        photo=PhotoRules(**rules["photo"]),
        pledge=_text(folder, "pledge"),
        privacy_notice=_text(folder, "privacy_notice"),
        regions=_regions(folder),
        helpline="、".join(read_toml(folder / "cycle.toml")["contacts"]["helpline"]),
        unmask_per_hour=rules["reading"]["unmask_per_hour"],
    )


def _codes(folder: Path) -> dict[str, CodeTable]:
    tables: dict[str, dict[str, Mapping[str, str]]] = defaultdict(dict)
    for row in read_table(folder / "codes" / "enums.csv"):
        tables[row["table"]][row["code"]] = row
    for table, file in _CODE_FILES.items():
        for row in read_table(folder / "codes" / f"{file}.csv"):
            tables[table][row["code"]] = row
    return dict(tables)


def _rule_data(rules: Mapping[str, Any], education: CodeTable) -> RuleData:
    return RuleData(
        unit_natures=frozenset(rules["unit_natures"]),
        post_pass=frozenset(rules["post_pass"]),
        post_human=frozenset(rules["post_human"]),
        han=rules["han"],
        ethnicity_human=frozenset(rules["ethnicity_human"]),
        southern_four=tuple(rules["southern_four"]),
        education_human_forms=frozenset(rules["education_human_forms"]),
        full_title_levels=frozenset(rules["full_title_levels"]),
        education_standing={code: row["standing"] for code, row in education.items()},
    )


def _regions(folder: Path) -> dict[str, str]:
    rows = read_table(folder / "regions.csv")
    county = "县级"
    return {
        row["code"]: row["parent_name"] + row["name"] if row["level"] == county else row["name"]
        for row in rows
    }


def _text(folder: Path, name: str) -> VersionedText:
    data = read_toml(folder / "texts" / f"{name}.toml")
    return VersionedText(version=data["version"], text=data["text"].strip())
