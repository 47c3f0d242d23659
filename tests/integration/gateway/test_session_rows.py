"""Session rows on the real database keep what the in-memory fake promises."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy.ext.asyncio import create_async_engine

from deploy.local.client import Stack
from services.gateway.storage.sessions import SessionRows, SessionTable
from tests.unit.gateway.fakes import FakeSessionRows

NOW = datetime(2026, 1, 1, tzinfo=UTC)


@asynccontextmanager
async def real(stack: Stack) -> AsyncIterator[SessionRows]:
    engine = create_async_engine(stack.service_url("gateway"))
    try:
        yield SessionTable(engine)
    finally:
        await engine.dispose()


@asynccontextmanager
async def fake(_stack: Stack) -> AsyncIterator[SessionRows]:
    yield FakeSessionRows()


BACKENDS = [pytest.param(real, id="postgresql"), pytest.param(fake, id="fake")]


def row_of(person_id: UUID, expires_at: datetime = NOW + timedelta(hours=12)) -> dict[str, Any]:
    return {
        "session_hash": secrets.token_bytes(32),
        "person_id": person_id,
        "identity": {"name": "样例·热依汗古丽", "roles": []},
        "identity_read_at": NOW,
        "idle_seconds": 3600,
        "created_at": NOW,
        "last_seen_at": NOW,
        "expires_at": expires_at,
    }


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_row_is_read_as_it_was_written(stack: Stack, backend: Any) -> None:
    async def story() -> None:
        async with backend(stack) as rows:
            row = row_of(uuid4())
            await rows.insert(row)
            assert dict(await rows.read(row["session_hash"])) == row
            assert await rows.read(secrets.token_bytes(32)) is None

    asyncio.run(story())


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_change_reaches_one_row_and_says_whether_it_was_there(stack: Stack, backend: Any) -> None:
    async def story() -> None:
        async with backend(stack) as rows:
            row, noise = row_of(uuid4()), row_of(uuid4())
            await rows.insert(row)
            await rows.insert(noise)
            later = NOW + timedelta(minutes=1)
            assert await rows.update(row["session_hash"], {"last_seen_at": later})
            assert (await rows.read(row["session_hash"]))["last_seen_at"] == later
            assert (await rows.read(noise["session_hash"]))["last_seen_at"] == NOW
            await rows.delete(row["session_hash"])
            assert not await rows.update(row["session_hash"], {"last_seen_at": later})

    asyncio.run(story())


@pytest.mark.parametrize("backend", BACKENDS)
def test_all_other_rows_of_a_person_go_and_nobody_elses(stack: Stack, backend: Any) -> None:
    async def story() -> None:
        async with backend(stack) as rows:
            person = uuid4()
            kept, gone, noise = row_of(person), row_of(person), row_of(uuid4())
            for row in (kept, gone, noise):
                await rows.insert(row)
            await rows.delete_others(person, kept["session_hash"])
            found = [
                await rows.read(row["session_hash"]) is not None for row in (kept, gone, noise)
            ]
            assert found == [True, False, True]

    asyncio.run(story())


@pytest.mark.parametrize("backend", BACKENDS)
def test_expired_rows_are_swept_and_live_ones_stay(stack: Stack, backend: Any) -> None:
    async def story() -> None:
        async with backend(stack) as rows:
            old, live = row_of(uuid4(), NOW - timedelta(days=400)), row_of(uuid4())
            await rows.insert(old)
            await rows.insert(live)
            assert await rows.delete_expired(NOW - timedelta(days=400)) >= 1
            assert await rows.read(old["session_hash"]) is None
            assert await rows.read(live["session_hash"]) is not None
            await rows.ping()

    asyncio.run(story())
