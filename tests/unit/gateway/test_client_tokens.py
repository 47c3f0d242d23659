"""Client systems: a token instead of a session, reading only, for their organisation."""

from __future__ import annotations

from uuid import uuid4

from services.contracts.actors import Actor, ActorKind
from services.contracts.errors import UnauthenticatedError
from services.contracts.vocabulary import Role
from tests.unit.gateway.fakes import ORGANISATION, Answer, Asked, House, run

CLIENT_ID = uuid4()
TOKEN = "tpc_0123456789"
SEATS = "/api/v1/seats/2019"


def house_with(*scopes: str) -> House:
    house = House()

    def verify(asked: Asked) -> Answer:
        assert asked.signed.actor.service == "gateway"
        if asked.data["token"] != TOKEN:
            return UnauthenticatedError()
        return {
            "client_id": str(CLIENT_ID),
            "name": "样例·人事系统",
            "organisation_id": str(ORGANISATION),
            "scopes": list(scopes),
            "expires_at": "2030-01-01T00:00:00Z",
        }

    house.link.answers["accounts.verify_client_token"] = verify
    house.answer("quotas.read_seats", {"year": 2019})
    house.answer("review.read_queue", {"items": []})
    return house


def last_actor(house: House) -> Actor:
    return house.link.asked[-1].signed.actor


def test_a_client_reads_what_its_scope_names_and_nothing_else() -> None:
    async def story() -> None:
        house = house_with("seats:read")
        async with house.client(headers={"authorization": f"Bearer {TOKEN}"}) as program:
            assert (await program.get(SEATS)).status_code == 200
            actor = last_actor(house)
            assert (actor.kind, actor.client_id, actor.scopes, actor.roles) == (
                ActorKind.CLIENT,
                CLIENT_ID,
                ("seats:read",),
                (),
            )
            queue = await program.get(f"/api/v1/review/queue?organisation_id={ORGANISATION}")
            assert queue.status_code == 403
            assert "review:read" in queue.json()["detail"]
            mine = await program.get("/api/v1/applications")
            assert mine.status_code == 403

    run(story())


def test_a_client_that_reads_files_reads_those_of_its_organisation_only() -> None:
    async def story() -> None:
        house = house_with("review:read")
        async with house.client(headers={"authorization": f"bearer {TOKEN}"}) as program:
            await program.get(f"/api/v1/review/queue?organisation_id={ORGANISATION}")
        actor = last_actor(house)
        assert actor.organisations() == {ORGANISATION}
        region = (
            Role.REGION_LEADER,
            Role.REGION_OFFICER_INLAND,
            Role.REGION_OFFICER_IN_REGION,
            Role.SYSTEM_ADMIN,
            Role.SECURITY_ADMIN,
            Role.AUDITOR,
        )
        assert not actor.holds(*region)

    run(story())


def test_a_token_is_verified_once_in_ten_seconds() -> None:
    async def story() -> None:
        house = house_with("seats:read")
        async with house.client(headers={"authorization": f"Bearer {TOKEN}"}) as program:
            for _ in range(3):
                await program.get(SEATS)
        names = [asked.name for asked in house.link.asked]
        assert names.count("accounts.verify_client_token") == 1

    run(story())


def test_a_wrong_token_is_401_even_on_an_open_route() -> None:
    async def story() -> None:
        house = house_with("seats:read")
        house.answer("quotas.list_cycles", {"cycles": []})
        for header in ("Bearer wrong", "Bearer ", "Basic YTpi", "Bearer " + "x" * 200):
            async with house.client(headers={"authorization": header}) as program:
                answer = await program.get("/api/v1/cycles")
                assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")

    run(story())


def test_cookie_and_token_at_once_are_refused() -> None:
    async def story() -> None:
        house = house_with("seats:read")
        browser = await house.signed_in("me")
        answer = await browser.get(SEATS, headers={"authorization": f"Bearer {TOKEN}"})
        assert (answer.status_code, answer.json()["code"]) == (400, "invalid_request")

    run(story())
