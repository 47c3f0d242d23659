"""Importing organisations from a file: choose, look at what it would do, then let it."""

from __future__ import annotations

import base64
from collections.abc import Sequence

from pydantic import ValidationError
from starlette.responses import Response

from services.contracts.errors import TooLargeError, ValidationFailedError
from services.contracts.requests.accounts import (
    ImportOrganisations,
    ImportOrganisationsResult,
    ImportPreview,
    PreviewOrganisations,
)
from services.contracts.requests.tables import MAX_TABLE_BYTES, MAX_TABLE_SIZE
from services.gateway.pages.core.page import Page, PageFinding

UPLOAD_BYTES = MAX_TABLE_BYTES + 64 * 1024
CARRIED_BYTES = 2 * MAX_TABLE_BYTES
"""A file on its way through the page of the preview, as base64 in a form."""

_SECONDS = 30.0
_UNPROCESSABLE = 422
_NAME = 200


async def ask(page: Page) -> Response:
    """Which file."""
    return _form(page)


async def look(page: Page) -> Response:
    """What the file would do; with findings, only what must be corrected in it."""
    form = await page.form()
    file = form.file("file")
    if file is None:
        return _refused(page, "请选择要导入的文件。")
    content = await file.read()
    carried = base64.b64encode(content).decode()
    try:
        asked = PreviewOrganisations.model_validate({"content": carried})
        seen = await page.ask(asked, ImportPreview, seconds=_SECONDS)
    except ValidationError:
        return _refused(page, f"文件超过{MAX_TABLE_SIZE}，请分成几个文件导入。")
    except (ValidationFailedError, TooLargeError) as error:
        return _refused(page, error.message)
    return _preview(page, seen, (file.filename or "file")[:_NAME], carried)


def _preview(page: Page, seen: ImportPreview, filename: str, carried: str) -> Response:
    return page.render(
        "admin/import_preview.html",
        status=_UNPROCESSABLE if seen.findings else 200,
        seen=seen,
        filename=filename,
        carried="" if seen.findings else carried,
    )


async def store(page: Page) -> Response:
    """Do what the preview showed; findings that came up since are shown instead."""
    form = await page.form()
    try:
        asked = ImportOrganisations.model_validate(
            {"filename": form["filename"] or "file", "content": form["content"]}
        )
    except ValidationError:
        return _refused(page, "文件没有完整送达，请重新选择。")
    try:
        done = await page.ask(asked, ImportOrganisationsResult, seconds=_SECONDS)
    except (ValidationFailedError, TooLargeError) as error:
        return _refused(page, error.message)
    if done.findings:
        seen = ImportPreview(
            created=0, changed=0, unchanged=0, organisations=(), findings=done.findings
        )
        return _preview(page, seen, form["filename"], "")
    said = f"已导入：新增{done.created}个单位，修改{done.changed}个，{done.unchanged}个没有变化。"
    return page.redirect("/admin/organisations", said=said)


def _refused(page: Page, text: str) -> Response:
    return _form(page, [PageFinding("file", text)], status=_UNPROCESSABLE)


def _form(page: Page, errors: Sequence[PageFinding] = (), *, status: int = 200) -> Response:
    return page.render("admin/import.html", status=status, errors=errors, max_size=MAX_TABLE_SIZE)
