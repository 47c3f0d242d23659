"""docker-compose.yml as compose reads it: anchors merged, variables put in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from deploy.compose.env import fresh_variables

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / "docker-compose.yml"

VARIABLE = re.compile(r"\$\{(?P<name>\w+)(?P<how>:[-?])?(?P<rest>[^}]*)\}")

CHOSEN = {
    "TEPEI_SITE_HOST": "tepei.example.org",
    "TEPEI_FILES_HOST": "files.example.org",
    "TEPEI_TLS": "internal",
}


@cache
def written() -> dict[str, Any]:
    """The file with its variables as they stand."""
    content: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return content


@cache
def variables() -> dict[str, str]:
    """What `.env` could hold."""
    return CHOSEN | fresh_variables()


def filled(node: Any, values: Mapping[str, str]) -> Any:
    """A part of the file with its variables replaced; a missing one is an error, as in compose."""
    if isinstance(node, dict):
        return {name: filled(value, values) for name, value in node.items()}
    if isinstance(node, list):
        return [filled(value, values) for value in node]
    return (
        VARIABLE.sub(lambda found: _value(found, values), node) if isinstance(node, str) else node
    )


def _value(found: re.Match[str], values: Mapping[str, str]) -> str:
    given = values.get(found["name"], "")
    if given or found["how"] == ":-":
        return given or found["rest"]
    raise KeyError(f"{found['name']}: {found['rest']}")


@cache
def services() -> dict[str, dict[str, Any]]:
    """Every service of the file with its variables replaced."""
    found: dict[str, dict[str, Any]] = filled(written()["services"], variables())
    return found


def own_image() -> dict[str, dict[str, Any]]:
    """Those that run our image."""
    return {name: row for name, row in services().items() if "build" in row}


def jobs() -> set[str]:
    """Those that end by themselves."""
    return {name for name, row in services().items() if row["restart"] == "no"}


def uses() -> Iterator[re.Match[str]]:
    """Every place where the file names a variable."""
    lines = FILE.read_text(encoding="utf-8").splitlines()
    for line in lines:
        if not line.lstrip().startswith("#"):
            yield from VARIABLE.finditer(line)
