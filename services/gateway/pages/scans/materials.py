"""The applicant's page of materials, and taking one away."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.responses import Response

from services.contracts.errors import NotFoundError
from services.contracts.requests.applications_consents import ConsentList, ReadConsents
from services.contracts.requests.applications_scans import Pictures, ReadPictures, RemoveScan
from services.contracts.requests.applications_views import ApplicationView, ScanView
from services.gateway.pages.core.form_facts import form_facts
from services.gateway.pages.core.own import read_own
from services.gateway.pages.core.page import Page, PageFinding
from services.gateway.pages.scans.slots import limit_words, slots_of
from services.gateway.pages.scans.viewing import viewed_scans


async def materials(page: Page) -> Response:
    """All materials with their files."""
    return await materials_page(page)


async def materials_page(
    page: Page, *, errors: Sequence[PageFinding] = (), status: int = 200
) -> Response:
    """The page, with what is wrong about a file that was sent."""
    application_id = page.uuid("application_id")
    view, small, consents = await page.together(
        read_own(page),
        page.ask(ReadPictures(application_id=application_id, small=True), Pictures),
        page.ask(ReadConsents(application_id=application_id), ConsentList),
    )
    given = {one.material.value for one in consents.consents if one.given_at is not None}
    form = (await form_facts(page, view.cycle_year)).view
    slots = slots_of(form, view, small, given)
    return page.render(
        "scans/materials.html",
        status=status,
        view=view,
        slots=slots,
        limits=form.scan_limits,
        words=limit_words(form.scan_limits, slots),
        errors=list(errors),
    )


async def look(page: Page) -> Response:
    """One scan, page by page."""
    view, scan = await _own_scan(page)
    scans = await viewed_scans(page, view.application_id, [scan])
    return page.render("scans/look.html", view=view, scan=scan, scans=scans)


async def ask_removal(page: Page) -> Response:
    """What will be taken away."""
    view, scan = await _own_scan(page)
    return page.render("scans/removal.html", view=view, scan=scan)


async def remove(page: Page) -> Response:
    """Take a scan off the draft."""
    removed = await page.ask(RemoveScan(scan_id=page.uuid("scan_id")), ScanView)
    address = f"/applications/{page.uuid('application_id')}/scans#{removed.slot.value}"
    return page.redirect(address, said=f"已移除“{removed.slot_label}”中的一个文件。")


async def _own_scan(page: Page) -> tuple[ApplicationView, ScanView]:
    view = await read_own(page)
    scan_id = page.uuid("scan_id")
    scan = next((scan for scan in view.scans if scan.scan_id == scan_id), None)
    if scan is None:
        raise NotFoundError
    return view, scan
