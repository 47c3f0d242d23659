"""The gateway hears of roles from accounts, over the real broker, with its own user's rights."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from datetime import UTC, datetime
from uuid import UUID, uuid4

import aio_pika
import httpx
import pytest
from aiormq.exceptions import ChannelAccessRefused

from deploy.local.client import Stack
from services.accounts.demo import DEMO_PASSWORD
from services.contracts.envelope import Envelope
from services.contracts.events import BindingChangedV1, RoleChangedV1
from services.contracts.vocabulary import Role
from services.gateway.broker.news import NewsListener
from tests.support.live import seed_people

AT_ONCE = 1.0
"""Seconds from the administrator's answer until the role is refused (the number of the promise)."""


class Notes:
    """A hearer that writes down."""

    def __init__(self) -> None:
        self.people: list[UUID] = []
        self.gaps = 0

    def heard(self, person_id: UUID) -> None:
        self.people.append(person_id)

    def missed(self) -> None:
        self.gaps += 1


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not condition():  # noqa: ASYNC110 -- what is waited for happens in other processes
            await asyncio.sleep(0.01)


@asynccontextmanager
async def listening(stack: Stack) -> AsyncIterator[tuple[Notes, NewsListener]]:
    notes = Notes()
    listener = NewsListener(stack.broker_url("gateway"), notes)
    listener.start()
    try:
        await until(lambda: notes.gaps == 1)
        yield notes, listener
    finally:
        await listener.close()


NOBODYS_NEWS = "nobodys-news"
"""A routing key that no service listens to: an event under it leaves no trace in their inboxes."""


async def publish(
    stack: Stack, event: RoleChangedV1 | BindingChangedV1, *, body: bytes = b"", key: str = ""
) -> None:
    """As accounts does; the person is invented, so that no session is meant."""
    envelope = Envelope(
        event_id=uuid4(),
        event=event.name,
        version=1,
        occurred_at=datetime(2019, 3, 1, tzinfo=UTC),
        correlation_id="test",
        aggregate_id=event.person_id,
        sequence=1,
        data=event.model_dump(mode="json"),
    )
    connection = await aio_pika.connect(stack.broker_url("accounts"))
    async with connection:
        channel = await connection.channel()
        exchange = await channel.get_exchange("accounts.events", ensure=False)
        message = aio_pika.Message(body or envelope.model_dump_json().encode())
        await exchange.publish(message, key or event.name, mandatory=False)


def a_change(person_id: UUID) -> RoleChangedV1:
    return RoleChangedV1(
        person_id=person_id, organisation_id=uuid4(), role=Role.UNIT_HR, active=False
    )


def test_every_gateway_hears_who_lost_a_role_and_nothing_else(stack: Stack) -> None:
    async def story() -> None:
        who = uuid4()
        async with listening(stack) as (one, _), listening(stack) as (two, _):
            binding = BindingChangedV1(person_id=uuid4(), unit_id=uuid4(), confirmed=True)
            await publish(stack, binding, key=NOBODYS_NEWS)
            await publish(stack, a_change(who))
            await until(lambda: who in one.people and who in two.people)
            assert binding.person_id not in [*one.people, *two.people]
            assert (one.gaps, two.gaps) == (1, 1)

    asyncio.run(story())


def test_a_lost_connection_is_renewed_and_what_was_missed_is_known_to_be_missed(
    stack: Stack,
) -> None:
    async def story() -> None:
        async with listening(stack) as (notes, listener):
            connection = listener._connection
            assert connection is not None
            await connection.close()
            await until(lambda: notes.gaps == 2)
            who = uuid4()
            await publish(stack, a_change(who))
            await until(lambda: who in notes.people)

    asyncio.run(story())


def test_what_cannot_be_understood_is_taken_for_missed_news(stack: Stack) -> None:
    async def story() -> None:
        async with listening(stack) as (notes, _):
            await publish(stack, a_change(uuid4()), body=b"{}")
            await until(lambda: notes.gaps == 2)

    asyncio.run(story())


def test_the_gateway_may_bind_nothing_but_news_of_roles(stack: Stack) -> None:
    async def story(exchange: str, key: str) -> None:
        connection = await aio_pika.connect(stack.broker_url("gateway"))
        async with connection:
            channel = await connection.channel()
            queue = await channel.declare_queue(f"news-gateway-{uuid4()}", exclusive=True)
            await queue.bind(exchange, key)

    asyncio.run(story("accounts.events", "role-changed"))
    for exchange, key in (
        ("accounts.events", "#"),
        ("accounts.events", "binding-changed"),
        ("applications.events", "submitted"),
    ):
        with pytest.raises(ChannelAccessRefused):
            asyncio.run(story(exchange, key))


def signed_in(stack: Stack, login: str) -> httpx.Client:
    browser = httpx.Client(base_url=f"{stack.gateway_url}/api/v1", timeout=30)
    answer = browser.post("/session", json={"login": login, "password": DEMO_PASSWORD})
    assert answer.status_code == 201, answer.text
    browser.headers["x-csrf-token"] = answer.json()["csrf_token"]
    return browser


def test_a_revoked_role_is_refused_within_a_second_by_the_running_system(stack: Stack) -> None:
    seed_people(stack)
    with (
        closing(signed_in(stack, "xj-6532.officer2")) as officer,
        closing(signed_in(stack, "admin.security")) as security,
    ):
        me = officer.get("/session").json()
        (role,) = me["roles"]
        queue = f"/review/queue?organisation_id={role['organisation_id']}"
        assert officer.get(queue).status_code == 200
        revoked = security.delete(f"/role-grants/{role['grant_id']}")
        assert revoked.status_code == 200, revoked.text
        deadline = time.monotonic() + AT_ONCE
        while officer.get(queue).status_code == 200:
            assert time.monotonic() < deadline, "the role still served"
        assert officer.get(queue).status_code == 403
        grant = {"role": role["role"], "organisation_id": role["organisation_id"]}
        again = security.post(f"/people/{me['person_id']}/roles", json=grant)
        assert again.status_code == 201, again.text
        deadline = time.monotonic() + AT_ONCE
        while officer.get(queue).status_code == 403:
            assert time.monotonic() < deadline, "the role did not serve yet"
