"""The print templates of a programme as typed data: frame, labels, texts, fonts.

Read once per process from `programmes/<year>/print/`. A wrong template is refused at start with the
place named, not met by an applicant.
"""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Fonts(_Data):
    """Families in order of preference; each character takes the first that has it."""

    song: tuple[str, ...] = Field(min_length=1, description="宋体: values")
    hei: tuple[str, ...] = Field(min_length=1, description="黑体: labels")


class Cell(_Data):
    """One cell of a form row: exactly one of label, field, choice, opinion or photo."""

    label: str | None = None
    field: str | None = None
    choice: str | None = None
    opinion: str | None = None
    photo: bool = False
    span: int = 1
    rows: int = 1
    align: Literal["center", "left"] = "center"
    area: bool = False
    small_from: int = 99
    signatures: tuple[str, ...] = ()


class HistoryColumn(_Data):
    """One column of a history block; `field` is a field of `HistoryLine`."""

    head: str
    field: Literal["period", "place", "level", "form"]
    span: int = 1
    align: Literal["center", "left"] = "center"


class Note(_Data):
    """A free text that follows the lines of a history, with the words that introduce it."""

    field: str
    lead: str


class Row(_Data):
    """One row of cells, or one block of history lines."""

    height_mm: float
    cells: tuple[Cell, ...] = ()
    history: str | None = None
    label: str = ""
    small_from: int = 99
    head_mm: float = 0.0
    count: int = 0
    columns: tuple[HistoryColumn, ...] = ()
    note: Note | None = None


class Page(_Data):
    """One page of the frame."""

    columns_mm: tuple[float, ...]
    heading: bool = False
    rows: tuple[Row, ...]


class FormKind(_Data):
    """What differs between the applicant's copy and the official form."""

    mark: str
    footer: str
    opinions: bool


class FormTexts(_Data):
    """The words of the form that are not labels."""

    subtitle: tuple[str, str, str]
    photo: str
    continued: str
    continued_text: str
    continuation_title: str
    continuation_line: str
    seal: str
    date: str
    opinion_signed: str
    opinion_signed_alone: str
    ticked: str
    unticked: str


class Instructions(_Data):
    """The last page, 填表说明."""

    title: str
    paragraphs: tuple[str, ...]
    contacts: tuple[str, ...]
    digest_line: str
    closing: str


class FormLayout(_Data):
    """Annex 3."""

    version: str
    title: str
    language: str
    fonts: Fonts
    texts: FormTexts
    kinds: dict[str, FormKind]
    choices: dict[str, tuple[tuple[str, str], ...]]
    pages: tuple[Page, ...]
    instructions: Instructions
    labels: dict[str, str]


class ListColumn(_Data):
    """One column of Annex 4; widths in mm on paper, in characters in the spreadsheet."""

    name: str
    head: str
    width_mm: float
    align: Literal["center", "left"] = "center"
    text: bool = True


class ListKind(_Data):
    """One of the lists L1–L3: the suffix of its title and the office it goes to (R44, R45)."""

    suffix: str
    recipient: str


class ListLayout(_Data):
    """Annex 4."""

    version: str
    annex: str
    title: str
    language: str
    fonts: Fonts
    head: tuple[str, str, str]
    total_label: str
    total: str
    foot: tuple[str, ...]
    footer: str
    page_number: str
    sheet_title: str
    kinds: dict[str, ListKind]
    columns: tuple[ListColumn, ...]


class PrintProgramme:
    """All print data of one programme folder, and the version that identifies it."""

    def __init__(self, folder: Path) -> None:
        """Read and check everything.

        Raises:
            pydantic.ValidationError: when a template file has a wrong or unknown entry.
        """
        self.folder = folder
        self.form = FormLayout.model_validate(_read(folder / "form.toml"))
        self.list = ListLayout.model_validate(_read(folder / "list.toml"))
        self.form_version = self._version(self.form.version, "form")
        self.list_version = self._version(self.list.version, "list")

    def _version(self, declared: str, stem: str) -> str:
        """The declared version and a digest of the files, so that no edit goes unnoticed."""
        digest = hashlib.sha256()
        for path in sorted(self.folder.glob(f"{stem}.*")):
            digest.update(path.name.encode())
            digest.update(path.read_bytes())
        return f"{declared}+{digest.hexdigest()[:8]}"


def _read(path: Path) -> dict[str, object]:
    with path.open("rb") as file:
        return tomllib.load(file)
