"""Each requirement has a test, or says what it still awaits."""

from __future__ import annotations

from pathlib import Path

from operations.reference.requirements import Proof, Requirement, faults, proofs, requirements


def test_every_requirement_that_awaits_nothing_is_proven() -> None:
    assert faults(requirements(), proofs()) == []


def test_the_table_is_whole() -> None:
    ids = [row.id for row in requirements()]
    assert ids == [
        *(f"R{number:02}" for number in range(1, 62)),
        *(f"D{number:02}" for number in range(1, 13)),
        *(f"F{number}" for number in range(1, 18)),
        *(f"X{number}" for number in range(1, 11)),
    ]


def test_a_requirement_without_a_test_and_a_mark_without_a_requirement_are_named() -> None:
    rows = [
        Requirement("R01", "proven"),
        Requirement("R02", "not"),
        Requirement("R03", "", "later"),
    ]
    found = [Proof("R01", "tests/test_a.py", "test_a"), Proof("R99", "tests/test_b.py", "test_b")]
    assert faults(rows, found) == [
        "R02 has no test: not",
        "tests/test_b.py: test_b bears R99, which is no requirement",
    ]


def test_marks_are_read_wherever_they_stand(tmp_path: Path) -> None:
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests/test_marked.py").write_text(
        "import pytest\n"
        "@pytest.mark.requirement('R01', 'D02')\n"
        "@pytest.mark.parametrize('x', [1])\n"
        "def test_first(x): ...\n"
        "class TestGroup:\n"
        "    @pytest.mark.requirement('R02')\n"
        "    async def test_second(self): ...\n"
        "def test_third(): ...\n"
    )
    assert [(proof.requirement, proof.test) for proof in proofs(tmp_path)] == [
        ("R01", "test_first"),
        ("D02", "test_first"),
        ("R02", "test_second"),
    ]
