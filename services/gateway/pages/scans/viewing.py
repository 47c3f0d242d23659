"""Scans for the viewer (`templates/macros/viewer.html`), by whoever may read them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from starlette.responses import JSONResponse, Response

from services.contracts.errors import NotFoundError
from services.contracts.requests.applications_scans import (
    PagePicture,
    Pictures,
    ReadPictures,
    ScanLink,
    ShowScan,
)
from services.contracts.requests.applications_views import ScanView
from services.gateway.pages.core.page import Page


@dataclass(frozen=True)
class ViewedScan:
    """One scan as the viewer shows it."""

    id: UUID
    label: str
    filename: str
    pages: tuple[PagePicture, ...]
    missing: int
    again: str


async def viewed_scans(
    page: Page, application_id: UUID, scans: Sequence[ScanView]
) -> tuple[ViewedScan, ...]:
    """Those of the scans the visitor may read, with their pages.

    One question for all. A desk's reading is recorded once for each material, so ask only for
    what is looked at: the scans of the item in focus, not of the whole file.
    """
    wanted = {scan.scan_id: scan for scan in scans if scan.pages}
    if not wanted:
        return ()
    try:
        found = await page.ask(
            ReadPictures(application_id=application_id, scan_ids=tuple(wanted)), Pictures
        )
    except NotFoundError:
        return ()
    return tuple(
        ViewedScan(
            id=scan.scan_id,
            label=wanted[scan.scan_id].slot_label,
            filename=wanted[scan.scan_id].filename,
            pages=scan.pictures,
            missing=scan.page_count - len(scan.pictures),
            again=f"/applications/{application_id}/scans/{scan.scan_id}/pictures",
        )
        for scan in found.scans
    )


async def pictures_again(page: Page) -> Response:
    """Fresh addresses of the pages of one scan: those on a page are good for some minutes."""
    asked = ReadPictures(
        application_id=page.uuid("application_id"), scan_ids=(page.uuid("scan_id"),)
    )
    found = await page.ask(asked, Pictures)
    pages = [picture.model_dump() for scan in found.scans for picture in scan.pictures]
    return JSONResponse({"pages": pages})


async def original(page: Page) -> Response:
    """The file itself, shown by the browser."""
    link = await page.ask(ShowScan(scan_id=page.uuid("scan_id")), ScanLink)
    return page.redirect(link.url)
