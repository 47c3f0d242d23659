"""Packages: every final unit sends one to each office; one of them is sent too late (30)."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from demo.applicant import Applicant
from demo.cast import Story
from demo.client import JSON, Visitor
from demo.crew import hire
from demo.stage import APPLICANT_PASSWORD, BEIJING, REGION, Stage, until
from deploy.local.client import Stack

SIDE_BY_SIDE = 8
CLOCK_SETTLES_SECONDS = 2.0
"""All processes notice a turned clock within a second."""
OFFICE = {"INLAND": "REGION_OFFICER_INLAND", "IN_REGION": "REGION_OFFICER_IN_REGION"}
WHY = "（样例）名额已满；本专业工作年限长，所在单位急需此专业人员。"


@dataclass(frozen=True, slots=True)
class Sent:
    """One closed package and whose it is."""

    organisation_id: str
    package_id: str
    package_no: str
    track: str
    persons: int


async def close_all(stage: Stage, organisation_ids: Iterable[str]) -> list[Sent]:
    """Every unit packs what went up, two forms of everybody."""
    gate = asyncio.Semaphore(SIDE_BY_SIDE)

    async def one(organisation_id: str) -> list[Sent]:
        async with gate:
            return await _close(stage, organisation_id)

    closed = await asyncio.gather(*(one(unit) for unit in sorted(organisation_ids)))
    return [package for packages in closed for package in packages]


async def _close(stage: Stage, organisation_id: str) -> list[Sent]:
    officer = await stage.crew.at(stage.code_of(organisation_id), "FINAL_OFFICER")
    desk = await officer.get(
        "/packages", organisation_id=organisation_id, cycle_id=stage.cycle["cycle_id"]
    )
    closed = []
    for waiting in desk["to_pack"]:
        people = [one["application_id"] for one in waiting["people"]]
        answer = await officer.post(
            "/packages",
            {
                "organisation_id": organisation_id,
                "track": waiting["track"],
                "list_version_ids": [one["list_version_id"] for one in waiting["lists"]],
                "packed": people,
                "list_copies": 1,
            },
        )
        stage.counts["packages"] += 1
        stage.progress.step("封装材料包")
        closed.append(
            Sent(
                organisation_id,
                answer["package_id"],
                answer["package_no"],
                waiting["track"],
                len(people),
            )
        )
    return closed


async def send(stage: Stage, package: Sent, day: date) -> JSON:
    """Handed to the post on a day, and registered by the region's office on the same one."""
    path = f"/packages/{package.package_id}"
    officer = await stage.crew.at(stage.code_of(package.organisation_id), "FINAL_OFFICER")
    closed = (await officer.get(path))["package"]
    sent = await officer.post(
        f"{path}/dispatch",
        {
            "version": closed["version"],
            "dispatched_on": day.isoformat(),
            "carrier": "邮政特快专递（样例）",
            "waybill": package.package_no[-12:],
        },
    )
    office = await stage.crew.at(REGION, OFFICE[package.track])
    received = await office.post(
        f"{path}/receipt",
        {
            "version": sent["version"],
            "received_on": day.isoformat(),
            "postmarked_on": day.isoformat(),
            "forms": closed["forms"],
            "lists": closed["sheets"] - closed["forms"],
        },
    )
    stage.progress.step("寄出并收到材料包")
    return received


async def send_in_time(stage: Stage, packages: Iterable[Sent]) -> None:
    """All of these today."""
    today = datetime.now(BEIJING).date()
    gate = asyncio.Semaphore(SIDE_BY_SIDE)

    async def one(package: Sent) -> None:
        async with gate:
            await send(stage, package, today)

    await asyncio.gather(*(one(package) for package in packages))


async def wait_on_reserve(stage: Stage, players: Iterable[Applicant]) -> list[Applicant]:
    """Of those for whom there was no seat one of each cell comes on the reserve.

    Returns:
        The others, who wait without a place until review closes.
    """
    left: list[Applicant] = []
    cells: set[str] = set()
    for me in players:
        if me.part.story is not Story.CONTESTED:
            continue
        status = await me.status()
        if status["state"] != "READY_TO_LIST":
            continue
        if me.part.cell in cells:
            left.append(me)
            continue
        cells.add(me.part.cell)
        final = next(node for node in me.part.unit["route"] if node["kind"] == "FINAL")
        officer = await stage.crew.at(stage.code_of(final["organisation_id"]), "FINAL_OFFICER")
        await officer.post(
            "/lists/reserve",
            {
                "application_id": me.application_id,
                "version": status["version"],
                "place": 1,
                "reason": WHY,
            },
        )
        stage.counts["reserve"] += 1
        stage.progress.step("列为候补")
    return left


async def after_the_deadline(
    stage: Stage, stack: Stack, late: Sent, waiting: list[Applicant], password: str
) -> None:
    """The day after the last one: a package comes too late, review closes; then today again."""
    day = date.fromisoformat(stage.cycle["dispatch_deadline_on"]) + timedelta(days=1)
    await stage.crew.close()
    await _turn(stack, datetime(day.year, day.month, day.day, 12, tzinfo=BEIJING))
    stage.crew = hire(stage.base_url, password)
    try:
        received = await send(stage, late, day)
        if received["status"] == "REFUSED":
            stage.counts["late_packages"] += 1
            stage.counts["refused_late"] += late.persons
        for me in waiting:
            await _closed(stage, me)
    finally:
        await stage.crew.close()
        stack.set_clock_offset(0)
        await asyncio.sleep(CLOCK_SETTLES_SECONDS)
        stage.crew = hire(stage.base_url, password)


async def _closed(stage: Stage, me: Applicant) -> None:
    async with Visitor(stage.base_url, me.person.login) as again:
        await again.sign_in(me.person.login, APPLICANT_PASSWORD)

        async def over() -> bool:
            status = await again.get(f"{me.path}/status")
            return bool(status["state"] == "NOT_RECOMMENDED")

        await until(f"{me.application_no} closed", over)
        stage.counts["closed"] += 1


async def _turn(stack: Stack, moment: datetime) -> None:
    stack.set_clock_offset(round((moment - datetime.now(UTC)).total_seconds()))
    await asyncio.sleep(CLOCK_SETTLES_SECONDS)
