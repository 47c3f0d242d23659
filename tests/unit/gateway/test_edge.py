"""What every request passes: reference number, limits of the head, headers, log, errors."""

from __future__ import annotations

import io
import json
from typing import Any

import httpx
import pytest

from services.chassis.logs import configure_logging
from services.contracts.errors import DeadlineExceededError, ServiceUnavailableError
from services.gateway.metrics import REQUESTS
from tests.unit.gateway.fakes import Asked, House, run

CYCLES: dict[str, Any] = {"cycles": []}


def test_every_answer_carries_its_reference_number_and_the_service_learns_it() -> None:
    async def story() -> None:
        house = House()
        house.answer("quotas.list_cycles", CYCLES)
        async with house.client() as anybody:
            first = await anybody.get("/api/v1/cycles", headers={"x-request-id": "forged"})
            second = await anybody.get("/api/v1/cycles")
        references = [answer.headers["x-request-id"] for answer in (first, second)]
        assert [asked.correlation_id for asked in house.link.asked] == references
        assert len({*references, "forged"}) == 3

    run(story())


def test_the_arrival_is_business_time_and_signed() -> None:
    async def story() -> None:
        house = House()
        house.answer("quotas.list_cycles", CYCLES)
        async with house.client() as anybody:
            await anybody.get("/api/v1/cycles")
        signed = house.link.asked[-1].signed
        assert (signed.arrived_at, signed.issuer) == (house.clock.now(), "gateway")

    run(story())


def test_data_is_never_stored_by_anybody_and_loads_nothing() -> None:
    async def story() -> None:
        house = House(public_url="https://tepei.test")
        house.answer("quotas.list_cycles", CYCLES)
        async with house.client() as anybody:
            answer = await anybody.get("/api/v1/cycles")
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["content-security-policy"].startswith("default-src 'none'")
        assert "max-age=31536000" in answer.headers["strict-transport-security"]

    run(story())


FILES = {"content-type": "multipart/form-data; boundary=x"}


@pytest.mark.parametrize(
    ("headers", "status", "code"),
    [
        ({"transfer-encoding": "chunked"}, 411, "length_required"),
        ({"content-length": "5000000"}, 413, "too_large"),
        ({"content-length": "12000000", **FILES}, 413, "too_large"),
        ({"content-length": "9" * 5000}, 413, "too_large"),
        ({"content-length": "-1"}, 413, "too_large"),
        ({"cookie": "a=" + "b" * 17_000}, 431, "head_too_large"),
    ],
)
def test_a_request_is_refused_by_its_head_alone(
    headers: dict[str, str], status: int, code: str
) -> None:
    async def story() -> None:
        house = House()
        async with house.client() as anybody:
            request = anybody.build_request("POST", "/api/v1/session", headers=headers)
            if "content-length" not in headers:
                request.headers.pop("content-length", None)
            answer = await anybody.send(request)
        assert (answer.status_code, answer.json()["code"]) == (status, code)
        assert answer.headers["connection"] == "close"
        assert house.link.asked == []

    run(story())


def test_more_requests_than_the_gateway_can_hold_are_told_to_wait() -> None:
    async def story() -> None:
        house = House()
        house.asgi._concurrency = 0  # type: ignore[attr-defined]  # -- the edge is an ASGI app
        async with house.client() as anybody:
            answer = await anybody.get("/api/v1/cycles")
        assert (answer.status_code, answer.headers["retry-after"]) == (429, "2")

    run(story())


def test_an_unforeseen_error_tells_the_reference_number_and_nothing_of_the_inside() -> None:
    async def story() -> None:
        house = House()

        def broken(_asked: Asked) -> dict[str, Any]:
            raise RuntimeError("secret of the inside")

        house.link.answers["quotas.list_cycles"] = broken
        async with house.client() as anybody:
            answer = await anybody.get("/api/v1/cycles")
        problem = answer.json()
        assert (answer.status_code, problem["code"]) == (500, "internal_error")
        assert problem["reference"] == answer.headers["x-request-id"]
        assert "inside" not in answer.text

    run(story())


@pytest.mark.parametrize(
    ("error", "status"), [(ServiceUnavailableError(), 503), (DeadlineExceededError(), 504)]
)
def test_a_service_that_is_away_is_a_problem_worth_repeating(
    error: ServiceUnavailableError, status: int
) -> None:
    async def story() -> None:
        house = House()
        house.answer("quotas.list_cycles", error)
        async with house.client() as anybody:
            answer = await anybody.get("/api/v1/cycles")
        assert answer.status_code == status
        assert answer.headers["retry-after"] == "5"
        assert answer.headers["content-type"] == "application/problem+json"

    run(story())


def test_unknown_addresses_and_methods_are_problems_too() -> None:
    async def story() -> None:
        async with House().client() as anybody:
            unknown = await anybody.get("/api/v1/secrets")
            method = await anybody.put("/api/v1/cycles")
            slash = await anybody.get("/api/v1/cycles/")
        assert (unknown.status_code, unknown.json()["code"]) == (404, "not_found")
        assert (method.status_code, method.json()["code"]) == (405, "method_not_allowed")
        assert "GET" in method.headers["allow"]
        assert slash.status_code == 404

    run(story())


def test_the_pages_of_operators_are_not_public() -> None:
    async def story() -> None:
        async with House().client() as anybody:
            answers = [await anybody.get(path) for path in ("/healthz", "/readyz", "/metrics")]
        assert [answer.status_code for answer in answers] == [200, 404, 404]

    run(story())


def test_log_and_metrics_know_the_route_and_not_the_person() -> None:
    async def story() -> None:
        house = House()
        written = io.StringIO()
        configure_logging(house.settings, "gateway", stream=written)
        house.answer("quotas.read_cycle", {"year": 2019})
        before = REQUESTS.value(method="GET", route="/api/v1/cycles/{year}", status="2xx")
        me = await house.signed_in("yangli")
        answer = await me.get("/api/v1/cycles/2019?token=hidden")
        assert answer.status_code == 400
        await me.get("/api/v1/cycles/2019")
        lines = [json.loads(line) for line in written.getvalue().splitlines()]
        line = [line for line in lines if line["event"] == "request"][-1]
        assert (line["route"], line["method"], line["status"], line["actor"]) == (
            "/api/v1/cycles/{year}",
            "GET",
            200,
            "person",
        )
        person = house.people["yangli"]
        for secret in ("hidden", "yangli", str(person.person_id), me.cookies["tepei_session"]):
            assert secret not in json.dumps([x for x in lines if x["logger"] != "httpx"])
        after = REQUESTS.value(method="GET", route="/api/v1/cycles/{year}", status="2xx")
        assert after == before + 1

    run(story())


def test_a_body_that_stops_half_way_does_not_hold_the_request() -> None:
    async def story() -> None:
        house = House()
        scope: dict[str, Any] = {
            "type": "http",
            "method": "POST",
            "path": "/api/v1/session",
            "query_string": b"",
            "headers": [(b"content-length", b"10"), (b"content-type", b"application/json")],
            "scheme": "http",
        }
        sent: list[dict[str, Any]] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            sent.append(dict(message))

        await house.asgi(scope, receive, send)
        assert sent[0]["status"] == httpx.codes.REQUEST_TIMEOUT

    run(story())
