"""Files of browsers without scripts: carried to the store through the same tickets, part by part.

The form lies on the disk while it is carried, and no more than one part of it is in memory.
"""

from __future__ import annotations

import asyncio
from pathlib import PurePath
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import UUID

import urllib3
from pydantic import ValidationError
from starlette.datastructures import UploadFile
from starlette.responses import Response

from services.contracts.errors import (
    NotFoundError,
    ScanRejectedError,
    ServiceUnavailableError,
)
from services.contracts.requests.applications_scans import BeginUpload, CompleteUpload
from services.contracts.requests.applications_views import PartTicket, ScanView, UploadTicket
from services.contracts.vocabulary import Material
from services.gateway.pages.core.page import Page, PageFinding
from services.gateway.pages.scans.materials import materials_page
from services.gateway.settings import GatewaySettings

_TYPES: Final = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".pdf": "application/pdf",
}
_STORED = range(200, 300)
_REFUSED = 422
_LONGEST_NAME = 150
_NO_FILE = "请先选择文件。"
_EMPTY = "“{name}”是空的，请重新选择。"
_POOL = urllib3.PoolManager(
    maxsize=8, retries=False, timeout=urllib3.Timeout(connect=5.0, read=30.0)
)


async def carry(page: Page) -> Response:
    """Every file of the form, one after the other; the first that is refused ends it."""
    application_id = page.uuid("application_id")
    form = await page.form()
    slot = form["slot"]
    if slot not in Material.__members__:
        raise NotFoundError
    files = [file for name, file in form.files if name == "file" and file.filename]
    if not files:
        return await _refused(page, slot, _NO_FILE)
    for number, file in enumerate(files):
        try:
            await _send(page, application_id, Material[slot], file, f"{number}")
        except ScanRejectedError as error:
            told = f"{file.filename}：{error.message}" if len(files) > 1 else error.message
            return await _refused(page, slot, told)
        except ValidationError:
            return await _refused(page, slot, _EMPTY.format(name=file.filename))
    return page.redirect(
        f"/applications/{application_id}/scans#{slot}",
        said=f"已收到{len(files)}个文件，正在检查，请稍后刷新本页。",
    )


async def _refused(page: Page, slot: str, told: str) -> Response:
    finding = PageFinding(f"file-{slot}", told)
    return await materials_page(page, errors=[finding], status=_REFUSED)


async def _send(
    page: Page, application_id: UUID, slot: Material, file: UploadFile, part: str
) -> None:
    form = await page.form()
    name = PurePath(file.filename or "")
    begin = BeginUpload(
        application_id=application_id,
        slot=slot,
        filename=f"{name.stem[:_LONGEST_NAME]}{name.suffix}",
        content_type=_TYPES.get(name.suffix.lower(), (file.content_type or "")[:100]),
        size=file.size or 0,
        consent=form.checked("consent"),
    )
    ticket = await page.ask(begin, UploadTicket, part=f"begin-{part}")
    for piece in ticket.parts:
        await file.seek(piece.offset)
        content = await file.read(piece.size)
        await asyncio.to_thread(_post, page.gateway.settings, piece, content)
    done = CompleteUpload(upload_id=ticket.upload_id)
    await page.ask(done, ScanView, part=f"complete-{part}")


def _post(settings: GatewaySettings, part: PartTicket, content: bytes) -> None:
    """Store one part by its ticket, at the address the services use."""
    scheme = "https" if settings.s3_secure else "http"
    address = f"{scheme}://{settings.s3_endpoint}{urlsplit(part.url).path}"
    fields: dict[str, Any] = {**part.fields, "file": ("part", content, "application/octet-stream")}
    try:
        answer = _POOL.request("POST", address, fields=fields)
    except urllib3.exceptions.HTTPError as error:
        raise ServiceUnavailableError from error
    if answer.status not in _STORED:
        raise ServiceUnavailableError
