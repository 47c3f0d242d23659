"""Reads the programme's data files; a mistake in them is named by file and line."""

from __future__ import annotations

import csv
import tomllib
from pathlib import Path
from typing import Any

import yaml


class DataFileError(Exception):
    """A data file cannot be used; the message says where and why."""


def read_table(path: Path) -> list[dict[str, str]]:
    """Rows of a CSV file (UTF-8, with or without a byte order mark) by their column names.

    Cells are stripped. Empty lines are skipped.

    Raises:
        DataFileError: no header, a column named twice or not at all, or a row of another width.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file, strict=True)
        try:
            header = [cell.strip() for cell in next(reader, [])]
            _check_header(path, header)
            return [
                _row(path, reader.line_num, header, cells)
                for cells in reader
                if any(cell.strip() for cell in cells)
            ]
        except (csv.Error, UnicodeDecodeError) as error:
            raise DataFileError(f"{path.name}:{reader.line_num}: {error}") from error


def read_toml(path: Path) -> dict[str, Any]:
    """A TOML file.

    Raises:
        DataFileError: it is not TOML.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataFileError(f"{path.name}: {error}") from error


def read_yaml(path: Path) -> Any:
    """A YAML file, plain data only.

    Raises:
        DataFileError: it is not YAML.
    """
    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise DataFileError(f"{path.name}: {error}") from error


def _check_header(path: Path, header: list[str]) -> None:
    if not header or "" in header:
        raise DataFileError(f"{path.name}:1: a column has no name")
    if len(set(header)) != len(header):
        raise DataFileError(f"{path.name}:1: a column is named twice")


def _row(path: Path, line: int, header: list[str], cells: list[str]) -> dict[str, str]:
    if len(cells) != len(header):
        raise DataFileError(f"{path.name}:{line}: {len(cells)} cells, {len(header)} columns")
    return dict(zip(header, (cell.strip() for cell in cells), strict=True))
