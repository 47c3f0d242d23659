"""The plan for everybody: seats by unit, specialty and kind, filtered, with totals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from starlette.responses import Response

from services.contracts.errors import NotFoundError
from services.contracts.requests.quotas import PlanRowView, ReadPlan, ReadPlanResult
from services.contracts.vocabulary import SeatKind
from services.gateway.pages.core.known import ask_for_all
from services.gateway.pages.core.page import Page

ROWS_A_PAGE = 50
YEARS = range(2000, 2101)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the visitor filtered by; empty means all."""

    unit: str = ""
    specialty: str = ""
    kind: SeatKind | None = None
    shortage: bool = False

    @property
    def query(self) -> dict[str, object]:
        """As a query string holds it."""
        return {
            "unit": self.unit,
            "specialty": self.specialty,
            "kind": self.kind.value if self.kind else "",
            "shortage": "1" if self.shortage else "",
        }


@dataclass(frozen=True, slots=True)
class Sums:
    """Seats of the rows that are shown."""

    rows: int
    units: int
    inland: int
    long: int
    short: int

    @property
    def total(self) -> int:
        """All kinds together."""
        return self.inland + self.long + self.short


async def plan_of_now(page: Page) -> Response:
    """Go on to the plan of the current cycle."""
    if page.cycle is None:
        raise NotFoundError
    return page.redirect(f"/plan/{page.cycle.year}")


async def plan(page: Page) -> Response:
    """One year's plan in force."""
    year = year_of(page)
    try:
        answer = await ask_for_all(page, ReadPlan(year=year), ReadPlanResult)
    except NotFoundError:
        return page.render("public/no_plan.html", year=year, status=404)
    wanted = wanted_of(page.query)
    rows = matching(answer.rows, wanted)
    number = page.number("p")
    first = (number - 1) * ROWS_A_PAGE
    return page.render(
        "public/plan.html",
        plan=answer,
        wanted=wanted,
        units=units_of(answer.rows),
        specialties=[(name, name) for name in specialties_of(answer.rows)],
        kinds=[(kind.value, kind.label) for kind in SeatKind],
        sums=sums_of(rows, wanted.kind),
        rows=rows[first : first + ROWS_A_PAGE],
        number=number,
        size=ROWS_A_PAGE,
    )


def year_of(page: Page) -> int:
    """The year of the address.

    Raises:
        NotFoundError: it can be none.
    """
    year = page.path["year"]
    if not (year.isascii() and year.isdigit() and int(year[:5]) in YEARS):
        raise NotFoundError
    return int(year)


def wanted_of(query: dict[str, str]) -> Wanted:
    """The filter of a query; what is unknown does not filter."""
    kind = query.get("kind", "")
    return Wanted(
        unit=query.get("unit", ""),
        specialty=query.get("specialty", ""),
        kind=SeatKind[kind] if kind in SeatKind.__members__ else None,
        shortage=query.get("shortage") == "1",
    )


def matching(rows: Iterable[PlanRowView], wanted: Wanted) -> list[PlanRowView]:
    """Rows in plan order that fit; of a kind of seat only those that have one."""
    return [
        row
        for row in rows
        if wanted.unit in ("", row.plan_unit_code)
        and wanted.specialty in ("", row.specialty)
        and (wanted.kind is None or seats_of(row, wanted.kind) > 0)
        and (row.shortage or not wanted.shortage)
    ]


def seats_of(row: PlanRowView, kind: SeatKind) -> int:
    """Seats of one kind."""
    return {
        SeatKind.INLAND: row.quota_inland,
        SeatKind.LONG: row.quota_long,
        SeatKind.SHORT: row.quota_short,
    }[kind]


def sums_of(rows: Sequence[PlanRowView], kind: SeatKind | None = None) -> Sums:
    """Totals of the rows; of one kind only that kind counts."""

    def of(one: SeatKind) -> int:
        return sum(seats_of(row, one) for row in rows) if kind in (None, one) else 0

    return Sums(
        rows=len(rows),
        units=len({row.plan_unit_code for row in rows}),
        inland=of(SeatKind.INLAND),
        long=of(SeatKind.LONG),
        short=of(SeatKind.SHORT),
    )


def units_of(rows: Iterable[PlanRowView]) -> list[tuple[str, str]]:
    """Units in plan order, for the filter."""
    return list({row.plan_unit_code: row.plan_unit_name for row in rows}.items())


def specialties_of(rows: Iterable[PlanRowView]) -> list[str]:
    """Specialties in one order for every page, each once."""
    return sorted({row.specialty for row in rows})
