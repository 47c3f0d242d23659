"""Looking into PDF files with poppler and qpdf, as a stranger would."""

from __future__ import annotations

import subprocess
from pathlib import Path


def text_of(pdf: bytes, tmp_path: Path, *, page: int | None = None) -> str:
    """The text of all pages, or of one."""
    pages = [] if page is None else ["-f", str(page), "-l", str(page)]
    return _run(["pdftotext", *pages, "-layout", str(_saved(pdf, tmp_path)), "-"])


def words_of(pdf: bytes, tmp_path: Path, page: int) -> str:
    """The text of one page without any space."""
    return "".join(text_of(pdf, tmp_path, page=page).split())


def characters_of(pdf: bytes, tmp_path: Path) -> str:
    """The text without any space, to look for words whatever line they stand on."""
    return "".join(_run(["pdftotext", str(_saved(pdf, tmp_path)), "-"]).split())


def fonts_of(pdf: bytes, tmp_path: Path) -> dict[str, tuple[bool, bool]]:
    """Font name to (embedded, subset)."""
    rows = _run(["pdffonts", str(_saved(pdf, tmp_path))]).splitlines()[2:]
    return {row.split()[0]: tuple(w == "yes" for w in row.split()[-5:-3]) for row in rows}  # type: ignore[misc]  # -- always two words


def facts_of(pdf: bytes, tmp_path: Path) -> dict[str, str]:
    """Title, page count and the like."""
    rows = _run(["pdfinfo", str(_saved(pdf, tmp_path))]).splitlines()
    return {key.strip(): value.strip() for key, _, value in (row.partition(":") for row in rows)}


def faults_of(pdf: bytes, tmp_path: Path) -> str:
    """What qpdf has to complain about; empty when nothing."""
    done = subprocess.run(
        ["qpdf", "--check", str(_saved(pdf, tmp_path))], capture_output=True, text=True, check=False
    )
    return "" if done.returncode == 0 else done.stdout + done.stderr


def _saved(pdf: bytes, tmp_path: Path) -> Path:
    path = tmp_path / "document.pdf"
    path.write_bytes(pdf)
    return path


def _run(command: list[str]) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout
