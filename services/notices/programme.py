"""Reads the texts and contact points of the programme's files, each year once."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from services.chassis.datafiles import DataFileError, read_toml
from services.contracts.requests.notices import ContactPoint
from services.notices.domain.definition import (
    CycleContacts,
    ShippedText,
    TextEntry,
    TextsFile,
    tidy_number,
)
from services.notices.domain.proposals import tidy, unknown_facts


class Programmes:
    """What each year ships."""

    def __init__(self, folder: Path) -> None:
        """Remember where the programmes lie; `kept`: the years this process has stored."""
        self._folder = folder
        self._files: dict[int, TextsFile] = {}
        self.kept: frozenset[int] = frozenset()

    def years(self) -> tuple[int, ...]:
        """The years that have texts, newest first."""
        found = self._folder.glob("[0-9][0-9][0-9][0-9]/texts/texts.toml")
        return tuple(sorted((int(path.parts[-3]) for path in found), reverse=True))

    def texts(self, year: int) -> tuple[ShippedText, ...]:
        """The texts of a year in reading order.

        Raises:
            DataFileError: a file is wrong.
        """
        return tuple(
            ShippedText(entry=entry, ordinal=number, body=self._body(year, entry))
            for number, entry in enumerate(self._file(year).text, start=1)
        )

    def contacts(self, year: int) -> tuple[ContactPoint, ...]:
        """Offices with their numbers, as `cycle.toml` gives them.

        Raises:
            DataFileError: a file is wrong.
        """
        cycle = read_toml(self._folder / str(year) / "cycle.toml")
        try:
            numbers = CycleContacts.model_validate(cycle["contacts"])
        except (ValidationError, KeyError) as error:
            raise DataFileError(f"{year}/cycle.toml: contacts") from error
        return tuple(
            ContactPoint(
                office=entry.office,
                about=entry.about,
                track=entry.track,
                numbers=tuple(tidy_number(one) for one in getattr(numbers, entry.numbers)),
            )
            for entry in self._file(year).contact
        )

    def _file(self, year: int) -> TextsFile:
        if year not in self._files:
            path = self._folder / str(year) / "texts" / "texts.toml"
            try:
                self._files[year] = TextsFile.model_validate(read_toml(path))
            except ValidationError as error:
                raise DataFileError(f"{year}/texts/texts.toml: {error}") from error
        return self._files[year]

    def _body(self, year: int, entry: TextEntry) -> str:
        path = self._folder / str(year) / "texts" / entry.file
        body = tidy(path.read_text(encoding="utf-8"))
        unknown = unknown_facts(entry.kind, body)
        if unknown:
            raise DataFileError(f"{year}/texts/{entry.file}: {', '.join(unknown)}")
        return body
