"""What a renderer's child does: warm up once, then one job after the other."""

from __future__ import annotations

import ctypes
import gc
from datetime import UTC, datetime
from functools import lru_cache

from services.chassis.causes import WorkJob
from services.contracts.vocabulary import DocumentKind, SeatKind
from services.documents.app import DocumentsApp, DocumentsSettings, build_renderer_app
from services.documents.render.export_work import ExportJobs
from services.documents.render.renderers import ProgrammeRenderers, Renderers
from services.documents.render.views import FormView, ListView
from services.documents.render.work import RenderJobs

_EPOCH = datetime(2019, 2, 15, tzinfo=UTC)
_BLANK_CODE = "0000-0000-0000"


def handle(job: WorkJob) -> None:
    """Do one job: an export or a print; see `ExportJobs.handle`, `RenderJobs.handle`."""
    app, renders, _ = _parts()
    if "export_id" in job.data:
        ExportJobs(app).handle(job)
    else:
        renders.handle(job)


def warm() -> None:
    """Load fonts and templates of every programme and print a blank of each kind.

    Raises:
        HarfbuzzSubsetMissingError: the machine cannot make PDFs fast enough to be of use.
        FontUnavailableError: a font the templates name is not installed.
    """
    app, _, renderers = _parts()
    for year in app.programmes.years():
        _print_blanks(renderers.of(year), year)
    _give_back_memory()


def _give_back_memory() -> None:
    """Reading the character maps leaves tens of megabytes that only the allocator still holds."""
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)


@lru_cache(maxsize=1)
def _parts() -> tuple[DocumentsApp, RenderJobs, Renderers]:
    """The parts of this process, put together when first needed."""
    app = build_renderer_app(DocumentsSettings())  # values come from the environment
    renderers = Renderers(app.programmes)
    return app, RenderJobs(app, renderers), renderers


def _print_blanks(printers: ProgrammeRenderers, year: int) -> None:
    form = FormView(
        cycle_year=year,
        application_no="",
        version_no=1,
        verify_code=_BLANK_CODE,
        content_sha256="",
        frozen_at=_EPOCH,
        values={},
        choices={},
    )
    printers.form.render(form, DocumentKind.APPLICANT_COPY)
    blank_list = ListView(
        cycle_year=year,
        seat_kind=SeatKind.INLAND.value,
        organisation="",
        phone="",
        version_no=1,
        verify_code=_BLANK_CODE,
        frozen_at=_EPOCH,
        quota=0,
        rows=(),
    )
    printers.list_pdf.render(blank_list)
    printers.list_xlsx.render(blank_list)
