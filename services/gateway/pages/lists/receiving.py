"""Packages at the region's offices: on their way, registered, refused when dispatched too late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from starlette.responses import Response

from services.contracts.errors import TepeiError
from services.contracts.requests.review_packages import (
    DIFFERENCES_MAX,
    PackageChanged,
    PackagesReceived,
    PackageStatus,
    PackageView,
    ReadPackagesReceived,
    ReceivePackage,
)
from services.gateway.pages.core.forms import Form
from services.gateway.pages.core.page import Page, PageFinding
from services.gateway.pages.desk.places import CONFLICT, UNPROCESSABLE, seen_version
from services.gateway.pages.lists.names import names_of
from services.gateway.pages.lists.packages import contents_of
from services.gateway.pages.lists.places import REGION_ROLES, cycle_of
from services.gateway.pages.lists.typed import check_length, count_in, day_in

PER_PAGE = 50
MOST_SHEETS = 9_999


@dataclass(frozen=True)
class Counted:
    """What an officer typed about a package that came."""

    received_on: date
    postmarked_on: date
    forms: int
    lists: int
    differences: str | None


async def received(page: Page) -> Response:
    """GET: packages on their way and there."""
    organisation_id = page.uuid("organisation_id")
    page.workplace(organisation_id, *REGION_ROLES)
    number = page.number("p")
    request = ReadPackagesReceived(
        organisation_id=organisation_id,
        cycle_id=cycle_of(page).cycle_id,
        offset=(number - 1) * PER_PAGE,
        limit=PER_PAGE,
    )
    return page.render(
        "lists/packages_received.html",
        found=await page.ask(request, PackagesReceived),
        here=f"/region/{organisation_id}/packages",
        number=number,
        size=PER_PAGE,
    )


async def one(page: Page) -> Response:
    """GET: one package, and the form for its receipt."""
    return await _package_page(page)


async def register(page: Page) -> Response:
    """POST: first what it leads to, then the receipt itself."""
    form, contents = await page.form(), await contents_of(page)
    counted, errors = counted_in(form)
    if counted is None:
        return await _package_page(page, form, errors, UNPROCESSABLE)
    if form["step"] != "confirm":
        checked = None if form["step"] == "edit" else counted
        return await _package_page(page, form, checked=checked)
    request = ReceivePackage(
        package_id=contents.package.package_id,
        version=seen_version(form),
        received_on=counted.received_on,
        postmarked_on=counted.postmarked_on,
        forms=counted.forms,
        lists=counted.lists,
        differences=counted.differences,
    )
    try:
        answer = await page.ask(request, PackageChanged)
    except TepeiError as error:
        return await _package_page(page, form, page.findings(error), CONFLICT)
    return page.redirect(page.here, said=_said(answer))


def counted_in(form: Form) -> tuple[Counted | None, list[PageFinding]]:
    """What the form says, or what is wrong with it."""
    errors: list[PageFinding] = []
    received_on = day_in(form, "received_on", "收到日期", errors)
    postmarked_on = day_in(form, "postmarked_on", "邮戳日期", errors)
    forms = count_in(form, "forms", "收到的申报表份数", errors, most=MOST_SHEETS)
    lists = count_in(form, "lists", "收到的汇总表份数", errors, most=MOST_SHEETS)
    differences = check_length(form, "differences", "差异说明", errors, most=DIFFERENCES_MAX)
    if errors or received_on is None or postmarked_on is None:
        return None, errors
    return Counted(received_on, postmarked_on, forms, lists, differences), []


def would_be_late(package: PackageView, counted: Counted | None) -> bool:
    """Whether registering this refuses the package as a whole."""
    return counted is not None and counted.postmarked_on > package.deadline_on


def _said(answer: PackageChanged) -> str:
    if answer.status is PackageStatus.REFUSED:
        return (
            f"材料包{answer.package_no}已登记收到；寄出逾期，整件不予受理，包内人员可以申请复核。"
        )
    return f"材料包{answer.package_no}已登记收到。"


async def _package_page(
    page: Page,
    form: Form | None = None,
    errors: list[PageFinding] | None = None,
    status: int = 200,
    *,
    checked: Counted | None = None,
) -> Response:
    organisation_id = page.uuid("organisation_id")
    page.workplace(organisation_id, *REGION_ROLES)
    contents = await contents_of(page)
    return page.render(
        "lists/package_received.html" if checked is None else "lists/package_check.html",
        status=status,
        errors=errors or [],
        contents=contents,
        package=contents.package,
        names=await names_of(page, [one.application_id for one in contents.people]),
        form=Form() if form is None else form,
        counted=checked,
        late=would_be_late(contents.package, checked),
        most=DIFFERENCES_MAX,
        organisation_id=organisation_id,
        back=f"/region/{organisation_id}/packages",
    )
