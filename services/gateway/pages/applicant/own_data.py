"""Downloading one's own data and files (D12)."""

from __future__ import annotations

from urllib.parse import quote

from starlette.responses import Response, StreamingResponse

from services.gateway.own_data.archive import archive, check_room
from services.gateway.own_data.collecting import Collector
from services.gateway.pages.core.own import read_own
from services.gateway.pages.core.page import Page


async def explain(page: Page) -> Response:
    """What the archive holds."""
    view = await read_own(page)
    return page.render("applicant/own_data.html", view=view)


async def download(page: Page) -> Response:
    """The archive, sent while it is made."""
    check_room()
    collector = Collector(page.gateway, page.visit)
    data = await collector.collect(page.uuid("application_id"))
    name = quote(f"申报数据 {data.application_no or '草稿'}.zip")
    return StreamingResponse(
        archive(page.gateway, collector, data),
        media_type="application/zip",
        headers={
            "content-disposition": f"attachment; filename=tepei.zip; filename*=UTF-8''{name}",
            "cache-control": "no-store",
        },
    )
