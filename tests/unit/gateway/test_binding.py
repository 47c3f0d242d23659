"""How path, query, body and headers become a request of the contracts."""

from __future__ import annotations

import base64
from typing import Any
from uuid import uuid4

import httpx
import pytest

from services.contracts.vocabulary import Role
from services.gateway.routes.route import ORDINARY_BODY_BYTES
from tests.unit.gateway.fakes import House, run

APPLICATION = str(uuid4())
CHANGED = {"application_id": APPLICATION, "version": 7}


def codes(answer: httpx.Response) -> dict[str, str]:
    """Field → code of the findings of a 400."""
    assert answer.status_code == 400, answer.text
    return {row["field"]: row["code"] for row in answer.json()["findings"]}


def test_path_and_body_meet_in_one_request() -> None:
    async def story() -> None:
        house = House()
        house.answer("review.pass_level", CHANGED)
        clerk = await house.signed_in("clerk", Role.UNIT_HR)
        answer = await clerk.post(
            f"/api/v1/review/cases/{APPLICATION}/passing", json={"version": 6}
        )
        assert (answer.status_code, answer.json()) == (200, CHANGED)
        asked = house.link.asked[-1]
        assert asked.name == "review.pass_level"
        assert asked.data == {"application_id": APPLICATION, "version": 6, "opinion": None}

    run(story())


@pytest.mark.parametrize(
    ("body", "findings"),
    [
        ({}, {"version": "missing"}),
        ({"version": "six"}, {"version": "int_parsing"}),
        ({"version": 6, "surprise": 1}, {"surprise": "extra_forbidden"}),
        ({"version": 6, "application_id": APPLICATION}, {"application_id": "extra_forbidden"}),
        (
            {"version": 6, "opinion": {"text": "短", "author_post": "科员"}},
            {"opinion.text": "string_too_short", "opinion.leader_name": "missing"},
        ),
    ],
)
def test_what_does_not_fit_is_named_field_by_field(
    body: dict[str, Any], findings: dict[str, str]
) -> None:
    async def story() -> None:
        house = House()
        clerk = await house.signed_in("clerk", Role.UNIT_HR)
        house.link.asked.clear()
        path = f"/api/v1/review/cases/{APPLICATION}/passing"
        answer = await clerk.post(path, json=body)
        assert codes(answer) == findings
        assert all(ord(row["message"][0]) > 0x3000 for row in answer.json()["findings"])
        assert house.link.asked == []

    run(story())


def test_a_path_that_is_no_id_is_refused_by_name() -> None:
    async def story() -> None:
        clerk = await House().signed_in("clerk", Role.UNIT_HR)
        answer = await clerk.get("/api/v1/review/cases/17")
        assert codes(answer) == {"application_id": "uuid_parsing"}

    run(story())


def test_the_query_fills_fields_and_refuses_unknown_and_repeated_ones() -> None:
    async def story() -> None:
        house = House()
        house.answer("accounts.list_organisations", {"organisations": [], "total": 0})
        async with house.client() as anybody:
            good = await anybody.get("/api/v1/organisations?text=医院&limit=5&only_bindable=true")
            assert good.status_code == 200
            asked = house.link.asked[-1].data
            assert (asked["text"], asked["limit"], asked["only_bindable"]) == ("医院", 5, True)
            unknown = await anybody.get("/api/v1/organisations?colour=red")
            assert codes(unknown) == {"colour": "extra_forbidden"}
            twice = await anybody.get("/api/v1/organisations?limit=1&limit=2")
            assert codes(twice) == {"limit": "duplicate_parameter"}

    run(story())


def test_if_match_stands_for_the_version() -> None:
    async def story() -> None:
        house = House()
        house.answer("review.sign_unit_opinion", CHANGED)
        leader = await house.signed_in("leader", Role.UNIT_LEADER)
        path = f"/api/v1/review/cases/{APPLICATION}/opinion/signature"
        answer = await leader.post(path, json={}, headers={"if-match": '"6"'})
        assert house.link.asked[-1].data["version"] == 6
        assert answer.headers["etag"] == '"7"'
        contradicted = await leader.post(path, json={"version": 5}, headers={"if-match": '"6"'})
        assert codes(contradicted) == {"If-Match": "bad_if_match"}
        nonsense = await leader.post(path, json={}, headers={"if-match": "*"})
        assert codes(nonsense) == {"If-Match": "bad_if_match"}

    run(story())


def test_the_idempotency_key_reaches_the_service_and_one_is_made_when_missing() -> None:
    async def story() -> None:
        house = House()
        house.answer("accounts.request_binding", {"binding_id": str(uuid4())})
        me = await house.signed_in("me")
        body = {"organisation_id": str(uuid4())}
        for key in ("submit-2019.1:a_b", None):
            headers = {} if key is None else {"idempotency-key": key}
            await me.post("/api/v1/bindings", json=body, headers=headers)
        given, made = [asked.idempotency_key for asked in house.link.asked[-2:]]
        assert given == "submit-2019.1:a_b"
        assert made is not None
        assert len(made) == 32
        bad = await me.post("/api/v1/bindings", json=body, headers={"idempotency-key": "a b"})
        assert codes(bad) == {"Idempotency-Key": "bad_key"}

    run(story())


def test_a_question_carries_no_idempotency_key() -> None:
    async def story() -> None:
        house = House()
        house.answer("applications.unmask_id_number", {"application_id": APPLICATION})
        me = await house.signed_in("me")
        await me.post(
            f"/api/v1/applications/{APPLICATION}/id-number",
            json={"purpose": "核对原件"},
            headers={"idempotency-key": "abcdefgh"},
        )
        assert house.link.asked[-1].idempotency_key is None

    run(story())


def test_a_file_may_be_sent_bare_or_in_json() -> None:
    async def story() -> None:
        house = House()
        house.answer("quotas.import_plan", {"plan_version": 1})
        officer = await house.signed_in("officer", Role.REGION_OFFICER_INLAND)
        content = "序号,地区\n1,伊犁\n".encode()
        bare = await officer.post(
            "/api/v1/plan/2019/imports?filename=plan.csv",
            content=content,
            headers={"content-type": "text/csv; charset=utf-8"},
        )
        assert bare.status_code == 200, bare.text
        first = house.link.asked[-1].data
        assert (first["year"], first["filename"]) == (2019, "plan.csv")
        assert base64.b64decode(first["content"]) == content
        in_json = {"filename": "plan.csv", "content": base64.b64encode(content).decode()}
        await officer.post("/api/v1/plan/2019/imports", json=in_json)
        assert house.link.asked[-1].data == first

    run(story())


def test_other_media_types_are_415() -> None:
    async def story() -> None:
        me = await House().signed_in("me")
        for media_type in ("text/plain", "application/x-www-form-urlencoded", "text/csv"):
            answer = await me.post(
                "/api/v1/bindings", content=b"a=1", headers={"content-type": media_type}
            )
            assert (answer.status_code, answer.json()["code"]) == (415, "unsupported_media_type")

    run(story())


def test_an_ordinary_body_ends_at_64_kilobytes() -> None:
    async def story() -> None:
        house = House()
        house.answer("applications.save_draft", {"revision": 2})
        me = await house.signed_in("me")
        path = f"/api/v1/applications/{APPLICATION}"
        frame = '{"expected_revision":1,"fields":{"name":"%s"}}'
        fits = frame % ("a" * (ORDINARY_BODY_BYTES - len(frame) + 2))
        assert len(fits) == ORDINARY_BODY_BYTES
        headers = {"content-type": "application/json"}
        assert (await me.patch(path, content=fits, headers=headers)).status_code == 200
        too_large = await me.patch(path, content=fits + " ", headers=headers)
        assert (too_large.status_code, too_large.json()["code"]) == (413, "too_large")
        assert "64 KB" in too_large.json()["detail"]

    run(story())
