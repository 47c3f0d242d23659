"""Pages of accounts as they are asked for: what is kept, what is never shown, where one is sent."""

from __future__ import annotations

from uuid import uuid4

import httpx
import pytest

from services.contracts.errors import Finding, ValidationFailedError
from services.contracts.vocabulary import Role
from tests.unit.gateway.fakes import NOW, ORGANISATION, PASSWORD, House, Person, run

GOOD = {
    "name": "古丽样例·样例买买提",
    "id_number": "650000198405010010",
    "mobile": "19900000001",
    "login": "newcomer",
    "password": PASSWORD,
}


def csrf(client: httpx.AsyncClient) -> dict[str, str]:
    return {"csrf": client.headers.get("x-csrf-token", "")}


def taken() -> ValidationFailedError:
    finding = Finding(field="id_number", code="taken", message="每人只能有一个。")
    return ValidationFailedError(findings=(finding,))


def test_a_refused_sign_up_keeps_what_was_typed_but_the_password() -> None:
    async def story() -> None:
        house = House()
        house.answer("accounts.sign_up", taken())
        async with house.client() as nobody:
            answer = await nobody.post("/sign-up", data=GOOD)
        assert answer.status_code == 422
        assert "每人只能有一个。" in answer.text
        for field in ("name", "id_number", "mobile", "login"):
            assert f'value="{GOOD[field]}"' in answer.text
        assert PASSWORD not in answer.text

    run(story())


def test_whoever_signs_up_is_signed_in_and_goes_on_to_the_unit() -> None:
    async def story() -> None:
        house = House()
        house.people["newcomer"] = Person("newcomer")
        house.answer("accounts.sign_up", house.people["newcomer"].identity())
        async with house.client() as nobody:
            answer = await nobody.post("/sign-up", data=GOOD)
            assert (answer.status_code, answer.headers["location"]) == (303, "/account/unit")
            again = await nobody.get("/sign-up")
            assert (again.status_code, again.headers["location"]) == (303, "/account")
        [sent] = [one for one in house.link.asked if one.name == "accounts.sign_up"]
        assert sent.idempotency_key is not None

    run(story())


def test_a_device_is_what_the_browser_says_not_what_the_form_says() -> None:
    async def story() -> None:
        house = House()
        house.people["me"] = Person("me")
        agent = {"user-agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/115.0"}
        async with house.client(headers=agent) as nobody:
            body = {"login": "me", "password": PASSWORD, "device": "出租屋"}
            await nobody.post("/api/v1/session", json=body)
        [asked] = [one for one in house.link.asked if one.name == "accounts.sign_in"]
        assert asked.data["device"] == "Firefox · Linux"

    run(story())


@pytest.mark.parametrize(
    ("roles", "first", "target"),
    [
        ((), False, "/applications"),
        ((), True, "/account/password"),
    ],
)
def test_everybody_is_sent_to_where_their_work_is(
    roles: tuple[Role, ...], first: bool, target: str
) -> None:
    async def story() -> None:
        house = House()
        person = Person("me", list(roles))
        house.people["me"] = person
        known = person.identity() | {"first_password": first}
        house.answer("accounts.sign_in", known)
        me = await house.signed_in("me")
        answer = await me.get("/workplaces")
        assert (answer.status_code, answer.headers["location"]) == (303, target)

    run(story())


def test_workplaces_name_the_organisation_and_lead_to_its_pages() -> None:
    async def story() -> None:
        house = House()
        clerk = await house.signed_in("clerk", Role.UNIT_HR)
        answer = await clerk.get("/workplaces")
        assert "（样例）第一人民医院" in answer.text
        assert f'href="/unit/{ORGANISATION}/people"' in answer.text

    run(story())


def test_staff_are_not_told_to_name_a_unit_and_applicants_are() -> None:
    async def story() -> None:
        house = House()
        house.answer("accounts.list_bindings", {"bindings": [], "total": 0})
        house.answer("accounts.list_unit_registrations", {"registrations": [], "total": 0})
        staff = await house.signed_in("clerk", Role.UNIT_HR)
        applicant = await house.signed_in("me")
        of_staff, of_applicant = await staff.get("/account"), await applicant.get("/account")
        assert "我的工作" in of_staff.text
        assert "您还没有选择所在单位" not in of_staff.text
        assert "您还没有选择所在单位" in of_applicant.text

    run(story())


def test_a_clerk_has_no_page_of_another_unit() -> None:
    async def story() -> None:
        house = House()
        clerk = await house.signed_in("clerk", Role.UNIT_HR)
        elsewhere = uuid4()
        seen = await clerk.get(f"/unit/{elsewhere}/people")
        form = {**csrf(clerk), "decision": "confirm"}
        done = await clerk.post(f"/unit/{elsewhere}/bindings/{uuid4()}", data=form)
        reset = await clerk.get(f"/unit/{elsewhere}/resets/{uuid4()}")
        assert [answer.status_code for answer in (seen, done, reset)] == [404, 404, 404]
        assert not any(asked.name == "accounts.confirm_binding" for asked in house.link.asked)

    run(story())


def test_asking_for_a_new_password_leads_to_the_same_page_for_everybody() -> None:
    async def story() -> None:
        house = House()
        house.answer("accounts.ask_password_reset", {})
        async with house.client() as nobody:
            empty = await nobody.post("/password/forgotten", data={"login": " "})
            answers = [
                await nobody.post("/password/forgotten", data={"login": login})
                for login in ("somebody", "nobody.here")
            ]
        assert empty.status_code == 422
        assert [(a.status_code, a.headers["location"]) for a in answers] == [
            (303, "/password/asked")
        ] * 2

    run(story())


def test_a_reset_password_ends_every_session_of_the_person() -> None:
    async def story() -> None:
        house = House()
        me = await house.signed_in("me")
        async with house.client() as nobody:
            person_id = house.people["me"].person_id
            house.answer("accounts.reset_password", {"person_id": str(person_id)})
            form = {"login": "me", "code": "abcde-fgh23", "new_password": "Turpan-2020-xue"}
            done = await nobody.post("/password/reset", data=form)
            assert (done.status_code, done.headers["location"]) == (303, "/sign-in")
            gone = await me.get("/account/sign-ins")
        assert (gone.status_code, gone.headers["location"][:8]) == (303, "/sign-in")
        assert house.rows.rows == {}

    run(story())


def test_a_code_is_shown_once_and_its_refusal_keeps_no_number() -> None:
    async def story() -> None:
        house, reset_id = House(), uuid4()
        waiting = {
            "reset_id": str(reset_id),
            "person_name": "样例江",
            "asked_at": NOW.isoformat(),
            "asks_id_number": True,
            "code_until": None,
        }
        house.answer("accounts.list_password_resets", {"resets": [waiting]})
        finding = Finding(field="id_number", code="mismatch", message="不符。")
        house.answer("accounts.issue_reset_code", ValidationFailedError(findings=(finding,)))
        clerk = await house.signed_in("clerk", Role.UNIT_HR)
        at = f"/unit/{ORGANISATION}/resets/{reset_id}"
        form = {**csrf(clerk), "id_number": "650000198405010010"}
        wrong = await clerk.post(at, data=form)
        code = {"code": "abcde-fgh23", "until": NOW.isoformat()}
        house.answer("accounts.issue_reset_code", code)
        right = await clerk.post(at, data=form)
        assert wrong.status_code == 422
        assert "650000198405010010" not in wrong.text
        assert right.status_code == 200
        assert "abcde-fgh23" in right.text

    run(story())
