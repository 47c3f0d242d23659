"""Browser sessions: begun at sign-in, bound to their pages, ended by time or by their person."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy.exc import OperationalError
from typing_extensions import override

from services.contracts.actors import ActorKind
from services.contracts.errors import ServiceUnavailableError
from services.contracts.vocabulary import Role
from services.gateway.sessions.secrets import SessionSecrets
from tests.unit.gateway.fakes import ORGANISATION, PASSWORD, House, Person, run

SESSION = "/api/v1/session"
CREDENTIALS = {"login": "me", "password": PASSWORD}
BINDINGS = {"bindings": [], "total": 0}


class BrokenRows(dict[bytes, dict[str, Any]]):
    """A database that went away."""

    @override
    def get(self, *_: object) -> None:  # type: ignore[override]  # -- every look fails
        raise OperationalError("SELECT", None, OSError("connection refused"))


def house_with(*roles: Role, public_url: str = "http://tepei.test") -> House:
    house = House(public_url=public_url)
    house.people["me"] = Person("me", list(roles))
    house.answer("accounts.list_bindings", BINDINGS)
    house.answer("accounts.request_binding", {"binding_id": "b"})
    return house


def status(answer: httpx.Response) -> tuple[int, str | None]:
    body = answer.json() if answer.content else {}
    return answer.status_code, body.get("code")


def test_signing_in_shows_who_one_is_and_sets_a_cookie_no_script_reads() -> None:
    async def story() -> None:
        house = house_with(Role.UNIT_HR)
        async with house.client() as browser:
            answer = await browser.post(SESSION, json=CREDENTIALS)
            me = answer.json()
            assert answer.status_code == 201
            assert (me["login"], me["roles"][0]["role"], me["idle_seconds"]) == (
                "me",
                "UNIT_HR",
                1800,
            )
            cookie = answer.headers["set-cookie"]
            assert cookie.startswith("tepei_session=")
            assert {"HttpOnly", "Path=/", "SameSite=lax"} <= set(cookie.split("; "))
            assert "Secure" not in cookie
            assert (await browser.get(SESSION)).json() == me

    run(story())


def test_over_https_the_cookie_is_secure_and_bound_to_the_host() -> None:
    async def story() -> None:
        house = house_with(public_url="https://tepei.test")
        async with house.client() as browser:
            answer = await browser.post(SESSION, json=CREDENTIALS)
        cookie = answer.headers["set-cookie"]
        assert cookie.startswith("__Host-tepei_session=")
        assert "Secure" in cookie

    run(story())


def test_a_wrong_password_begins_nothing() -> None:
    async def story() -> None:
        house = house_with()
        async with house.client() as browser:
            wrong = await browser.post(SESSION, json={**CREDENTIALS, "password": "wrong"})
            unknown = await browser.post(SESSION, json={**CREDENTIALS, "login": "nobody"})
        assert status(wrong) == status(unknown) == (401, "sign_in_failed")
        assert wrong.json()["detail"] == unknown.json()["detail"]
        assert house.rows.rows == {}

    run(story())


def test_the_session_id_is_new_at_each_sign_in_and_the_old_one_ends() -> None:
    async def story() -> None:
        house = house_with()
        async with house.client() as browser:
            await browser.post(SESSION, json=CREDENTIALS)
            first = browser.cookies["tepei_session"]
            await browser.post(SESSION, json=CREDENTIALS)
            second = browser.cookies["tepei_session"]
        assert first != second
        assert len(house.rows.rows) == 1
        async with house.client(cookies={"tepei_session": first}) as thief:
            assert status(await thief.get(SESSION)) == (401, "unauthenticated")

    run(story())


def test_a_session_id_somebody_planted_is_never_adopted() -> None:
    async def story() -> None:
        house = house_with()
        async with house.client(cookies={"tepei_session": "planted"}) as browser:
            answer = await browser.post(SESSION, json=CREDENTIALS)
        assert "planted" not in answer.headers["set-cookie"]
        assert status(await house.client(cookies={"tepei_session": "planted"}).get(SESSION)) == (
            401,
            "unauthenticated",
        )

    run(story())


def test_neither_the_id_nor_the_csrf_token_lies_in_the_database() -> None:
    async def story() -> None:
        house = house_with()
        browser = await house.signed_in("me")
        stored = repr(house.rows.rows)
        assert browser.cookies["tepei_session"] not in stored
        assert browser.headers["x-csrf-token"] not in stored

    run(story())


def test_ids_have_256_random_bits_and_tokens_belong_to_one_session() -> None:
    secrets = SessionSecrets(b"k" * 32)
    ids = {secrets.new_id() for _ in range(50)}
    assert len(ids) == 50
    assert all(len(session_id) == 43 for session_id in ids)
    one, other, *_ = ids
    assert secrets.csrf_matches(one, secrets.csrf_token(one))
    assert not secrets.csrf_matches(one, secrets.csrf_token(other))
    assert not SessionSecrets(b"j" * 32).csrf_matches(one, secrets.csrf_token(one))


def test_signing_out_ends_the_session_everywhere() -> None:
    async def story() -> None:
        house = house_with()
        browser = await house.signed_in("me")
        session_id = browser.cookies["tepei_session"]
        assert (await browser.delete(SESSION)).status_code == 204
        assert house.rows.rows == {}
        again = house.client(cookies={"tepei_session": session_id})
        assert status(await again.get(SESSION)) == (401, "unauthenticated")
        assert (await again.delete(SESSION)).status_code == 204

    run(story())


@pytest.mark.parametrize(
    ("roles", "minutes"), [((), 60), ((Role.UNIT_HR,), 30), ((Role.AUDITOR,), 30)]
)
def test_silence_ends_a_session_sooner_for_staff(roles: tuple[Role, ...], minutes: int) -> None:
    async def story() -> None:
        house = house_with(*roles)
        browser = await house.signed_in("me", *roles)
        house.pass_time(timedelta(minutes=minutes - 1))
        assert (await browser.get(SESSION)).status_code == 200
        house.pass_time(timedelta(minutes=minutes - 1))
        assert (await browser.get(SESSION)).status_code == 200
        house.pass_time(timedelta(minutes=minutes))
        assert status(await browser.get(SESSION)) == (401, "unauthenticated")

    run(story())


def test_twelve_hours_end_a_session_however_busy_it_was() -> None:
    async def story() -> None:
        house = house_with()
        browser = await house.signed_in("me")
        for _ in range(23):
            house.pass_time(timedelta(minutes=31))
            assert (await browser.get(SESSION)).status_code == 200
        house.pass_time(timedelta(minutes=7))
        assert (await browser.get(SESSION)).status_code == 401
        assert await house.gateway.sessions.sweep() == 1

    run(story())


def test_roles_are_read_again_after_a_minute() -> None:
    async def story() -> None:
        house = house_with(Role.UNIT_HR)
        browser = await house.signed_in("me")
        house.answer("review.read_queue", {"items": []})
        queue = f"/api/v1/review/queue?organisation_id={ORGANISATION}"
        assert (await browser.get(queue)).status_code == 200
        house.people["me"].roles.clear()
        house.pass_time(timedelta(seconds=59))
        assert (await browser.get(queue)).status_code == 200
        house.pass_time(timedelta(seconds=1))
        assert status(await browser.get(queue)) == (403, "forbidden")

    run(story())


def test_while_accounts_is_away_roles_are_believed_ten_minutes() -> None:
    async def story() -> None:
        house = house_with()
        browser = await house.signed_in("me")
        house.answer("accounts.read_identity", ServiceUnavailableError())
        house.pass_time(timedelta(minutes=9))
        assert (await browser.get(SESSION)).status_code == 200
        house.pass_time(timedelta(minutes=1))
        assert status(await browser.get(SESSION)) == (503, "service_unavailable")

    run(story())


def test_a_person_accounts_no_longer_knows_is_signed_out() -> None:
    async def story() -> None:
        house = house_with()
        browser = await house.signed_in("me")
        house.people.clear()
        house.pass_time(timedelta(minutes=2))
        assert status(await browser.get(SESSION)) == (401, "unauthenticated")
        assert house.rows.rows == {}

    run(story())


def test_a_changed_password_ends_all_other_sessions_and_renews_this_one() -> None:
    async def story() -> None:
        house = house_with()
        browser, other = await house.signed_in("me"), await house.signed_in("me")
        former = browser.cookies["tepei_session"]
        house.people["me"].password_changed_at += timedelta(days=1)
        house.answer("accounts.change_password", house.people["me"].identity())
        body = {"current_password": PASSWORD, "new_password": "Kunlun-2019-shuili"}
        answer = await browser.post(f"{SESSION}/password", json=body)
        assert answer.status_code == 200
        assert browser.cookies["tepei_session"] != former
        assert (await browser.get(SESSION)).status_code == 200
        assert status(await other.get(SESSION)) == (401, "unauthenticated")
        assert len(house.rows.rows) == 1

    run(story())


def test_a_password_changed_elsewhere_is_noticed_within_a_minute() -> None:
    async def story() -> None:
        house = house_with()
        browser = await house.signed_in("me")
        house.people["me"].password_changed_at += timedelta(days=1)
        house.pass_time(timedelta(minutes=1))
        assert status(await browser.get(SESSION)) == (401, "unauthenticated")

    run(story())


def test_a_session_database_that_is_away_is_503_and_nobody_is_signed_out() -> None:
    async def story() -> None:
        house = house_with()
        browser = await house.signed_in("me")
        rows = house.rows.rows
        house.forget_cached_sessions()
        house.rows.rows = BrokenRows()
        assert status(await browser.get(SESSION)) == (503, "service_unavailable")
        house.rows.rows = rows
        assert (await browser.get(SESSION)).status_code == 200

    run(story())


def test_services_see_the_person_with_roles_and_name() -> None:
    async def story() -> None:
        house = house_with(Role.UNIT_HR)
        browser = await house.signed_in("me")
        await browser.get("/api/v1/bindings")
        actor = house.link.asked[-1].signed.actor
        assert (actor.kind, actor.person_id, actor.name) == (
            ActorKind.PERSON,
            house.people["me"].person_id,
            "样例·me",
        )
        assert actor.holds(Role.UNIT_HR, organisation_id=ORGANISATION)

    run(story())
