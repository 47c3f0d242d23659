"""One proposal: who stands in it, and the leader's decision."""

from __future__ import annotations

from functools import partial

from starlette.responses import Response

from services.contracts.requests.review_determination import (
    REASON_MAX,
    REASON_MIN,
    DecideDetermination,
    DeterminationChanged,
    DeterminationContents,
    DeterminationStage,
    DeterminationStatus,
    ReadDetermination,
)
from services.contracts.vocabulary import Role
from services.gateway.pages.core.forms import Form
from services.gateway.pages.core.page import Page, PageFinding
from services.gateway.pages.core.previewed import previewed
from services.gateway.pages.desk.places import seen_version
from services.gateway.pages.determination.places import desk_at, office_of
from services.gateway.pages.lists.names import names_of

CHOICES = (("agree", "同意"), ("back", "退回经办人"))


async def one(page: Page) -> Response:
    """GET: the people, the total before and after, the decision."""
    return await _page(page, Form())


async def decide(page: Page) -> Response:
    """POST: first what it leads to, then the decision itself."""
    page.workplace(office_of(page), Role.REGION_LEADER)
    form = await page.form()
    done = await previewed(
        page,
        form,
        decision_findings(form),
        show=partial(_page, page, form),
        request=lambda: DecideDetermination(
            determination_id=page.uuid("determination_id"),
            version=seen_version(form),
            agreed=form["choice"] == "agree",
            reason=form["reason"] or None,
        ),
        answer=DeterminationChanged,
        seconds=20.0,
    )
    if isinstance(done, Response):
        return done
    agreed = done.status is DeterminationStatus.CONFIRMED
    said = f"已审核确定{done.persons}人。" if agreed else "已退回经办人。"
    return page.redirect(page.here, said=said)


def decision_findings(form: Form) -> list[PageFinding]:
    """What is missing of a decision."""
    if form["choice"] not in dict(CHOICES):
        return [PageFinding("choice", "请选择如何办理")]
    if form["choice"] == "back" and not REASON_MIN <= len(form["reason"]) <= REASON_MAX:
        return [PageFinding("reason", f"退回须写明理由，{REASON_MIN}至{REASON_MAX}字")]
    return []


async def _page(
    page: Page,
    form: Form,
    errors: list[PageFinding] | None = None,
    status: int = 200,
    *,
    checked: bool = False,
) -> Response:
    organisation_id = office_of(page)
    asked = ReadDetermination(determination_id=page.uuid("determination_id"))
    contents = await page.ask(asked, DeterminationContents)
    return page.render(
        "determination/one_check.html" if checked else "determination/one.html",
        status=status,
        errors=errors or [],
        contents=contents,
        one=contents.determination,
        counted=contents.determination.stage is DeterminationStage.REGION,
        names=await names_of(page, [person.application_id for person in contents.people]),
        form=form,
        choices=CHOICES,
        most=REASON_MAX,
        organisation_id=organisation_id,
        back=desk_at(organisation_id),
    )
