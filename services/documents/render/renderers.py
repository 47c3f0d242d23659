"""The renderers of a process, loaded once per programme and kept warm."""

from __future__ import annotations

from dataclasses import dataclass

from services.documents.app import Programmes
from services.documents.render.engine import PdfEngine
from services.documents.render.form import FormRenderer
from services.documents.render.list_pdf import ListPdfRenderer
from services.documents.render.list_xlsx import ListXlsxRenderer


@dataclass(frozen=True, slots=True)
class ProgrammeRenderers:
    """Everything one cycle prints with."""

    form: FormRenderer
    list_pdf: ListPdfRenderer
    list_xlsx: ListXlsxRenderer


class Renderers:
    """Renderers by year."""

    def __init__(self, programmes: Programmes) -> None:
        """Set up the engine.

        Raises:
            HarfbuzzSubsetMissingError: the machine cannot make PDFs fast enough to be of use.
        """
        self._programmes = programmes
        self._engine = PdfEngine()
        self._known: dict[int, ProgrammeRenderers] = {}

    def of(self, year: int) -> ProgrammeRenderers:
        """The renderers of a year's cycle."""
        if year not in self._known:
            programme = self._programmes.of(year)
            self._known[year] = ProgrammeRenderers(
                FormRenderer(programme, self._engine),
                ListPdfRenderer(programme, self._engine),
                ListXlsxRenderer(programme),
            )
        return self._known[year]
