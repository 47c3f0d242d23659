"""Adding several people to a list at once: who is affected, the one deed, what became of each."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Sequence
from uuid import UUID

from starlette.responses import Response

from services.contracts.requests.review_list_desk import RowsWanted
from services.contracts.requests.review_list_selection import (
    FilesForList,
    FilesNominated,
    NominateFiles,
    ReadFilesForList,
)
from services.gateway.pages.core.filters import url
from services.gateway.pages.core.page import Page, PageFinding
from services.gateway.pages.lists import building
from services.gateway.pages.lists.names import names_of
from services.gateway.pages.lists.places import cycle_of, final_unit, kind_of, list_at
from services.gateway.pages.lists.seats import seats_of
from services.gateway.pages.lists.selections import (
    NOBODY,
    SEATS_CHANGED,
    Outcome,
    Pick,
    ids_in,
    joined,
    more_than_were_left,
    outcomes_of,
    parted,
    pick_word,
    picks_in,
    preview_of,
)

UNPROCESSABLE = 422
NOTHING_CHOSEN = "请先在“待列入”中勾选人员。"
WAITING = "正在核定名额"


async def preview(page: Page) -> Response:
    """POST: say who is affected before anything is done."""
    here = list_at(final_unit(page), kind_of(page))
    form = await page.form()
    if form.checked("page"):
        screen = await building.read_screen(page, RowsWanted(limit=0), candidates=building.PER_PAGE)
        files = tuple(row.application_id for row in screen.desk.candidates)
    else:
        files = ids_in(form, "file")
    if not files:
        return page.redirect(f"{here}#candidates", said=NOTHING_CHOSEN)
    return await _preview(page, files)


async def confirm(page: Page) -> Response:
    """POST: ask for the seats of those who are ticked."""
    here = list_at(final_unit(page), kind_of(page))
    form = await page.form()
    shown, picks = ids_in(form, "file"), picks_in(form)
    if not picks and not shown:
        return page.redirect(f"{here}#candidates", said=NOTHING_CHOSEN)
    ticked = frozenset(pick.application_id for pick in picks)
    if not picks:
        return await _preview(page, shown, ticked, [PageFinding("people", NOBODY)])
    if more_than_were_left(picks, form):
        return await _preview(page, shown or tuple(ticked), ticked, [])
    request = NominateFiles(
        organisation_id=final_unit(page),
        cycle_id=cycle_of(page).cycle_id,
        seat_kind=kind_of(page),
        files=tuple(pick.seen for pick in picks),
    )
    done = await page.ask(request, FilesNominated, part=_deed(picks))
    refused = joined(row.application_id for row in done.refused)
    return page.redirect(url(f"{here}/selection", asked=joined(done.asked), refused=refused))


async def outcome(page: Page) -> Response:
    """GET: what became of each; refreshes itself while seats are being asked for."""
    asked, refused = parted(page.query.get("asked", ""), page.query.get("refused", ""))
    if not asked and not refused:  # the address of a preview that was opened again
        return page.redirect(list_at(final_unit(page), kind_of(page)))
    found = await _files(page, (*asked, *refused), places=False)
    outcomes = outcomes_of(found.files, asked, refused)
    seen = _seen(outcomes)
    if page.is_htmx and building.open_for(page) > building.LIVE_FOR:
        return Response(status_code=building.STOP_POLLING)
    if page.is_htmx and page.query.get("seen") == seen:
        return Response(status_code=building.NO_CONTENT)
    counts = Counter(one.word for one in outcomes)
    same = {"asked": page.query.get("asked"), "refused": page.query.get("refused")}
    return page.render(
        "lists/added.html",
        outcomes=outcomes,
        counts=counts,
        waiting=counts[WAITING],
        names=await names_of(page, (one.application_id for one in outcomes)),
        organisation_id=final_unit(page),
        kind=kind_of(page),
        back=list_at(final_unit(page), kind_of(page)),
        again=url(page.here, same),
        live_at=url(page.here, same, opened=building.opened(page), seen=seen),
    )


async def _preview(
    page: Page,
    files: Sequence[UUID],
    ticked: Collection[UUID] | None = None,
    errors: list[PageFinding] | None = None,
) -> Response:
    organisation_id, cycle, kind = final_unit(page), cycle_of(page), kind_of(page)
    found = await _files(page, files)
    cells, names = await page.together(
        seats_of(page, cycle.year, kind, found.plan_unit_code),
        names_of(page, (file.application_id for file in found.files)),
    )
    shown = preview_of(found, cells, ticked)
    if errors is not None and not errors:
        errors = shown.findings or [PageFinding("", SEATS_CHANGED)]
    return page.render(
        "lists/adding.html",
        status=UNPROCESSABLE if errors else 200,
        errors=errors or [],
        preview=shown,
        names=names,
        files=[file.application_id for file in found.files],
        missing=len(files) - len(found.files),
        pick_word=pick_word,
        organisation_id=organisation_id,
        kind=kind,
        back=list_at(organisation_id, kind),
    )


async def _files(page: Page, files: Sequence[UUID], *, places: bool = True) -> FilesForList:
    request = ReadFilesForList(
        organisation_id=final_unit(page),
        cycle_id=cycle_of(page).cycle_id,
        seat_kind=kind_of(page),
        application_ids=tuple(files),
        places=places,
    )
    return await page.ask(request, FilesForList)


def _deed(picks: Sequence[Pick]) -> str:
    """Another selection sent from the same page is another deed."""
    words = "/".join(f"{pick.application_id}:{pick.version}" for pick in picks)
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def _seen(outcomes: Sequence[Outcome]) -> str:
    words = "/".join(f"{one.word}{one.text}" for one in outcomes)
    return hashlib.sha256(words.encode()).hexdigest()[:16]
