"""Bad input gets a clear error and nothing is lost."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from demo import applicant, scans
from demo.applicant import Applicant
from demo.cast import KINDS, Part, Story
from demo.client import Problem, Visitor
from demo.form import birth_of, fields
from demo.stage import Stage, units_and_rows
from deploy.local.client import Stack
from tests.support.live import open_stage, run

NUMBERS = iter(range(600, 900))
CLOCK_SETTLES_SECONDS = 1.5


@asynccontextmanager
async def someone(stack: Stack, *, filled: bool = False) -> AsyncIterator[tuple[Stage, Applicant]]:
    """A new applicant with a draft, in a unit whose plan has a seat."""
    stage = await open_stage(stack)
    units, rows = await units_and_rows(stage)
    part = next(
        Part(next(NUMBERS), Story.PLAIN, unit, row, kind)
        for row in rows
        for unit in units
        if unit["plan_unit_code"] == row["plan_unit_code"]
        for kind, (column, _, _) in KINDS.items()
        if row[column]
    )
    me = await applicant.arrive(stage, part)
    try:
        if filled:
            await applicant.fill_in(stage, me)
        else:
            await open_draft(stage, me)
        yield stage, me
    finally:
        await me.visitor.close()
        await stage.crew.close()


async def open_draft(stage: Stage, me: Applicant) -> None:
    draft = await me.visitor.post(
        "/applications",
        {
            "cycle_id": stage.cycle["cycle_id"],
            "privacy_notice_version": stage.notice_version,
            "privacy_acknowledged": True,
        },
    )
    me.application_id, me.revision = draft["application_id"], draft["revision"]


async def refused(act: Awaitable[object]) -> Problem:
    with pytest.raises(Problem) as caught:
        await act
    return caught.value


@pytest.mark.parametrize(
    ("number", "word"),
    [("650000198405010011", "校验"), ("650000840501001", "15")],
    ids=["wrong check digit", "15 digits"],
)
def test_a_wrong_id_number_is_refused_and_the_other_fields_are_saved(
    stack: Stack, number: str, word: str
) -> None:
    async def scene() -> None:
        async with someone(stack) as (_, me):
            saved = await me.visitor.patch(
                me.path,
                {
                    "expected_revision": me.revision,
                    "fields": {"id_number": number, "current_specialty": "内科学"},
                },
            )
            problem = next(row for row in saved["problems"] if row["field"] == "id_number")
            assert word in problem["message"]
            kept = await me.visitor.get(me.path)
            assert kept["fields"]["current_specialty"] == "内科学"
            assert not kept["fields"].get("id_number")

    run(scene())


def test_an_unknown_field_is_named_and_nothing_is_stored(stack: Stack) -> None:
    async def scene() -> None:
        async with someone(stack) as (_, me):
            body = {
                "expected_revision": me.revision,
                "fields": {"religion_x": "?", "major": "农学"},
            }
            problem = await refused(me.visitor.patch(me.path, body))
            assert (problem.status, problem.code) == (400, "invalid_request")
            assert "religion_x" in str(problem)
            assert "major" not in (await me.visitor.get(me.path))["fields"]

    run(scene())


def test_a_stale_revision_does_not_overwrite(stack: Stack) -> None:
    async def scene() -> None:
        async with someone(stack) as (_, me):
            first = {"expected_revision": me.revision, "fields": {"major": "农学"}}
            await me.visitor.patch(me.path, first)
            second = {"expected_revision": me.revision, "fields": {"major": "林学"}}
            problem = await refused(me.visitor.patch(me.path, second))
            assert (problem.status, problem.code) == (409, "stale_version")
            assert (await me.visitor.get(me.path))["fields"]["major"] == "农学"

    run(scene())


def test_a_foreign_application_is_not_found(stack: Stack) -> None:
    async def scene() -> None:
        async with someone(stack) as (stage, me):
            async with Visitor(stage.base_url) as nobody:
                assert (await refused(nobody.get(me.path))).status == 401
            stranger = await stage.crew.at("XJ", "AUDITOR")
            for path in (me.path, f"/applications/{uuid4()}"):
                assert (await refused(stranger.get(path))).status == 404

    run(scene())


def test_a_pdf_named_jpg_is_rejected_with_a_reason(stack: Stack) -> None:
    async def scene() -> None:
        async with someone(stack) as (_, me):
            disguised = replace(scans.paper("A02"), filename="A02.jpg", content_type="image/jpeg")
            await applicant.send(me, "A02", disguised)
            scan = await applicant.checked(me, "A02")
            assert scan["state"] == "REJECTED"
            assert "PDF" in scan["reason"]

    run(scene())


def test_a_scan_of_60_mb_is_refused_before_it_is_sent(stack: Stack) -> None:
    async def scene() -> None:
        async with someone(stack) as (_, me):
            body = {
                "slot": "A02",
                "filename": "学历证书.pdf",
                "content_type": "application/pdf",
                "size": 60 * 1024 * 1024,
            }
            problem = await refused(me.visitor.post(f"{me.path}/uploads", body))
            assert problem.code == "scan_rejected"
            assert "10" in problem.detail

    run(scene())


def test_the_same_person_cannot_apply_twice(stack: Stack) -> None:
    async def scene() -> None:
        async with someone(stack) as (stage, me):
            problem = await refused(
                me.visitor.post(
                    "/applications",
                    {
                        "cycle_id": stage.cycle["cycle_id"],
                        "privacy_notice_version": stage.notice_version,
                        "privacy_acknowledged": True,
                    },
                )
            )
            assert (problem.status, problem.code) == (409, "duplicate_application")

    run(scene())


def test_another_account_with_the_same_id_number_is_told_of_the_first(stack: Stack) -> None:
    async def scene() -> None:
        async with someone(stack) as (stage, me):
            birth = birth_of(me.part, stage.closing_day)
            page = fields(me.part, me.person, birth, birth.replace(year=2019))[0]
            await applicant.save(me, {"id_number": page["id_number"], "name": page["name"]})
            async with someone(stack) as (_, other):
                body = {
                    "expected_revision": other.revision,
                    "fields": {"id_number": page["id_number"]},
                }
                problem = await refused(other.visitor.patch(other.path, body))
                assert problem.code == "duplicate_application"

    run(scene())


@pytest.mark.requirement("R46")
@pytest.mark.requirement("R48")
def test_the_window_closes_to_the_second(stack: Stack) -> None:
    """One second before the end a submission is taken, at the end it is refused by its rule."""

    async def scene() -> None:
        async with someone(stack, filled=True) as (stage, me):
            closes = datetime.fromisoformat(stage.cycle["close_at"])
            stack.set_clock_offset(round((closes - datetime.now(UTC)).total_seconds()) + 2)
            await asyncio.sleep(CLOCK_SETTLES_SECONDS)
            body = {
                "expected_revision": me.revision,
                "pledge": True,
                "pledge_version": stage.pledge_version,
            }
            problem = await refused(me.visitor.post(f"{me.path}/submission", body))
            assert problem.code == "window_closed"
            assert "北京时间" in problem.detail
            assert (await me.visitor.get(me.path))["state"] == "DRAFT"
            stack.set_clock_offset(round((closes - datetime.now(UTC)).total_seconds()) - 20)
            await asyncio.sleep(CLOCK_SETTLES_SECONDS)
            assert await applicant.submit(stage, me)

    try:
        run(scene())
    finally:
        stack.set_clock_offset(0)
        time.sleep(CLOCK_SETTLES_SECONDS)
