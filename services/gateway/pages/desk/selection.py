"""What is done to a selection of files: a preview that says who is affected, then the deed.

Claims only. Opinions and passing have no bulk form (F2).
"""

from __future__ import annotations

from enum import StrEnum
from uuid import UUID

from starlette.responses import Response

from services.contracts.errors import InvalidRequestError, TepeiError
from services.contracts.requests.review_desk import (
    MOST_SELECTED,
    NOTE_MAX,
    ClaimFiles,
    HandOverFiles,
    ReleaseFiles,
    SelectionDone,
)
from services.gateway.pages.core.forms import Form
from services.gateway.pages.core.page import Page, PageFinding
from services.gateway.pages.desk.colleagues import colleagues_of
from services.gateway.pages.desk.places import HANDLERS, UNPROCESSABLE, desk_at, desk_of
from services.gateway.pages.desk.queue import desk_facts
from services.gateway.pages.lists.names import files_of

NOTHING_CHOSEN = "请先在列表中勾选申报。"


class Deed(StrEnum):
    """What may be done to a selection."""

    CLAIM = "claim"
    HAND_OVER = "hand-over"
    RELEASE = "release"


WORDS = {Deed.CLAIM: "领取", Deed.HAND_OVER: "移交", Deed.RELEASE: "退还待领"}


async def preview(page: Page) -> Response:
    """POST: say who is affected before anything is done."""
    organisation_id = desk_of(page, *HANDLERS)
    form = await page.form()
    if not form.getlist("file"):
        return page.redirect(desk_at(organisation_id), said=NOTHING_CHOSEN, done=False)
    return await _preview(page, form)


async def confirm(page: Page) -> Response:
    """POST: do it; what was refused is listed with the reason."""
    organisation_id = desk_of(page, *HANDLERS)
    form = await page.form()
    deed, files = _deed(form), _files(form)
    errors = _errors(deed, form)
    if errors:
        return await _preview(page, form, errors)
    try:
        done = await page.ask(_request(deed, organisation_id, files, form), SelectionDone)
    except TepeiError as error:
        return await _preview(page, form, page.findings(error))
    if not done.refused:
        said = f"已{WORDS[deed]}{len(done.done)}份申报。"
        return page.redirect(desk_at(organisation_id), said=said)
    names = await files_of(page, files)
    return page.render(
        "desk/selection_done.html",
        **desk_facts(page),
        done=done,
        names=names,
        word=WORDS[deed],
    )


async def _preview(page: Page, form: Form, errors: list[PageFinding] | None = None) -> Response:
    deed, files = _deed(form), _files(form)
    names = await files_of(page, files)
    return page.render(
        "desk/selection.html",
        status=UNPROCESSABLE if errors else 200,
        **desk_facts(page),
        deed=deed,
        word=WORDS[deed],
        files=files,
        names=names,
        colleagues=await colleagues_of(page) if deed is Deed.HAND_OVER else (),
        form=form,
        errors=errors or [],
        note_most=NOTE_MAX,
    )


def _deed(form: Form) -> Deed:
    if form["deed"] not in set(Deed):
        raise InvalidRequestError
    return Deed(form["deed"])


def _files(form: Form) -> tuple[UUID, ...]:
    """The files ticked, each once.

    Raises:
        InvalidRequestError: more than a page can have, or no ids.
    """
    try:
        files = tuple(dict.fromkeys(UUID(text) for text in form.getlist("file")))
    except ValueError:
        raise InvalidRequestError from None
    if not 0 < len(files) <= MOST_SELECTED:
        raise InvalidRequestError
    return files


def _errors(deed: Deed, form: Form) -> list[PageFinding]:
    if deed is not Deed.HAND_OVER:
        return []
    errors = []
    if not form["to_person"]:
        errors.append(PageFinding("to_person", "请选择接手的同事"))
    if not form["note"]:
        errors.append(PageFinding("note", "请写明移交原因或注意事项"))
    return errors


def _request(
    deed: Deed, organisation_id: UUID, files: tuple[UUID, ...], form: Form
) -> ClaimFiles | HandOverFiles | ReleaseFiles:
    if deed is Deed.CLAIM:
        return ClaimFiles(
            organisation_id=organisation_id,
            application_ids=files,
            take_over=form.checked("take_over"),
        )
    if deed is Deed.RELEASE:
        return ReleaseFiles(organisation_id=organisation_id, application_ids=files)
    try:
        to_person = UUID(form["to_person"])
    except ValueError:
        raise InvalidRequestError from None
    return HandOverFiles(
        organisation_id=organisation_id,
        application_ids=files,
        to_person_id=to_person,
        note=form["note"][:NOTE_MAX],
    )
