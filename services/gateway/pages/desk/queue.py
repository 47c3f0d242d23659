"""The work queue of a desk: what waits, for how long, who has it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from starlette.responses import Response

from services.contracts.errors import TepeiError, ValidationFailedError
from services.contracts.requests.applications_names import FindFiles, NamedFiles
from services.contracts.requests.documents_exports import ExportFilters
from services.contracts.requests.quotas import ReadPlan, ReadPlanResult
from services.contracts.requests.review_views import Claimed, Queue, ReadQueue
from services.contracts.vocabulary import ApplicationState, Role, Track
from services.gateway.pages.core.known import ask_for_all
from services.gateway.pages.core.page import Page, PageFinding
from services.gateway.pages.desk.places import (
    HANDLERS,
    PAPER_ROLES,
    UNPROCESSABLE,
    cycle_id_of,
    desk_at,
    desk_name,
    desk_of,
    holds_here,
)
from services.gateway.pages.lists.names import files_of
from services.gateway.pages.public.plan import specialties_of

EXPORTERS = (
    Role.FINAL_OFFICER,
    Role.FINAL_LEADER,
    Role.REGION_OFFICER_INLAND,
    Role.REGION_OFFICER_IN_REGION,
    Role.REGION_LEADER,
)
"""Who may take rows with names out of the system (`domain` §7.4); review judges it."""

PAGE_ROWS = 50
AGES = (3, 5, 10, 20)
DUE_DAYS = (1, 3, 7)
FILTERS: tuple[str, ...] = ("state", "track", "claimed", "all", "age", "due", "specialty")


@dataclass(frozen=True)
class Wish:
    """What of the queue is wanted; `values` are the parts of the address that say so."""

    values: dict[str, str]
    state: ApplicationState | None
    track: Track | None
    claimed: Claimed | None
    everything: bool
    age: int | None
    due: int | None
    specialty: str | None

    def request(self, page: Page, organisation_id: UUID, number: int) -> ReadQueue:
        """The question for one page of it."""
        return ReadQueue(
            organisation_id=organisation_id,
            cycle_id=cycle_id_of(page.cycle),
            at_desk=not (self.everything or self.state or self.due is not None),
            state=self.state,
            track=self.track,
            specialty=self.specialty,
            claimed=self.claimed,
            waiting_longer_than_days=self.age,
            due_before=None if self.due is None else page.now + timedelta(days=self.due),
            offset=(number - 1) * PAGE_ROWS,
            limit=PAGE_ROWS,
        )


def wish_of(query: dict[str, str]) -> Wish:
    """The filters of an address; what is none of the choices is left out."""
    values = {name: query[name] for name in FILTERS if name in query}
    return Wish(
        values=values,
        state=_member(ApplicationState, values.get("state")),
        track=_member(Track, values.get("track")),
        claimed=_member(Claimed, values.get("claimed")),
        everything="all" in values,
        age=_one_of(AGES, values.get("age")),
        due=_one_of(DUE_DAYS, values.get("due")),
        specialty=values.get("specialty", "")[:60] or None,
    )


def _member(kind: Any, text: str | None) -> Any:
    return kind[text] if text in kind.__members__ else None


def _one_of(choices: tuple[int, ...], text: str | None) -> int | None:
    return next((choice for choice in choices if str(choice) == text), None)


async def queue(page: Page) -> Response:
    """GET: one page of the queue."""
    organisation_id = desk_of(page)
    wish, number = wish_of(page.query), page.number("p")
    asked = wish.request(page, organisation_id, number)
    found = await page.ask(asked, Queue)
    names = await files_of(page, [item.application_id for item in found.items])
    return page.render(
        "desk/queue.html",
        **desk_facts(page),
        queue=found,
        names=names,
        wish=wish,
        number=number,
        size=PAGE_ROWS,
        ages=AGES,
        due_days=DUE_DAYS,
        tracks=list(Track),
        specialties=await _specialties(page),
        export=export_of(asked) if holds_here(page, *EXPORTERS) else None,
    )


async def _specialties(page: Page) -> list[str]:
    """Those of the plan in force, as suggestions: without the plan one can still type."""
    if page.cycle is None:
        return []
    try:
        plan = await ask_for_all(page, ReadPlan(year=page.cycle.year), ReadPlanResult)
    except TepeiError:
        return []
    return specialties_of(plan.rows)


def export_of(asked: ReadQueue) -> dict[str, Any]:
    """The filters of the screen for its export."""
    return asked.model_dump(mode="json", include=set(ExportFilters.model_fields))


async def search(page: Page) -> Response:
    """POST: files by name or number; what was typed stands in no address (F7: nothing else)."""
    organisation_id = desk_of(page)
    form = await page.form()
    text = form["text"][:60]
    errors: list[PageFinding] = []
    found = NamedFiles(files=())
    try:
        found = await page.ask(
            FindFiles(organisation_id=organisation_id, text=text.ljust(2)), NamedFiles
        )
    except ValidationFailedError as error:
        errors = page.findings(error)
    return page.render(
        "desk/search.html",
        status=UNPROCESSABLE if errors else 200,
        **desk_facts(page),
        text=text,
        files=found.files,
        errors=errors,
    )


def desk_facts(page: Page) -> dict[str, Any]:
    """What every page of a desk says at its head."""
    organisation_id = page.uuid("organisation_id")
    return {
        "desk": desk_at(organisation_id),
        "organisation_id": organisation_id,
        "desk_name": desk_name(page),
        "handles": holds_here(page, *HANDLERS),
        "has_paper": holds_here(page, *PAPER_ROLES),
    }
