"""The plan: an officer imports a file and sees what it would change, the leader publishes."""

from __future__ import annotations

import base64

from starlette.datastructures import UploadFile
from starlette.responses import Response

from services.contracts.errors import (
    IllegalTransitionError,
    InvalidRequestError,
    NotFoundError,
    PlanInvalidError,
    QuotaBelowUseError,
    ValidationFailedError,
)
from services.contracts.requests.quotas import (
    CycleView,
    ImportPlan,
    ImportPlanResult,
    PublishPlan,
    PublishPlanResult,
    ReadPlanDraft,
    ReadPlanDraftResult,
)
from services.contracts.requests.tables import MAX_TABLE_BYTES, MAX_TABLE_SIZE
from services.contracts.vocabulary import SeatKind
from services.gateway.pages.content.office import office_of
from services.gateway.pages.core.page import Page, PageFinding

UPLOAD_BYTES = MAX_TABLE_BYTES + 64 * 1024
IMPORT_SECONDS = 20.0
CHANGES_SHOWN = 100
NO_FILE = "请选择计划表文件。"
TOO_LARGE = f"文件超过{MAX_TABLE_SIZE}，不像是计划表，请核对。"
NO_REASON = "请写明调整的原因，5至200字。"


async def plan(page: Page) -> Response:
    """The draft that waits with its findings and changes, and the form for a new file."""
    return await _page(page)


async def upload(page: Page) -> Response:
    """Check a file; without errors it becomes the draft that waits."""
    office = office_of(page)
    cycle = _cycle(page)
    form = await page.form()
    chosen = form.file("file")
    if chosen is None:
        return await _page(page, [PageFinding("file", NO_FILE)])
    content = await chosen.read(MAX_TABLE_BYTES + 1)
    if len(content) > MAX_TABLE_BYTES:
        return await _page(page, [PageFinding("file", TOO_LARGE)])
    try:
        answer = await page.ask(
            _request(cycle, chosen, content), ImportPlanResult, seconds=IMPORT_SECONDS
        )
    except (ValidationFailedError, InvalidRequestError, PlanInvalidError) as error:
        found = [PageFinding("file", one.text) for one in page.findings(error)]
        return await _page(page, found)
    if answer.plan_version is None:
        return await _page(page, [PageFinding("file", "文件有错误，没有保存。")], answer)
    return page.redirect(
        f"{office.base}/plan",
        said=f"第{answer.plan_version}版计划已保存，请核对下面的变化，等待负责人发布。",
    )


async def publish(page: Page) -> Response:
    """Put the draft in force; every plan after the first needs a reason."""
    office = office_of(page)
    cycle = _cycle(page)
    form = await page.form()
    version, reason = form["plan_version"], form["reason"]
    if cycle.plan_version is not None and not 5 <= len(reason) <= 200:  # noqa: PLR2004 -- as said
        return await _page(page, [PageFinding("reason", NO_REASON)], reason=reason)
    request = PublishPlan(
        year=cycle.year,
        plan_version=int(version) if version.isdigit() else 0,
        reason=reason or None,
    )
    try:
        answer = await page.ask(request, PublishPlanResult, seconds=IMPORT_SECONDS)
    except (ValidationFailedError, IllegalTransitionError, QuotaBelowUseError) as error:
        found = [PageFinding("", one.text) for one in page.findings(error)]
        return await _page(page, found, reason=reason)
    return page.redirect(
        f"{office.base}/plan", said=f"第{answer.plan_version}版计划已发布，几秒钟后对所有人生效。"
    )


async def _page(
    page: Page,
    errors: list[PageFinding] | None = None,
    checked: ImportPlanResult | None = None,
    reason: str = "",
) -> Response:
    office = office_of(page)
    cycle = _cycle(page)
    waiting = await page.ask(ReadPlanDraft(year=cycle.year), ReadPlanDraftResult)
    return page.render(
        "content/plan.html",
        office=office,
        year=cycle.year,
        in_force=waiting.plan_version,
        draft=waiting.draft,
        checked=checked,
        kinds=tuple(SeatKind),
        most=CHANGES_SHOWN,
        max_size=MAX_TABLE_SIZE,
        reason=reason,
        errors=errors or [],
        status=422 if errors else 200,
    )


def _request(cycle: CycleView, chosen: UploadFile, content: bytes) -> ImportPlan:
    return ImportPlan(
        year=cycle.year,
        filename=(chosen.filename or "plan")[-200:],
        content=base64.b64encode(content),
    )


def _cycle(page: Page) -> CycleView:
    """The cycle whose plan it is.

    Raises:
        NotFoundError: none is open.
    """
    if page.cycle is None:
        raise NotFoundError
    return page.cycle
