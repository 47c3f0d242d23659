"""The build of the pages' styles and scripts: done when a source changed, with whatever Node."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from deploy.local import frontend

ROOT = Path(__file__).resolve().parents[3]
ASSETS = ROOT / frontend.FOLDER


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in frontend.SOURCES:
        (tmp_path / name).mkdir()
    for name in ("build.mjs", frontend.LOCK, "styles/app.scss", "scripts/app.js"):
        (tmp_path / name).write_text(name, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("changed", ["build.mjs", "package-lock.json", "styles/app.scss"])
def test_any_changed_source_asks_for_a_build(folder: Path, changed: str) -> None:
    before = frontend.source_hash(folder)
    assert frontend.source_hash(folder) == before
    (folder / changed).write_text("changed", encoding="utf-8")
    assert frontend.source_hash(folder) != before


def test_a_renamed_source_asks_for_a_build(folder: Path) -> None:
    before = frontend.source_hash(folder)
    (folder / "scripts/app.js").rename(folder / "scripts/other.js")
    assert frontend.source_hash(folder) != before


@pytest.mark.parametrize(("said", "major"), [("v20.20.2", 20), ("v8.1.0", 8), ("", 0), ("x", 0)])
def test_the_version_of_node_is_read(tmp_path: Path, said: str, major: int) -> None:
    node = tmp_path / "node"
    node.write_text(f"#!/bin/sh\necho '{said}'\n", encoding="utf-8")
    node.chmod(0o755)
    assert frontend.major_version(str(node)) == major


def test_the_lockfile_pins_by_hash_and_names_no_registry() -> None:
    lock = json.loads((ASSETS / frontend.LOCK).read_text(encoding="utf-8"))
    packages = {name: row for name, row in lock["packages"].items() if name}
    assert all("integrity" in row for row in packages.values())
    assert not any("resolved" in row for row in packages.values())


def test_versions_are_exact() -> None:
    wanted = json.loads((ASSETS / "package.json").read_text(encoding="utf-8"))
    named = wanted["dependencies"] | wanted["devDependencies"]
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in named.values())
