"""Packages of a final reviewing unit: packed, printed with sheet and label, handed to the post."""

from __future__ import annotations

from collections.abc import Iterable

import segno
from starlette.responses import Response

from services.contracts.errors import NotFoundError, TepeiError
from services.contracts.requests.notices import ContactList, ContactPoint, ListContacts
from services.contracts.requests.review_packages import (
    FORMS_EACH,
    ClosePackage,
    DispatchPackage,
    PackageChanged,
    PackageContents,
    PackageDesk,
    ReadPackage,
    ReadPackageDesk,
    ToPack,
)
from services.contracts.requests.review_paper import CARRIER_MAX, WAYBILL_MAX
from services.contracts.vocabulary import Track
from services.gateway.pages.core.forms import Form
from services.gateway.pages.core.known import ask_for_all
from services.gateway.pages.core.page import Page, PageFinding
from services.gateway.pages.desk.places import CONFLICT, UNPROCESSABLE, seen_version
from services.gateway.pages.lists.names import names_of
from services.gateway.pages.lists.places import cycle_of, final_unit, packages_at
from services.gateway.pages.lists.typed import check_length, count_in, day_in

MOST_COPIES = 99
NOTHING_WAITS = "没有待封装的汇总表：可能刚由同事封装，请回到“寄送材料包”查看。"


async def overview(page: Page) -> Response:
    """GET: what waits to be packed, and the packages so far."""
    return page.render(
        "lists/packages.html",
        found=await _desk(page),
        here=packages_at(final_unit(page)),
        words=word_of_track,
    )


async def ask_packing(page: Page) -> Response:
    """GET: everybody who goes up to one office, to be ticked one by one."""
    return await _packing_page(page)


async def pack(page: Page) -> Response:
    """POST: close the package when nothing is missing."""
    organisation_id, form = final_unit(page), await page.form()
    waiting = await _waiting(page)
    errors: list[PageFinding] = []
    copies = count_in(form, "list_copies", "每份汇总表装入的份数", errors, most=MOST_COPIES)
    if waiting is None:
        errors = [PageFinding("", NOTHING_WAITS)]
    if errors or waiting is None:
        return await _packing_page(page, form, errors, UNPROCESSABLE)
    inside = set(form.getlist("packed"))
    request = ClosePackage(
        organisation_id=organisation_id,
        track=waiting.track,
        list_version_ids=tuple(one.list_version_id for one in waiting.lists),
        packed=tuple(
            one.application_id for one in waiting.people if str(one.application_id) in inside
        ),
        list_copies=copies,
    )
    try:
        closed = await page.ask(request, PackageChanged)
    except TepeiError as error:
        return await _packing_page(page, form, page.findings(error), UNPROCESSABLE)
    said = f"材料包{closed.package_no}已封装。请打印清单和标签，寄出后填写寄出日期和单号。"
    return page.redirect(f"{packages_at(organisation_id)}/{closed.package_id}", said=said)


async def one(page: Page) -> Response:
    """GET: one package: what lies in it, where it is, and the form for its dispatch."""
    return await _package_page(page)


async def dispatch(page: Page) -> Response:
    """POST: postmark and waybill."""
    form = await page.form()
    errors: list[PageFinding] = []
    day = day_in(form, "dispatched_on", "寄出日期（以邮戳为准）", errors)
    carrier = check_length(form, "carrier", "快递或邮政名称", errors, most=CARRIER_MAX)
    waybill = check_length(form, "waybill", "单号", errors, most=WAYBILL_MAX)
    if carrier is None:
        errors.append(PageFinding("carrier", "请填写快递或邮政名称"))
    if waybill is None:
        errors.append(PageFinding("waybill", "请填写单号"))
    if errors or day is None or carrier is None or waybill is None:
        return await _package_page(page, form, errors, UNPROCESSABLE)
    request = DispatchPackage(
        package_id=page.uuid("package_id"),
        version=seen_version(form),
        dispatched_on=day,
        carrier=carrier,
        waybill=waybill,
    )
    try:
        sent = await page.ask(request, PackageChanged)
    except TepeiError as error:
        return await _package_page(page, form, page.findings(error), CONFLICT)
    said = f"材料包{sent.package_no}已登记寄出，包内每位申报人可以看到。"
    return page.redirect(page.here, said=said)


async def sheet(page: Page) -> Response:
    """GET: sheet and label, made for the printer."""
    contents = await contents_of(page)
    package = contents.package
    listed = await ask_for_all(page, ListContacts(year=cycle_of(page).year), ContactList)
    return page.render(
        "lists/package_sheet.html",
        package=package,
        people=contents.people,
        names=await names_of(page, [one.application_id for one in contents.people]),
        phones=phones_of(listed.contacts, package.track),
        code=segno.make(package.package_no, error="m").svg_data_uri(scale=4, border=2),
        forms_each=FORMS_EACH,
        back=f"{packages_at(final_unit(page))}/{package.package_id}",
    )


def phones_of(contacts: Iterable[ContactPoint], track: Track) -> tuple[str, ...]:
    """Numbers of the office of a track, from the programme's data (R60)."""
    return tuple(number for point in contacts if point.track is track for number in point.numbers)


def word_of_track(track: Track) -> str:
    """A track as it stands in addresses."""
    return track.value.lower()


async def contents_of(page: Page) -> PackageContents:
    """The package of the path, whole."""
    return await page.ask(ReadPackage(package_id=page.uuid("package_id")), PackageContents)


async def _desk(page: Page) -> PackageDesk:
    request = ReadPackageDesk(organisation_id=final_unit(page), cycle_id=cycle_of(page).cycle_id)
    return await page.ask(request, PackageDesk)


async def _waiting(page: Page) -> ToPack | None:
    """What waits for the office of the path.

    Raises:
        NotFoundError: there is no such office.
    """
    track = next((one for one in Track if word_of_track(one) == page.path["track"]), None)
    if track is None:
        raise NotFoundError
    return next((row for row in (await _desk(page)).to_pack if row.track is track), None)


async def _packing_page(
    page: Page,
    form: Form | None = None,
    errors: list[PageFinding] | None = None,
    status: int = 200,
) -> Response:
    waiting = await _waiting(page)
    people = () if waiting is None else waiting.people
    return page.render(
        "lists/packing.html",
        status=status,
        errors=errors or [],
        waiting=waiting,
        names=await names_of(page, [one.application_id for one in people]),
        form=Form() if form is None else form,
        ticked=[] if form is None else form.getlist("packed"),
        forms_each=FORMS_EACH,
        back=packages_at(final_unit(page)),
    )


async def _package_page(
    page: Page,
    form: Form | None = None,
    errors: list[PageFinding] | None = None,
    status: int = 200,
) -> Response:
    organisation_id, contents = final_unit(page), await contents_of(page)
    return page.render(
        "lists/package.html",
        status=status,
        errors=errors or [],
        names=await names_of(page, [one.application_id for one in contents.people]),
        contents=contents,
        package=contents.package,
        form=Form() if form is None else form,
        organisation_id=organisation_id,
        back=packages_at(organisation_id),
    )
