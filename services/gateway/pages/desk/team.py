"""The people of a desk: who stands in for whom, and one's own phrases."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from starlette.responses import Response

from services.contracts.errors import TepeiError
from services.contracts.requests.base import Acknowledged
from services.contracts.requests.review_desk import (
    MOST_PHRASES,
    PHRASE_MAX,
    DeskTeam,
    NameDeputy,
    ReadDeskTeam,
    SavePhrases,
)
from services.gateway.pages.core.forms import Form
from services.gateway.pages.core.page import Page, PageFinding
from services.gateway.pages.desk.colleagues import colleagues_of
from services.gateway.pages.desk.places import HANDLERS, UNPROCESSABLE, desk_at, desk_of
from services.gateway.pages.desk.queue import desk_facts


async def team(page: Page) -> Response:
    """GET: who works here."""
    return await _team(page)


async def save_phrases(page: Page) -> Response:
    """POST: one's own phrases, one a line."""
    organisation_id = desk_of(page, *HANDLERS)
    form = await page.form()
    lines = [line.strip() for line in form["phrases"].splitlines() if line.strip()]
    if len(lines) > MOST_PHRASES or any(len(line) > PHRASE_MAX for line in lines):
        text = f"常用语最多{MOST_PHRASES}条，每条最多{PHRASE_MAX}字"
        return await _team(page, form, [PageFinding("phrases", text)])
    request = SavePhrases(organisation_id=organisation_id, phrases=tuple(lines))
    await page.ask(request, Acknowledged)
    return page.redirect(f"{desk_at(organisation_id)}/team", said="常用语已保存。")


async def name_deputy(page: Page) -> Response:
    """POST: let a colleague stand in, or end that."""
    organisation_id = desk_of(page, *HANDLERS)
    form = await page.form()
    today = page.now.date()
    if form.checked("end"):
        request = NameDeputy(organisation_id=organisation_id, from_day=today, to_day=today)
        await page.ask(request, Acknowledged)
        return page.redirect(f"{desk_at(organisation_id)}/team", said="已取消代理。")
    try:
        request = NameDeputy(
            organisation_id=organisation_id,
            deputy_id=UUID(form["deputy"]),
            from_day=date.fromisoformat(form["from_day"]),
            to_day=date.fromisoformat(form["to_day"]),
        )
    except ValueError:
        finding = PageFinding("deputy", "请选择代理人，并填写开始和结束日期")
        return await _team(page, form, [finding])
    try:
        await page.ask(request, Acknowledged)
    except TepeiError as error:
        return await _team(page, form, page.findings(error))
    said = "已设定代理人。代理期间，对方可以办理您领取的申报。"
    return page.redirect(f"{desk_at(organisation_id)}/team", said=said)


async def _team(
    page: Page, form: Form | None = None, errors: list[PageFinding] | None = None
) -> Response:
    organisation_id = desk_of(page, *HANDLERS)
    found, colleagues = await page.together(
        page.ask(ReadDeskTeam(organisation_id=organisation_id), DeskTeam), colleagues_of(page)
    )
    values = {} if form is None else form.values
    mine = next((row for row in found.deputies if row.person_id == page.me.person_id), None)
    return page.render(
        "desk/team.html",
        status=UNPROCESSABLE if errors else 200,
        **desk_facts(page),
        team=found,
        mine=mine,
        colleagues=colleagues,
        values=values,
        phrases=values.get("phrases", "\n".join(found.phrases)),
        errors=errors or [],
    )
