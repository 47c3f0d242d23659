"""Asking to give up, by the applicant or the unit, and the applicant's word on the unit's request.

The rule of the notice stands on the page before anybody signs (R59); there is no other consequence
than what people decide, and the page says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from uuid import UUID

from starlette.responses import Response

from services.contracts.requests.review import CaseChanged, ReviewAction
from services.contracts.requests.review_give_up import (
    EVIDENCE_MAX,
    HEARING_MAX,
    WORDS_MAX,
    WORDS_MIN,
    AskGiveUp,
    GiveUpReason,
    StateOnGiveUp,
)
from services.contracts.requests.review_views import MyStatus
from services.contracts.vocabulary import Role
from services.gateway.pages.core.forms import Form
from services.gateway.pages.core.page import Page, PageFinding
from services.gateway.pages.core.previewed import previewed
from services.gateway.pages.desk.file import case_of
from services.gateway.pages.desk.places import (
    desk_of,
    file_at,
    seen_version,
)
from services.gateway.pages.status.walk import status_at, walk_of

CHOICES = tuple((reason.value, reason.label) for reason in GiveUpReason)


@dataclass(frozen=True)
class Wish:
    """Whose file it is about, and where the page lies."""

    application_id: UUID
    application_no: str
    version: int
    by_unit: bool
    may: bool
    back: str


async def own(page: Page) -> Response:
    """GET: an empty form for the applicant."""
    return await _ask_page(page, _own_wish(await walk_of(page)))


async def ask_own(page: Page) -> Response:
    """POST: first the preview, then the request."""
    return await _ask(page, _own_wish(await walk_of(page)))


async def of_unit(page: Page) -> Response:
    """GET: an empty form for the unit."""
    return await _ask_page(page, await _unit_wish(page))


async def ask_of_unit(page: Page) -> Response:
    """POST: first the preview, then the request."""
    return await _ask(page, await _unit_wish(page))


async def statement(page: Page) -> Response:
    """GET: what the unit asks for, and an empty form."""
    return await _statement_page(page, await walk_of(page), Form())


async def state(page: Page) -> Response:
    """POST: first the preview, then the statement."""
    walk, form = await walk_of(page), await page.form()
    whole = 0 < len(form["text"]) <= HEARING_MAX
    done = await previewed(
        page,
        form,
        [] if whole else [PageFinding("text", f"请填写陈述，不超过{HEARING_MAX}字")],
        show=partial(_statement_page, page, walk, form),
        request=lambda: StateOnGiveUp(
            application_id=walk.application_id, version=seen_version(form), text=form["text"]
        ),
        answer=CaseChanged,
    )
    if isinstance(done, Response):
        return done
    return page.redirect(status_at(walk.application_id), said="陈述已提交。")


def asking_findings(form: Form) -> list[PageFinding]:
    """What is missing of a request."""
    errors = []
    if form["reason"] not in GiveUpReason.__members__:
        errors.append(PageFinding("reason", "请选择原因的类别"))
    if not WORDS_MIN <= len(" ".join(form["text"].split())) <= WORDS_MAX:
        errors.append(PageFinding("text", f"请写明具体原因，{WORDS_MIN}至{WORDS_MAX}字"))
    if not 0 < len(form["evidence"]) <= EVIDENCE_MAX:
        text = f"请写明证明材料的名称和送交方式，不超过{EVIDENCE_MAX}字"
        errors.append(PageFinding("evidence", text))
    return errors


async def _ask(page: Page, wish: Wish) -> Response:
    form = await page.form()
    done = await previewed(
        page,
        form,
        asking_findings(form),
        show=partial(_ask_page, page, wish, form),
        request=lambda: AskGiveUp(
            application_id=wish.application_id,
            version=seen_version(form),
            reason=GiveUpReason[form["reason"]],
            text=form["text"],
            evidence=form["evidence"],
        ),
        answer=CaseChanged,
    )
    if isinstance(done, Response):
        return done
    return page.redirect(wish.back, said="放弃培养的申请已提交，由自治区人社厅办理。")


async def _ask_page(
    page: Page,
    wish: Wish,
    form: Form | None = None,
    errors: list[PageFinding] | None = None,
    status: int = 200,
    *,
    checked: bool = False,
) -> Response:
    typed = Form() if form is None else form
    return page.render(
        "give_ups/ask_check.html" if checked else "give_ups/ask.html",
        status=status,
        wish=wish,
        form=typed,
        reason=GiveUpReason[typed["reason"]] if checked else None,
        choices=CHOICES,
        errors=errors or [],
        most=WORDS_MAX,
    )


async def _statement_page(
    page: Page,
    walk: MyStatus,
    form: Form,
    errors: list[PageFinding] | None = None,
    status: int = 200,
    *,
    checked: bool = False,
) -> Response:
    if not walk.can_state and not errors:
        return page.redirect(status_at(walk.application_id))
    return page.render(
        "give_ups/statement_check.html" if checked else "give_ups/statement.html",
        status=status,
        walk=walk,
        asked=walk.give_ups[-1],
        form=form,
        errors=errors or [],
        most=HEARING_MAX,
    )


def _own_wish(walk: MyStatus) -> Wish:
    return Wish(
        walk.application_id,
        walk.application_no,
        walk.version,
        by_unit=False,
        may=walk.can_give_up,
        back=status_at(walk.application_id),
    )


async def _unit_wish(page: Page) -> Wish:
    desk_of(page, Role.UNIT_HR)
    case = await case_of(page)
    return Wish(
        case.application_id,
        case.application_no,
        case.version,
        by_unit=True,
        may=ReviewAction.ASK_GIVE_UP in case.actions,
        back=file_at(page),
    )
