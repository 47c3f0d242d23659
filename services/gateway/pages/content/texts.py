"""Editing public texts: an officer proposes with a preview, the leader publishes or refuses."""

from __future__ import annotations

from datetime import date
from typing import Any

from starlette.responses import Response

from services.contracts.errors import (
    IllegalTransitionError,
    StaleVersionError,
    ValidationFailedError,
)
from services.contracts.requests.notices import (
    FACTS,
    MESSAGE_FACTS,
    MOST_BODY,
    MOST_SUMMARY,
    MOST_TITLE,
    ProposeText,
    PublishText,
    ReadText,
    ReadTextVersions,
    RefuseText,
    TextKind,
    TextState,
    TextVersions,
    TextView,
)
from services.gateway.pages.content.differences import changed_fields, changed_lines
from services.gateway.pages.content.office import Office, office_of, year_of
from services.gateway.pages.core.forms import Form
from services.gateway.pages.core.page import Page, PageFinding
from services.gateway.pages.public.texts import rendered, slug_of

MOST_NOTE = 200

_LENGTHS = {
    "title": ("标题", MOST_TITLE),
    "summary": ("简介", MOST_SUMMARY),
    "body": ("正文", MOST_BODY),
    "issuing_body": ("发文单位", 100),
    "change_note": ("修改说明", MOST_NOTE),
}


async def text(page: Page) -> Response:
    """One text with its versions: who proposed each, who decided, and why."""
    office = office_of(page)
    slug = slug_of(page)
    shown, versions = await page.together(
        page.ask(ReadText(slug=slug, year=year_of(page)), TextView),
        page.ask(ReadTextVersions(slug=slug, year=year_of(page)), TextVersions),
    )
    return page.render(
        "content/text.html",
        office=office,
        text=shown,
        body=rendered(page, shown),
        versions=versions.versions,
        waiting=next((v for v in versions.versions if v.state is TextState.PROPOSED), None),
    )


async def edit(page: Page) -> Response:
    """The form with the wording in force, or with one's own waiting proposal."""
    office = office_of(page)
    slug = slug_of(page)
    in_force, versions = await page.together(
        page.ask(ReadText(slug=slug, year=year_of(page)), TextView),
        page.ask(ReadTextVersions(slug=slug, year=year_of(page)), TextVersions),
    )
    own = next(
        (v for v in versions.versions if v.state is TextState.PROPOSED and v.proposed_by_me), None
    )
    shown = in_force
    if own is not None:
        shown = await page.ask(
            ReadText(slug=slug, year=year_of(page), version=own.version), TextView
        )
    values = {
        "based_on": str(in_force.version),
        "title": shown.title,
        "summary": shown.summary,
        "body": shown.body,
        "issued_on": shown.issued_on.isoformat() if shown.issued_on else "",
        "issuing_body": shown.issuing_body,
        "change_note": shown.change_note if own else "",
    }
    return _form(page, office, in_force, values)


async def propose(page: Page) -> Response:
    """Preview, go on editing, or hand the change to the leader."""
    office = office_of(page)
    form = await page.form()
    in_force = await page.ask(ReadText(slug=slug_of(page), year=year_of(page)), TextView)
    values = form.values
    found = _flaws(form)
    if found or form["do"] == "edit":
        return _form(page, office, in_force, values, found)
    if form["do"] != "propose":
        return _preview(page, office, in_force, values)
    try:
        answer = await page.ask(_request(form, in_force), TextView)
    except (ValidationFailedError, StaleVersionError, IllegalTransitionError) as error:
        return _form(page, office, in_force, values, page.findings(error))
    return page.redirect(
        f"{office.base}/texts/{in_force.slug}",
        said=f"第{answer.version}版已提出，等待负责人发布。",
    )


async def version(page: Page) -> Response:
    """One version against the one in force; the leader decides here."""
    office = office_of(page)
    return await _version(page, office)


async def decide(page: Page) -> Response:
    """Publish a version or refuse it with a reason."""
    office = office_of(page)
    form = await page.form()
    slug, number = slug_of(page), page_version(page)
    year = int(form["year"]) if form["year"].isdigit() else 0
    try:
        if form["do"] == "refuse":
            request = RefuseText(year=year, slug=slug, version=number, reason=form["reason"][:200])
            await page.ask(request, TextView)
            said = f"第{number}版未予发布，原因已告知提出人。"
        else:
            replaces = int(form["replaces"]) if form["replaces"].isdigit() else 1
            await page.ask(
                PublishText(year=year, slug=slug, version=number, replaces=replaces), TextView
            )
            said = f"第{number}版已发布，几秒钟后对所有人生效。"
    except ValidationFailedError as error:
        return await _version(page, office, page.findings(error), form["reason"])
    return page.redirect(f"{office.base}/texts/{slug}", said=said)


def page_version(page: Page) -> int:
    """The number of a version in the address; what is none is not found."""
    digits = page.path["version"]
    return int(digits[:6]) if digits.isascii() and digits.isdigit() and int(digits[:6]) else 10**6


async def _version(
    page: Page, office: Office, errors: list[PageFinding] | None = None, reason: str = ""
) -> Response:
    slug = slug_of(page)
    number = page_version(page)
    shown = await page.ask(ReadText(slug=slug, year=year_of(page), version=number), TextView)
    in_force, versions = await page.together(
        page.ask(ReadText(slug=slug, year=year_of(page)), TextView),
        page.ask(ReadTextVersions(slug=slug, year=year_of(page)), TextVersions),
    )
    about = next(v for v in versions.versions if v.version == number)
    return page.render(
        "content/version.html",
        office=office,
        text=shown,
        about=about,
        body=rendered(page, shown),
        fields=changed_fields(in_force, shown),
        lines=changed_lines(in_force.body, shown.body),
        errors=errors or [],
        reason=reason,
        status=422 if errors else 200,
    )


def _form(
    page: Page,
    office: Office,
    in_force: TextView,
    values: dict[str, str],
    errors: list[PageFinding] | None = None,
) -> Response:
    return page.render(
        "content/edit.html",
        office=office,
        text=in_force,
        values=values,
        facts=MESSAGE_FACTS if in_force.kind is TextKind.MESSAGE else FACTS,
        is_message=in_force.kind is TextKind.MESSAGE,
        is_notice=in_force.kind is TextKind.NOTICE,
        errors=errors or [],
        status=422 if errors else 200,
    )


def _preview(page: Page, office: Office, in_force: TextView, values: dict[str, str]) -> Response:
    shown = in_force.model_copy(
        update={
            "title": values.get("title", ""),
            "summary": values.get("summary", ""),
            "body": values.get("body", ""),
            "issuing_body": values.get("issuing_body", ""),
            "issued_on": _day(values.get("issued_on", "")),
        }
    )
    return page.render(
        "content/preview.html",
        office=office,
        text=shown,
        values=values,
        body=rendered(page, shown),
        fields=changed_fields(in_force, shown),
        lines=changed_lines(in_force.body, shown.body),
    )


def _flaws(form: Form) -> list[PageFinding]:
    """What the form itself can tell; the service judges the rest."""
    found = [
        PageFinding(name, f"{label}最多{most}字，现在是{len(form[name])}字，请缩短。")
        for name, (label, most) in _LENGTHS.items()
        if len(form[name]) > most
    ]
    if form["issued_on"] and _day(form["issued_on"]) is None:
        found.append(PageFinding("issued_on", "请填写日期，例如2019-02-03。"))
    return found


def _request(form: Form, in_force: TextView) -> ProposeText:
    based_on = form["based_on"]
    fields: dict[str, Any] = {name: form[name] for name in _LENGTHS}
    return ProposeText(
        year=in_force.year,
        slug=in_force.slug,
        based_on=int(based_on) if based_on.isdigit() and int(based_on) else in_force.version,
        issued_on=_day(form["issued_on"]),
        **fields,
    )


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None
