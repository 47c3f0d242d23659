"""No guard of a red line changes in passing: two owners agree and the reason is kept (F17).

`guards.toml` holds the digest of each guard as it was agreed. Whoever changes a guard writes a new
entry with the reason and who agreed; a change without one fails here, whoever made it.
"""

from __future__ import annotations

import hashlib
import tomllib
from datetime import date
from typing import Any

import pytest

from tests.house_rules.source_files import ROOT, text_of

GUARDS = ROOT / "tests" / "house_rules" / "guards.toml"
OWNERS = ROOT / "CODEOWNERS"
REASON_MIN = 20
BOTH = 2
KEPT_BY_OWNERS_ALONE = {"CODEOWNERS", "tests/house_rules/guards.toml"}
"""They cannot hold their own digest."""


def owners() -> dict[str, list[str]]:
    """Owners by path, as the file names them."""
    lines = [line.split() for line in text_of(OWNERS).splitlines() if line.startswith("/")]
    return {path.removeprefix("/"): names for path, *names in lines}


def agreed() -> dict[str, dict[str, Any]]:
    """The last entry of each guard."""
    changes = tomllib.loads(GUARDS.read_text(encoding="utf-8"))["change"]
    return {change["guard"]: change for change in sorted(changes, key=lambda one: one["on"])}


@pytest.mark.requirement("F17")
def test_each_guard_has_two_owners() -> None:
    of_guards = owners()
    assert of_guards.keys() == agreed().keys() | KEPT_BY_OWNERS_ALONE
    assert all(len(set(names)) >= BOTH for names in of_guards.values())
    assert all((ROOT / path).is_file() for path in of_guards)


@pytest.mark.requirement("F17")
@pytest.mark.parametrize("guard", sorted(agreed()))
def test_a_guard_is_as_two_owners_agreed_with_a_reason(guard: str) -> None:
    change = agreed()[guard]
    digest = hashlib.sha256((ROOT / guard).read_bytes()).hexdigest()
    assert change["digest"] == digest, f"{guard} changed: write its reason into guards.toml"
    assert isinstance(change["on"], date)
    assert len(change["reason"]) >= REASON_MIN
    assert len(set(change["agreed_by"])) >= BOTH
    assert set(change["agreed_by"]) <= set(owners()[guard])
