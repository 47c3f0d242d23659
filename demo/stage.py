"""The stage: the running system, its cycle and plan, the staff and their sessions."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from demo.client import JSON, Problem, Visitor
from demo.progress import Progress

BEIJING = ZoneInfo("Asia/Shanghai")
YEAR = 2019
REGION = "XJ"
"""Code of the region's HRSS department."""
OPENED = (2, 15)
"""Month and day on which a year's window opens, by the notice (R46)."""
DAYS_OPEN_BEFORE_TODAY = 10
PLAN = Path(__file__).resolve().parents[1] / "programmes" / str(YEAR) / "plan.csv"
APPLICANT_PASSWORD = "Yangli-2019-tepei"  # noqa: S105 -- of invented people, printed for visitors
CONFLICT = 409
FIRST_PAUSE_SECONDS = 0.3
PRINT_PAUSE_SECONDS = 2.0
"""A print is made in half a second, when its turn comes."""
LAST_PAUSE_SECONDS = 3.0
PAUSE_GROWTH = 1.5
PATIENCE_SECONDS = 150.0


@dataclass
class Crew:
    """Demo staff by (organisation code, role), each signed in once, when first needed."""

    base_url: str
    logins: dict[tuple[str, str], list[str]]
    password: str
    _visitors: dict[str, Visitor] = field(default_factory=dict)
    _locks: dict[str, asyncio.Lock] = field(default_factory=dict)

    async def at(self, organisation_code: str, role: str, index: int = 0) -> Visitor:
        """The signed-in person who holds the role there (several: by index)."""
        logins = self.logins.get((organisation_code, role))
        if not logins:
            raise LookupError(f"nobody is {role} at {organisation_code}")
        login = logins[index % len(logins)]
        async with self._locks.setdefault(login, asyncio.Lock()):
            if login not in self._visitors:
                visitor = Visitor(self.base_url, login)
                await visitor.sign_in(login, self.password)
                self._visitors[login] = visitor
        return self._visitors[login]

    async def close(self) -> None:
        """Close all sessions' connections."""
        await asyncio.gather(*(visitor.close() for visitor in self._visitors.values()))


@dataclass
class Stage:
    """What every scene needs."""

    base_url: str
    crew: Crew
    progress: Progress
    year: int = YEAR
    cycle: JSON = field(default_factory=dict)
    pledge_version: int = 1
    notice_version: int = 1
    codes: dict[str, str] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def closing_day(self) -> date:
        """The last day of the online window, the age reference (R12)."""
        closes = datetime.fromisoformat(self.cycle["close_at"]).astimezone(BEIJING)
        return (closes - timedelta(seconds=1)).date()

    def code_of(self, organisation_id: str) -> str:
        """The organisation's code, under which the crew is found."""
        return self.codes[organisation_id]


async def open_cycle(stage: Stage, *, days_open: int = DAYS_OPEN_BEFORE_TODAY) -> None:
    """The region leader opens the cycle, an officer imports the plan, the leader publishes it.

    The dates are moved so that the window has been open for some days.
    """
    leader = await stage.crew.at(REGION, "REGION_LEADER")
    today = datetime.now(BEIJING).date()
    opens = date(stage.year, *OPENED)
    shift = (today - opens).days - days_open
    try:
        stage.cycle = await leader.post("/cycles", {"year": stage.year, "shift_days": shift})
    except Problem as problem:
        if problem.status != CONFLICT:
            raise
        stage.cycle = await leader.get(f"/cycles/{stage.year}")
    if stage.cycle["plan_version"] is None:
        officer = await stage.crew.at(REGION, "REGION_OFFICER_INLAND")
        preview = await officer.send_file(
            f"/plan/{stage.year}/imports", PLAN.read_bytes(), "text/csv", filename=PLAN.name
        )
        await leader.post(
            f"/plan/{stage.year}/publication", {"plan_version": preview["plan_version"]}
        )
    form = await leader.get("/form", year=stage.year)
    stage.pledge_version = form["pledge_version"]
    stage.notice_version = form["privacy_notice_version"]


async def units_and_rows(stage: Stage) -> tuple[list[JSON], list[JSON]]:
    """All units of the play, with their routes, and the rows of the plan.

    Firms that registered themselves meanwhile have no clerk in the crew and take no part.
    """
    async with Visitor(stage.base_url) as anybody:
        plan = await anybody.get(f"/plan/{stage.year}")
        listed = await anybody.get("/organisations", limit=500)
        for summary in listed["organisations"]:
            stage.codes[summary["organisation_id"]] = summary["code"]
        bindable = [
            row
            for row in listed["organisations"]
            if row["can_be_bound"] and (row["code"], "UNIT_HR") in stage.crew.logins
        ]
        units = await asyncio.gather(
            *(anybody.get(f"/organisations/{row['organisation_id']}") for row in bindable)
        )
    return list(units), plan["rows"]


async def until(what: str, probe: Any, *, pause: float = FIRST_PAUSE_SECONDS) -> Any:
    """Poll until the probe answers something true, ever less often, as a person would look again.

    Args:
        what: What is waited for, for the error.
        probe: Asks once.
        pause: Seconds until the second look; longer where work of seconds is waited for.

    Raises:
        TimeoutError: `what` did not happen in time.
    """
    waited = 0.0
    while waited < PATIENCE_SECONDS:
        result = await probe()
        if result:
            return result
        await asyncio.sleep(pause)
        waited += pause
        pause = min(pause * PAUSE_GROWTH, LAST_PAUSE_SECONDS)
    raise TimeoutError(f"{what}: nothing happened within {PATIENCE_SECONDS:.0f} s")
