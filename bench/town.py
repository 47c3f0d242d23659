"""A system with ten thousand applications, for the pages: who works there, and on which files.

One file of each state walks through the system by the hands of the people concerned; the rest are
copies of those (`bench.copies`), all at one final reviewing unit, so that its lists have a
hundredth page.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

import psycopg

from bench import chosen, copies
from bench.copies import twin
from bench.errands import client_token, codes, export, invent_requests, invent_units
from bench.scratch import plain
from demo import desks, lists, packages, re_reviews, waiting
from demo.applicant import Applicant
from demo.cast import KINDS, Part, Story
from demo.client import JSON
from demo.crew import hire
from demo.progress import Progress
from demo.stage import APPLICANT_PASSWORD, BEIJING, YEAR, Stage, open_cycle, units_and_rows
from deploy.local.client import Stack
from operations.programme import copy
from services.accounts.demo import DEMO_PASSWORD
from services.applications.app import IdVault
from services.chassis.crypto import BlindIndex, FieldCipher, decode_key

FILES: Mapping[str, int] = {
    "DRAFT": 200,
    "UNIT_REVIEW": 1_499,
    "MID_REVIEW": 700,
    "FINAL_REVIEW": 5_200,
    "RETURNED": 300,
    "NEGATIVE_PENDING": 1,
    "PAPER_CHECK": 500,
    "READY_TO_LIST": 800,
    "LISTED": 500,
    "REGION_REVIEW": 300,
}
"""How many there are in each state; a hundred pages of fifty wait for the final unit."""

BEFORE = {
    "RETURNED": "FINAL_REVIEW",
    "NEGATIVE_PENDING": "UNIT_REVIEW",
    "LISTED": "READY_TO_LIST",
    "REGION_REVIEW": "READY_TO_LIST",
}
"""States that a model reaches by one more deed."""

LINE = "A1"
FIRST_COPY = copies.FIRST
FIRST_PERSON = 5_000


@dataclass
class Town:
    """What the measures need of it."""

    base_url: str
    models: dict[str, Applicant] = field(default_factory=dict)
    numbers: dict[str, range] = field(default_factory=dict)
    logins: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Login and password by what somebody is: a role, or APPLICANT and a state."""
    ids: dict[str, list[str]] = field(default_factory=dict)
    """Ids that pages take and no link gives away, by the name of their place in the address."""

    def copies_of(self, state: str) -> list[UUID]:
        """The files in a state."""
        model = self.models[state].application_id
        return [twin(model, number) for number in self.numbers[state]]


def build(stack: Stack) -> Town:
    """Play the models, copy them, and let the databases look at what they hold."""
    town = Town(stack.gateway_url)
    copy(Path(stack.environment("quotas")["TEPEI_PROGRAMMES_DIR"]), YEAR, YEAR + 1)
    unit = asyncio.run(_play(town))
    first = FIRST_COPY
    for state, count in FILES.items():
        town.numbers[state] = range(first, first + count)
        first += count
    for service, tables in (
        ("applications", copies.APPLICATIONS),
        ("review", copies.REVIEW),
        ("documents", copies.DOCUMENTS),
        ("quotas", copies.QUOTAS),
        ("accounts", copies.ACCOUNTS),
    ):
        with psycopg.connect(plain(stack.owner_url(service)), autocommit=True) as connection:
            _multiply(connection, service, tables, town, stack)
            if service == "review":
                invent_units(connection, unit)
                town.ids |= codes(connection, town)
            if service == "accounts":
                invent_requests(connection, unit)
            connection.execute("VACUUM ANALYZE")
    town.ids["track"] = ["inland"]
    town.ids["export_id"] = [export(town)]
    town.ids["client_id"] = [client_token(town, unit)]
    return town


async def _play(town: Town) -> JSON:
    stage = Stage(town.base_url, hire(town.base_url, DEMO_PASSWORD), Progress())
    await open_cycle(stage)
    units, rows = await units_and_rows(stage)
    unit = next(one for one in units if one["line"] == LINE)
    own = [row for row in rows if row["plan_unit_code"] == unit["plan_unit_code"]]
    for number, state in enumerate(FILES):
        kind = "LONG" if state == "REGION_REVIEW" else "INLAND"
        column = KINDS[kind][0]
        row = next(row for row in own if row[column] > 0)
        part = Part(FIRST_PERSON + number, Story.PLAIN, unit, row, kind)
        town.models[state] = await _bring(stage, part, state)
    final = next(node for node in unit["route"] if node["kind"] == "FINAL")
    officer = await stage.crew.at(stage.code_of(final["organisation_id"]), "FINAL_OFFICER")
    await desks.mark_all(officer, town.models["FINAL_REVIEW"])
    # The flag is copied with the model and the procedure is not: the pages show it at the model.
    await re_reviews.contest(stage, town.models["MID_REVIEW"], "OPINION")
    town.models |= await chosen.choose(stage, unit, own, FIRST_PERSON + len(FILES))
    _sign_ins(town, stage)
    await stage.crew.close()
    return unit


async def _bring(stage: Stage, part: Part, state: str) -> Applicant:
    """Everything before that state is done by the people concerned."""
    me = await waiting.bring(stage, part, BEFORE.get(state, state))
    final = next(node for node in part.unit["route"] if node["kind"] == "FINAL")
    if state == "RETURNED":
        await desks.return_to_applicant(stage, me, final)
    if state == "NEGATIVE_PENDING":
        await desks.propose_refusal(stage, me, part.unit["route"][0])
    if state in {"LISTED", "REGION_REVIEW"}:
        await lists.nominate(stage, me, final["organisation_id"])
    if state == "REGION_REVIEW":
        await _send_up(stage, final["organisation_id"])
    return me


async def _send_up(stage: Stage, organisation_id: str) -> None:
    """Freeze and submit the one list that has this seat kind's row, and its package after it."""
    with TemporaryDirectory() as folder:
        book = lists.ListBook(Path(folder))
        await lists.finish(stage, organisation_id, book, kind="LONG")
    for package in await packages.close_all(stage, [organisation_id]):
        await packages.send(stage, package, datetime.now(BEIJING).date())


def _sign_ins(town: Town, stage: Stage) -> None:
    for (_, role), logins in stage.crew.logins.items():
        town.logins.setdefault(role, (logins[0], DEMO_PASSWORD))
    part = next(iter(town.models.values())).part
    for node in reversed(part.unit["route"]):
        code = stage.code_of(node["organisation_id"])
        for (where, role), logins in stage.crew.logins.items():
            if where == code:
                town.logins[role] = (logins[0], DEMO_PASSWORD)
    for state, me in town.models.items():
        town.logins[f"APPLICANT {state}"] = (me.person.login, APPLICANT_PASSWORD)


def _multiply(
    connection: psycopg.Connection[Any],
    service: str,
    tables: tuple[copies.Copied, ...],
    town: Town,
    stack: Stack,
) -> None:
    """Copy every model; seats and ID numbers are made to fit."""
    for state, numbers in town.numbers.items():
        me = town.models[state]
        model = UUID(me.visitor.person_id if service == "accounts" else me.application_id)
        if service == "quotas":
            _make_room(connection, model, len(numbers))
        more = _personal(connection, model) if service == "applications" else {}
        copies.copy(connection, tables, model, numbers, **more)
        if service == "applications":
            _seal(connection, stack, me, numbers)


def _make_room(connection: psycopg.Connection[Any], model: UUID, count: int) -> None:
    """Seats for those who hold one, before they take them."""
    connection.execute(
        "UPDATE seat_cell c SET quota = c.quota + %s, reserved = c.reserved + %s "
        "FROM reservation r WHERE r.application_id = %s AND r.state = 'RESERVED' "
        "AND c.plan_row_id = r.plan_row_id AND c.seat_kind = r.seat_kind",
        (count, count, model),
    )


def _personal(connection: psycopg.Connection[Any], model: UUID) -> dict[str, str]:
    """Expressions for what a form says: another name, the copy's own scans."""
    rows = connection.execute("SELECT id FROM scan WHERE application_id = %s", (model,))
    content, data = "t.content::text", "t.data::text"
    for (scan_id,) in rows.fetchall():
        content = f"replace({content}, '{scan_id}', md5('{scan_id}' || n)::uuid::text)"
    named = "regexp_replace({}, '(\"name\": \"[^\"]*)\"', '\\1' || mod(n, 97) || '\"')::jsonb"
    return {"content": named.format(content), "data": named.format(data)}


def _seal(
    connection: psycopg.Connection[Any], stack: Stack, model: Applicant, numbers: range
) -> None:
    """Each copy's ID number is sealed for that copy, as the service would."""
    own = stack.environment("applications")
    vault = IdVault(
        FieldCipher(decode_key(own["APPLICATIONS_ID_KEY"])),
        BlindIndex(decode_key(own["APPLICATIONS_ID_INDEX_KEY"])),
    )
    number = model.person.id_number
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS sealed (id uuid, cipher bytea)")
    connection.execute("TRUNCATE sealed")
    with connection.cursor().copy("COPY sealed FROM STDIN") as copied:
        for each in numbers:
            application_id = twin(model.application_id, each)
            copied.write_row((application_id, vault.seal(number, application_id)))
    connection.execute(
        "UPDATE application a SET id_cipher = s.cipher FROM sealed s WHERE s.id = a.id"
    )
    connection.execute(
        "UPDATE application_version v SET id_cipher = s.cipher FROM sealed s "
        "WHERE s.id = v.application_id"
    )
