"""Who to sign in as after the demo: one person of each role, with something waiting for them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass

from demo import desks, waiting
from demo.applicant import Applicant
from demo.cast import KINDS, Part, Story
from demo.client import JSON
from demo.stage import APPLICANT_PASSWORD, REGION, Stage
from services.accounts.demo import DEMO_PASSWORD
from services.contracts.vocabulary import Role

LINE = "A1"
"""The longest route: unit, county, prefecture, region."""
FIRST_NUMBER = 900
"""Above the numbers of the cast."""
LEFT_AT = ("DRAFT", "UNIT_REVIEW", "MID_REVIEW", "FINAL_REVIEW", "PAPER_CHECK", "READY_TO_LIST")

NODE_ROLES: tuple[tuple[str, Role], ...] = (
    ("UNIT", Role.UNIT_HR),
    ("UNIT", Role.UNIT_LEADER),
    ("MID", Role.MID_OFFICER),
    ("FINAL", Role.FINAL_OFFICER),
    ("FINAL", Role.FINAL_LEADER),
)
REGION_ROLES: tuple[Role, ...] = (
    Role.REGION_OFFICER_INLAND,
    Role.REGION_OFFICER_IN_REGION,
    Role.REGION_LEADER,
    Role.RE_REVIEWER,
    Role.HELPLINE,
    Role.SYSTEM_ADMIN,
    Role.SECURITY_ADMIN,
    Role.AUDITOR,
)


@dataclass(frozen=True, slots=True)
class SignIn:
    """One person to be."""

    who: str
    login: str
    password: str


async def leave_open(stage: Stage, units: list[JSON], rows: list[JSON]) -> list[SignIn]:
    """Leave a file at each desk of one route, one of them returned; say who can look at them."""
    unit = next(unit for unit in units if unit["line"] == LINE)
    parts = _parts(unit, rows)
    left = await asyncio.gather(
        *(waiting.bring(stage, part, state) for part, state in zip(parts, LEFT_AT, strict=False))
    )
    returned = await waiting.bring(stage, parts[-1], "UNIT_REVIEW")
    await desks.return_to_applicant(stage, returned, unit["route"][0])
    await asyncio.gather(*(me.visitor.close() for me in (*left, returned)))
    return [*_applicants(left[0], returned), *_staff(stage, unit)]


def _parts(unit: JSON, rows: list[JSON]) -> list[Part]:
    """Invented people of the unit with wishes that the plan has."""
    open_cells = [
        (row, kind)
        for row in rows
        if row["plan_unit_code"] == unit["plan_unit_code"]
        for kind, (column, _, _) in KINDS.items()
        if row[column]
    ]
    return [
        Part(FIRST_NUMBER + n, Story.PLAIN, unit, *open_cells[n % len(open_cells)])
        for n in range(len(LEFT_AT) + 1)
    ]


def _applicants(drafting: Applicant, returned: Applicant) -> Iterable[SignIn]:
    yield SignIn("申报人（草稿）", drafting.person.login, APPLICANT_PASSWORD)
    yield SignIn("申报人（退回修改）", returned.person.login, APPLICANT_PASSWORD)


def _staff(stage: Stage, unit: JSON) -> Iterable[SignIn]:
    code_at = {node["kind"]: stage.code_of(node["organisation_id"]) for node in unit["route"]}
    for kind, role in NODE_ROLES:
        yield SignIn(role.label, stage.crew.logins[code_at[kind], role][0], DEMO_PASSWORD)
    for role in REGION_ROLES:
        yield SignIn(role.label, stage.crew.logins[REGION, role][0], DEMO_PASSWORD)


def table(sign_ins: Iterable[SignIn]) -> str:
    """The people as lines for the terminal."""
    return "\n".join(f"  {one.who:　<18}{one.login:<24}{one.password}" for one in sign_ins)
