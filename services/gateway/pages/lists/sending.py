"""Frozen versions: made after a preview, sent up by the leader with the code on the paper."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from services.contracts.errors import (
    LateError,
    ListNotReadyError,
    NotFoundError,
    SeparationOfDutiesError,
    StaleVersionError,
    TepeiError,
    WrongVerifyCodeError,
)
from services.contracts.requests.review_list_desk import RowsWanted
from services.contracts.requests.review_lists import (
    FreezeList,
    ListChanged,
    ListVersionStatus,
    ListVersionView,
    SubmitList,
)
from services.contracts.vocabulary import TRACK_OF, ApplicationState, Role, Track
from services.gateway.pages.core.forms import Form
from services.gateway.pages.core.page import Page, PageFinding
from services.gateway.pages.lists import building
from services.gateway.pages.lists.codes import LONGEST, code_of
from services.gateway.pages.lists.places import (
    cycle_of,
    final_unit,
    kind_of,
    list_at,
    packages_at,
)
from services.gateway.pages.lists.screen import Screen

UNPROCESSABLE, CONFLICT = 422, 409
SHORTEST_CODE = 12
SECONDS = 15.0
CHANGED = "汇总表刚刚有变动。请按下面最新的内容核对后再办理。"

RECIPIENT = {
    Track.INLAND: "自治区人力资源和社会保障厅专业技术人员管理处",
    Track.IN_REGION: "自治区职称社会化评价中心",
}
"""报送对象 (R44, R45)."""


async def ask_freezing(page: Page) -> Response:
    """GET: what will be on the paper and what will be locked."""
    return _freezing(page, await _listed(page))


async def freeze(page: Page) -> Response:
    """POST: freeze the list as the person saw it."""
    screen = await _listed(page)
    if screen.desk.view is None:
        raise NotFoundError
    request = FreezeList(
        list_id=screen.desk.view.summary.list_id, version=_version(await page.form())
    )
    try:
        done = await page.ask(request, ListChanged, seconds=SECONDS)
    except StaleVersionError:
        return _freezing(page, screen, [PageFinding("", CHANGED)], CONFLICT)
    except ListNotReadyError as error:
        return _freezing(page, screen, page.findings(error), CONFLICT)
    said = f"已定稿为第{done.list_version_no}版，正在生成打印件。打印盖章后由单位负责人报送。"
    return page.redirect(list_at(final_unit(page), kind_of(page)), said=said)


async def ask_submission(page: Page) -> Response:
    """GET: who goes up, and the field for the code on the paper."""
    return _submission(page, await _listed(page))


async def submit(page: Page) -> Response:
    """POST: send the frozen, printed version to the region."""
    form = await page.form()
    code = code_of(form["code"])
    screen = await _listed(page)
    if screen.desk.view is None:
        raise NotFoundError
    if not SHORTEST_CODE <= len(code) <= LONGEST:
        text = "请输入纸质汇总表左下角的核验码，12位字母和数字"
        return _submission(page, screen, form, [PageFinding("code", text)], UNPROCESSABLE)
    request = SubmitList(
        list_id=screen.desk.view.summary.list_id, version=_version(form), verify_code=code
    )
    try:
        done = await page.ask(request, ListChanged, seconds=SECONDS)
    except StaleVersionError:
        return _submission(page, screen, form, [PageFinding("", CHANGED)], CONFLICT)
    except WrongVerifyCodeError as error:
        return _submission(page, screen, form, [PageFinding("code", error.message)], UNPROCESSABLE)
    except (ListNotReadyError, SeparationOfDutiesError, LateError) as error:
        return _submission(page, screen, form, _unnamed(error), CONFLICT)
    here = list_at(final_unit(page), kind_of(page))
    return page.redirect(f"{here}/receipts/{done.list_version_no}")


async def receipt(page: Page) -> Response:
    """GET: the receipt of a version that went up."""
    screen = await building.read_screen(page, RowsWanted(limit=0))
    version = next((v for v in screen.versions if str(v.version_no) == _number(page)), None)
    if version is None or version.status is not ListVersionStatus.SUBMITTED:
        raise NotFoundError
    return page.render(
        "lists/receipt.html",
        **_about(page, screen),
        version=version,
        packages=packages_at(final_unit(page)),
    )


async def _listed(page: Page) -> Screen:
    """The list with a page of those who will be frozen or sent."""
    return await building.read_screen(page, building.rows_at(page, "p", ApplicationState.LISTED))


def _number(page: Page) -> str:
    return page.path["version_no"]


def _version(form: Form) -> int:
    """The version of the list the person saw; nonsense is an old one."""
    text = form["version"]
    return max(int(text[:9]), 1) if text.isascii() and text.isdigit() else 1


def _unnamed(error: TepeiError) -> list[PageFinding]:
    return [PageFinding("", error.message)]


def _freezing(
    page: Page,
    screen: Screen,
    errors: list[PageFinding] | None = None,
    status: int = 200,
) -> Response:
    return page.render(
        "lists/freezing.html",
        status=status,
        errors=errors or [],
        **_about(page, screen),
        waiting=0 if screen.summary is None else screen.summary.nominating,
    )


def _submission(
    page: Page,
    screen: Screen,
    form: Form | None = None,
    errors: list[PageFinding] | None = None,
    status: int = 200,
) -> Response:
    return page.render(
        "lists/submission.html",
        status=status,
        errors=errors or [],
        **_about(page, screen),
        code="" if form is None else form["code"],
        is_leader=any(view.role is Role.FINAL_LEADER for view in page.workplace(final_unit(page))),
    )


def _about(page: Page, screen: Screen) -> dict[str, Any]:
    kind = kind_of(page)
    frozen: ListVersionView | None = screen.frozen
    return {
        "screen": screen,
        "frozen": frozen,
        "kind": kind,
        "cycle": cycle_of(page),
        "recipient": RECIPIENT[TRACK_OF[kind]],
        "organisation_id": final_unit(page),
        "back": list_at(final_unit(page), kind),
        "here": page.here,
        "number": page.number("p"),
        "size": building.PER_PAGE,
    }
