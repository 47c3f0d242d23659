"""Every generated page is compared; a page that differs is named and shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from operations.reference import __main__ as reference
from operations.reference.__main__ import PAGES, ROOT, generated, main


def test_nothing_lies_in_the_reference_that_is_not_compared() -> None:
    there = {str(path.relative_to(ROOT)) for path in (ROOT / "docs/reference").iterdir()}
    assert there == {name for name in PAGES if name.startswith("docs/reference/")}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_the_same_whenever_it_is_written(name: str) -> None:
    assert generated(PAGES[name]) == generated(PAGES[name])


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout of which only the generated pages exist."""
    for name in PAGES:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    monkeypatch.setattr(reference, "ROOT", tmp_path)
    assert main([]) == 0
    return tmp_path


@pytest.mark.parametrize("name", PAGES)
def test_a_page_changed_by_hand_is_named(
    name: str, copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--check"]) == 0
    page = copy / name
    page.write_text(page.read_text(encoding="utf-8") + "one line more\n", encoding="utf-8")
    assert main(["--check"]) == 1
    shown = capsys.readouterr().out
    assert f"committed {name}" in shown
    assert "-one line more" in shown
    assert "make reference" in shown


def test_a_page_that_is_missing_is_named(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (copy / "docs/reference/errors.md").unlink()
    assert main(["--check"]) == 1
    assert "committed docs/reference/errors.md" in capsys.readouterr().out
