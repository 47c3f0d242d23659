"""The repository's own files, as the house rules see them."""

from __future__ import annotations

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@cache
def tracked(*patterns: str) -> tuple[Path, ...]:
    """Files under version control matching the patterns, as absolute paths."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--", *patterns], cwd=ROOT, capture_output=True, check=True
    )
    names = listed.stdout.decode().split("\0")
    return tuple(ROOT / name for name in names if name and (ROOT / name).is_file())


@cache
def text_of(path: Path) -> str:
    """The text of a file; empty for binaries."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


@cache
def tree_of(path: Path) -> ast.Module:
    """The syntax tree of a Python file."""
    return ast.parse(text_of(path), filename=str(path))


def shown(path: Path) -> str:
    """The path as people write it."""
    return str(path.relative_to(ROOT))


def service_files(name: str) -> tuple[Path, ...]:
    """Python files of all services, migrations left out."""
    return tuple(p for p in tracked(f"services/**/{name}") if "migrations" not in p.parts)
