"""Exports: asked for with a button, watched while they are made, fetched by who asked."""

from __future__ import annotations

from pydantic import ValidationError
from starlette.responses import Response

from services.contracts.errors import NotFoundError
from services.contracts.requests.documents import FetchDocumentResult
from services.contracts.requests.documents_exports import (
    ExportFilters,
    ExportKind,
    ExportState,
    ExportView,
    FetchExport,
    ReadExport,
    ReadExports,
    ReadExportsResult,
    RequestExport,
)
from services.gateway.edge.validation import invalid_request
from services.gateway.pages.core.forms import Form
from services.gateway.pages.core.navigation import DESK_ROLES
from services.gateway.pages.core.page import Page
from services.gateway.pages.dashboard.progress import cycle_of


async def ask(page: Page) -> Response:
    """The button on a dashboard or a queue; the form brings the filters of the screen."""
    organisation_id = page.uuid("organisation_id")
    page.workplace(organisation_id, *DESK_ROLES)
    form = await page.form()
    cycle = cycle_of(page)
    made = await page.ask(
        RequestExport(
            kind=_kind(form),
            organisation_id=organisation_id,
            year=cycle.year,
            cycle_id=cycle.cycle_id,
            filters=_filters(form),
        ),
        ExportView,
    )
    return page.redirect(f"/exports/{made.export_id}")


async def mine(page: Page) -> Response:
    """All exports of the person, with their states and how long they are kept."""
    answer = await page.ask(ReadExports(), ReadExportsResult)
    return page.render("dashboard/exports.html", exports=answer.exports)


async def one(page: Page) -> Response:
    """One export; the page asks again by itself until it is made."""
    export_id = page.uuid("export_id")
    view = await page.ask(ReadExport(export_id=export_id), ExportView)
    waiting = view.state is ExportState.PENDING
    return page.render("dashboard/export.html", export=view, waiting=waiting)


async def file(page: Page) -> Response:
    """On to the store, which serves the file for a few minutes."""
    export_id = page.uuid("export_id")
    answer = await page.ask(FetchExport(export_id=export_id), FetchDocumentResult)
    return page.redirect(answer.url)


def _kind(form: Form) -> ExportKind:
    kind = ExportKind.__members__.get(form["kind"])
    if kind is None:
        raise NotFoundError
    return kind


def _filters(form: Form) -> ExportFilters:
    """The filters that are set.

    Raises:
        InvalidRequestError: one of them is none that a screen offers.
    """
    given = {name: form[name] for name in ExportFilters.model_fields if form[name]}
    try:
        return ExportFilters.model_validate(given)
    except ValidationError as error:
        raise invalid_request(error) from None
