"""Whatever is sent to whatever route is refused clearly or answered, never by a 500."""

from __future__ import annotations

import json
import re
from typing import Any
from uuid import uuid4

import pytest

from services.contracts.vocabulary import Role
from services.gateway.routes.route import ApiRoute
from services.gateway.routes.table import API_ROUTES
from tests.unit.gateway.fakes import House, run

GARBAGE: tuple[Any, ...] = (
    None,
    -1,
    10**30,
    "",
    "x" * 3000,
    "样例\u202e\u200b",
    "9999-12-31T23:59:59+14:00",
    [None],
    {"a": {"b": []}},
)
PATHS = ("..%2f..", "%00", "x" * 300, "ё", "-1")


def filled(route: ApiRoute, value: str) -> str:
    return re.sub(r"\{\w+\}", value, route.template)


async def staffed(house: House, route: ApiRoute) -> Any:
    house.answer(
        f"{route.request.service}.{route.request.method}", {"application_id": str(uuid4())}
    )
    return await house.signed_in("me", *Role)


@pytest.mark.parametrize("route", API_ROUTES, ids=lambda route: route.operation_id)
def test_no_value_of_any_field_breaks_a_route(route: ApiRoute) -> None:
    async def story() -> None:
        house = House()
        me = await staffed(house, route)
        path = filled(route, str(uuid4()))
        for name in route.open_fields or ("surprise",):
            for value in GARBAGE:
                if route.has_body:
                    answer = await me.request(route.method, path, json={name: value})
                else:
                    told = value if isinstance(value, str) else json.dumps(value)
                    answer = await me.request(route.method, path, params={name: told})
                assert answer.status_code < 500, (name, value, answer.text)

    run(story())


@pytest.mark.parametrize("route", API_ROUTES, ids=lambda route: route.operation_id)
def test_no_path_breaks_a_route(route: ApiRoute) -> None:
    async def story() -> None:
        me = await staffed(House(), route)
        for value in PATHS:
            answer = await me.request(route.method, filled(route, value))
            assert answer.status_code < 500, (value, answer.text)
            assert "x-request-id" in answer.headers

    run(story())
