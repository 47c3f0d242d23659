"""The demo's staff: who holds which role where, from the programme's sample people."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

from demo.stage import Crew

PEOPLE = Path(__file__).resolve().parents[1] / "programmes" / "2019" / "demo" / "people.csv"


def hire(base_url: str, password: str) -> Crew:
    """The crew of the sample people; nobody is signed in yet."""
    logins: dict[tuple[str, str], list[str]] = defaultdict(list)
    with PEOPLE.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            logins[row["organisation_code"], row["role"]].append(row["login"])
    return Crew(base_url, dict(logins), password)
