"""The import rules of pyproject.toml hold."""

from __future__ import annotations

from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports


def test_services_import_only_what_they_may() -> None:
    assert lint_imports() == EXIT_STATUS_SUCCESS
