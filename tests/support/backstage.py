"""Prepares files for the browser tests over the API, as the people concerned, beside the browser.

The browser's own event loop occupies the test's thread, so the play runs in a thread of its own.
"""

from __future__ import annotations

import asyncio
import itertools
import secrets
import threading
from collections.abc import Coroutine
from typing import Any, TypeVar

from demo import applicant, waiting
from demo.applicant import Applicant
from demo.cast import KINDS, Part, Story
from demo.client import JSON
from demo.stage import Stage, units_and_rows
from deploy.local.client import Stack
from tests.support.live import open_stage

T = TypeVar("T")

FIRST_NUMBERS = range(2_000, 9_000)
"""Numbers of invented people; the demo's own are lower. Where a run begins is drawn, so that a
second run on a running instance meets other people."""


class Backstage:
    """Brings applications to where a test begins."""

    def __init__(self, stack: Stack) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._numbers = itertools.count(secrets.choice(FIRST_NUMBERS))
        self.stage: Stage = self.run(open_stage(stack))
        self.units, self.rows = self.run(units_and_rows(self.stage))

    def run(self, act: Coroutine[Any, Any, T]) -> T:
        """Play a scene to its end."""
        return asyncio.run_coroutine_threadsafe(act, self._loop).result(timeout=180)

    def close(self) -> None:
        """Send everybody home."""
        self.run(self.stage.crew.close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(timeout=10)
        self._loop.close()

    # --- people and places ------------------------------------------------------------------------

    def unit(self, line: str, *, code: str | None = None) -> JSON:
        """A unit whose people may apply, on a line of `domain` §7.1."""
        fitting = [
            unit
            for unit in self.units
            if unit["line"] == line and (code is None or unit["code"] == code)
        ]
        return fitting[0]

    def row(self, unit: JSON, kind: str = "INLAND", *, seats: int = 1) -> JSON:
        """A row of the unit's plan with at least so many seats of a kind."""
        column = KINDS[kind][0]
        return next(
            row
            for row in self.rows
            if row["plan_unit_code"] == unit["plan_unit_code"] and row[column] >= seats
        )

    def part(
        self, line: str = "B", *, kind: str = "INLAND", unit: JSON | None = None, seats: int = 1
    ) -> Part:
        """A new invented person with a unit and a wish."""
        home = unit or self.unit(line)
        return Part(next(self._numbers), Story.PLAIN, home, self.row(home, kind, seats=seats), kind)

    def login(self, organisation_code: str, role: str, index: int = 0) -> str:
        """The login of somebody of the staff."""
        return self.stage.crew.logins[organisation_code, role][index]

    # --- files ------------------------------------------------------------------------------------

    def arrived(self, line: str = "B", **wish: Any) -> Applicant:
        """Somebody signed up and confirmed by the unit, without a draft."""
        return self.run(applicant.arrive(self.stage, self.part(line, **wish)))

    def written(self, line: str = "B", **wish: Any) -> Applicant:
        """Somebody with every field of a draft filled in and no scan sent."""
        me = self.arrived(line, **wish)
        self.run(applicant.write_form(self.stage, me))
        return me

    def bring(self, state: str, line: str = "B", **wish: Any) -> Applicant:
        """An application in a state of `waiting.ORDER`, everything before it done."""
        return self.run(waiting.bring(self.stage, self.part(line, **wish), state))

    async def read(self, me: Applicant, role: str) -> JSON:
        """Somebody of the unit opens the file, which the applicant will see."""
        reader = await self.stage.crew.at(me.part.unit["code"], role)
        return await reader.get(me.path)
