"""A role that was taken away is refused as soon as accounts said so, not a minute later."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import httpx

from services.contracts.errors import ServiceUnavailableError
from services.contracts.vocabulary import Role
from services.gateway.sessions import news
from tests.unit.gateway.fakes import ORGANISATION, Answer, Asked, House, Person, run

QUEUE = f"/api/v1/review/queue?organisation_id={ORGANISATION}"
MOMENT = timedelta(milliseconds=1)


def house_of(*logins: str) -> House:
    house = House()
    for login in logins:
        house.people[login] = Person(login, [Role.UNIT_HR])
    house.answer("review.read_queue", {"items": []})
    return house


def tell(house: House, login: str) -> None:
    """Accounts says that the roles of a person changed."""
    house.wall.advance(MOMENT)
    house.gateway.news.heard(house.people[login].person_id)
    house.wall.advance(MOMENT)


def times_asked(house: House) -> int:
    return sum(asked.name == "accounts.read_identity" for asked in house.link.asked)


async def status(browser: httpx.AsyncClient) -> int:
    return (await browser.get(QUEUE)).status_code


def test_a_removed_role_is_refused_at_the_next_request() -> None:
    async def story() -> None:
        house = house_of("me", "other")
        me, other = await house.signed_in("me"), await house.signed_in("other")
        assert (await status(me), await status(other)) == (200, 200)
        house.people["me"].roles.clear()
        tell(house, "me")
        assert [await status(me) for _ in range(3)] == [403, 403, 403]
        assert times_asked(house) == 1
        assert await status(other) == 200
        assert times_asked(house) == 1  # nothing was said of them

    run(story())


def test_a_new_role_serves_at_the_next_request() -> None:
    async def story() -> None:
        house = house_of("me")
        house.people["me"].roles.clear()
        me = await house.signed_in("me")
        assert await status(me) == 403
        house.people["me"].roles.append(Role.UNIT_HR)
        tell(house, "me")
        assert await status(me) == 200

    run(story())


def test_requests_at_the_same_moment_all_wait_for_the_new_roles() -> None:
    async def story() -> None:
        house = house_of("me")
        me = await house.signed_in("me")
        house.people["me"].roles.clear()
        tell(house, "me")
        assert await asyncio.gather(*(status(me) for _ in range(5))) == [403] * 5

    run(story())


def test_an_answer_that_was_on_its_way_when_the_news_came_is_not_believed() -> None:
    async def story() -> None:
        house = house_of("me")
        me = await house.signed_in("me")
        answer = house.link.answers["accounts.read_identity"]

        def overtaken(asked: Asked) -> Answer:
            """Accounts answers, and before the answer is there it takes the role away."""
            identity = answer(asked)
            house.people["me"].roles.clear()
            house.link.answers["accounts.read_identity"] = answer
            tell(house, "me")
            return identity

        house.link.answers["accounts.read_identity"] = overtaken
        house.pass_time(timedelta(minutes=1))
        assert await status(me) == 200  # asked before the role was taken
        assert await status(me) == 403

    run(story())


def test_a_sign_in_that_was_overtaken_by_news_is_asked_about_again() -> None:
    async def story() -> None:
        house = house_of("me")
        sign_in = house.link.answers["accounts.sign_in"]

        def overtaken(asked: Asked) -> Answer:
            identity = sign_in(asked)
            house.people["me"].roles.clear()
            tell(house, "me")
            return identity

        house.link.answers["accounts.sign_in"] = overtaken
        me = await house.signed_in("me")
        assert await status(me) == 403

    run(story())


def test_what_is_known_to_be_old_is_not_borne_while_accounts_is_away() -> None:
    async def story() -> None:
        house = house_of("me", "other")
        me, other = await house.signed_in("me"), await house.signed_in("other")
        house.answer("accounts.read_identity", ServiceUnavailableError())
        tell(house, "me")
        assert (await status(me), await status(other)) == (503, 200)

    run(story())


def test_after_a_time_of_deafness_everybody_is_asked_about_once() -> None:
    async def story() -> None:
        house = house_of("me", "other")
        me, other = await house.signed_in("me"), await house.signed_in("other")
        house.people["me"].roles.clear()
        house.wall.advance(MOMENT)
        house.gateway.news.missed()
        house.wall.advance(MOMENT)
        assert [await status(me), await status(other), await status(other)] == [403, 200, 200]
        assert times_asked(house) == 2

    run(story())


def test_too_much_news_is_no_news_but_a_reason_to_ask_about_everybody() -> None:
    async def story() -> None:
        house = house_of("me", *(f"other{number}" for number in range(3)))
        me = await house.signed_in("me")
        before = news._MOST
        news._MOST = 2
        try:
            for number in range(3):
                tell(house, f"other{number}")
        finally:
            news._MOST = before
        assert len(house.gateway.news._people) <= 2
        await status(me)
        assert times_asked(house) == 1

    run(story())
