"""Texts and contact points as the programme's files describe them."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from services.contracts.requests.notices import (
    MOST_BODY,
    MOST_SUMMARY,
    MOST_TITLE,
    SLUG_PATTERN,
    TextKind,
)
from services.contracts.vocabulary import Track


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class TextEntry(_Entry):
    """One text of `texts/texts.toml`; its body lies in `file`."""

    slug: str = Field(pattern=SLUG_PATTERN)
    kind: TextKind
    title: str = Field(min_length=2, max_length=MOST_TITLE)
    summary: str = Field(default="", max_length=MOST_SUMMARY)
    file: str = Field(pattern=r"^[a-z][a-z/-]*\.md$")
    may_be_empty: bool = False
    issued_on: date | None = None
    issuing_body: str = ""


class ContactEntry(_Entry):
    """One office; `numbers` names the key of the cycle's contacts, so that none is said twice."""

    office: str
    about: str
    track: Track | None = None
    numbers: Literal["helpline", "inland_office", "in_region_centre"]


class TextsFile(_Entry):
    """`texts/texts.toml`: everything people read, in reading order."""

    text: tuple[TextEntry, ...]
    contact: tuple[ContactEntry, ...]


class CycleContacts(BaseModel):
    """The numbers of `cycle.toml`."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    helpline: tuple[str, ...]
    inland_office: tuple[str, ...]
    in_region_centre: tuple[str, ...]


class ShippedText(BaseModel):
    """A text with its body, as version 1 takes it."""

    model_config = ConfigDict(frozen=True)

    entry: TextEntry
    ordinal: int
    body: str = Field(max_length=MOST_BODY)


def tidy_number(number: str) -> str:
    """A telephone number with an ordinary hyphen: `0991—3689692` → `0991-3689692` (R37)."""
    for dash in "—–－‐‑":
        number = number.replace(dash, "-")
    while "--" in number:
        number = number.replace("--", "-")
    return number.strip()
