"""A mistake in a data file is named by file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from services.chassis.datafiles import DataFileError, read_table, read_toml, read_yaml


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "rows.csv"


def test_a_table_is_read_by_its_columns_with_or_without_a_mark(file: Path) -> None:
    for mark in ("", "\ufeff"):
        file.write_text(f'{mark}编号, 名称\n1, 样例\n\n2,"a,b"\n', "utf-8")
        assert read_table(file) == [{"编号": "1", "名称": "样例"}, {"编号": "2", "名称": "a,b"}]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "rows.csv:1: a column has no name"),
        ("a,\n1,2\n", "rows.csv:1: a column has no name"),
        ("a,a\n1,2\n", "rows.csv:1: a column is named twice"),
        ("a,b\n1,2\n3\n", "rows.csv:3: 1 cells, 2 columns"),
        ("a,b\n1,2,3\n", "rows.csv:2: 3 cells, 2 columns"),
        ('a,b\n1,"2\n', "rows.csv:2: unexpected end of data"),
    ],
)
def test_a_broken_table_is_refused_by_line(file: Path, content: str, message: str) -> None:
    file.write_text(content, "utf-8")
    with pytest.raises(DataFileError) as error:
        read_table(file)
    assert str(error.value) == message


def test_a_table_in_another_encoding_is_refused(file: Path) -> None:
    file.write_bytes("编号\n样例\n".encode("gb18030"))
    with pytest.raises(DataFileError, match=r"rows\.csv"):
        read_table(file)


def test_toml_and_yaml_are_read(tmp_path: Path) -> None:
    toml, yaml = tmp_path / "a.toml", tmp_path / "a.yaml"
    toml.write_text("[a]\nb = 1\n", "utf-8")
    yaml.write_text("a: [1, 二]\n", "utf-8")
    assert (read_toml(toml), read_yaml(yaml)) == ({"a": {"b": 1}}, {"a": [1, "二"]})


@pytest.mark.parametrize("content", ["a: [1", "!!python/object/apply:os.system ['true']"])
def test_yaml_that_is_broken_or_more_than_data_is_refused(tmp_path: Path, content: str) -> None:
    file = tmp_path / "a.yaml"
    file.write_text(content, "utf-8")
    with pytest.raises(DataFileError, match=r"a\.yaml"):
        read_yaml(file)


def test_broken_toml_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.toml"
    file.write_text("a =", "utf-8")
    with pytest.raises(DataFileError, match=r"a\.toml"):
        read_toml(file)
