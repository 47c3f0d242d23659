"""The OpenAPI document and its page: complete, current, in Chinese, without anything foreign."""

from __future__ import annotations

import re
from typing import Any

import pytest
from pydantic import BaseModel

from services.contracts.requests.base import Request
from services.gateway.openapi import FILE, openapi_document, problem_table, rendered
from services.gateway.problems import STATUS
from services.gateway.routes.hand_made import HAND_MADE
from services.gateway.routes.route import ApiRoute
from services.gateway.routes.table import API_ROUTES
from tests.unit.gateway.fakes import House, run

DOCUMENT = openapi_document()
OPERATIONS: dict[str, dict[str, Any]] = {
    f"{method.upper()} {template}": operation
    for template, methods in DOCUMENT["paths"].items()
    for method, operation in methods.items()
}
SAMPLE_PATH = {
    "year": "2019",
    "code": "DEMO-01",
    "verify_code": "7K3M-9Q2T-XW4H",
}
LISTS = (
    "GET /api/v1/review/queue",
    "GET /api/v1/lists",
    "GET /api/v1/lists/{list_id}",
    "GET /api/v1/applications",
    "GET /api/v1/bindings",
    "GET /api/v1/seats/{year}",
    "GET /api/v1/seats/{year}/ledger",
    "GET /api/v1/organisations",
)


def route_id(route: ApiRoute) -> str:
    return f"{route.method} {route.template}"


def reached(schema: Any, schemas: dict[str, Any], seen: set[str]) -> str:
    """All of a schema and of what it refers to, as text."""
    text = str(schema)
    for name in re.findall(r"#/components/schemas/(\w+)", text):
        if name not in seen:
            seen.add(name)
            text += reached(schemas[name], schemas, seen)
    return text


def test_the_committed_file_is_what_the_tables_give() -> None:
    assert FILE.read_text(encoding="utf-8") == rendered(), (
        "run python -m services.gateway.openapi and commit docs/reference/openapi.json"
    )


def test_every_operation_is_described_and_nothing_else() -> None:
    shown = {f"{row.method} {row.template}" for row in HAND_MADE if row.in_reference}
    assert OPERATIONS.keys() == shown | {route_id(route) for route in API_ROUTES}


def test_operation_ids_are_unique() -> None:
    ids = [operation["operationId"] for operation in OPERATIONS.values()]
    assert sorted(set(ids)) == sorted(ids)


@pytest.mark.parametrize("key", sorted(OPERATIONS))
def test_an_operation_has_a_chinese_summary_and_says_what_can_go_wrong(key: str) -> None:
    operation = OPERATIONS[key]
    assert re.search("[\u4e00-\u9fff]", operation["summary"])
    assert operation["tags"][0]
    problems = {status for status in operation["responses"] if int(status) >= 400}
    assert {"400", "503", "504"} <= problems
    assert ("401" in problems) or operation["security"] == []


def test_every_reference_leads_somewhere() -> None:
    names = set(re.findall(r"#/components/schemas/(\w+)", str(DOCUMENT)))
    assert names == DOCUMENT["components"]["schemas"].keys()


@pytest.mark.parametrize("route", API_ROUTES, ids=route_id)
def test_an_example_is_a_request_the_service_would_read(route: ApiRoute) -> None:
    if route.example is None:
        return
    sample = {
        name: SAMPLE_PATH.get(name, "3f0c8c1e-6f1a-4b0e-9a54-2f6a1c0d7e11")
        for name in route.path_names
    }
    request = route.request.model_validate({**sample, **route.fixed, **route.example})
    assert isinstance(request, Request)


@pytest.mark.parametrize("route", API_ROUTES, ids=route_id)
def test_path_location_and_fixed_fields_exist_in_the_contract(route: ApiRoute) -> None:
    fields = route.request.model_fields.keys()
    assert {*route.path_names, *route.fixed} <= fields
    named = set(re.findall(r"\{(\w+)\}", route.location or ""))
    answer: type[BaseModel] = route.request.answer
    assert named <= answer.model_fields.keys()


@pytest.mark.parametrize("route", API_ROUTES, ids=route_id)
def test_reading_never_changes_and_writing_is_never_a_get(route: ApiRoute) -> None:
    if route.request.writes:
        assert route.method in {"POST", "PUT", "PATCH", "DELETE"}
    if route.method == "GET":
        assert not route.request.writes


@pytest.mark.parametrize("key", LISTS)
def test_no_list_shows_ethnicity(key: str) -> None:
    answer = OPERATIONS[key]["responses"]["200"]["content"]["application/json"]["schema"]
    text = reached(answer, DOCUMENT["components"]["schemas"], set())
    assert "ethnic" not in text.lower()
    assert "民族" not in text


def test_the_problem_table_lists_every_code() -> None:
    assert {code for code, _, _ in problem_table()} == STATUS.keys()


def test_the_pages_load_nothing_foreign_and_run_no_script() -> None:
    async def story() -> None:
        house = House()
        house.answer("quotas.list_cycles", {"cycles": []})
        async with house.client() as anybody:
            pages = [await anybody.get(path) for path in ("/docs/api", "/docs/api.css")]
        for page in pages:
            assert page.status_code == 200
            assert not re.search(r"https?://|<script|\bon\w+=|style=", page.text)
        assert "default-src 'none'" in pages[1].headers["content-security-policy"]

    run(story())


def test_the_page_has_every_operation_and_a_place_for_every_problem() -> None:
    async def story() -> None:
        async with House().client() as anybody:
            page = (await anybody.get("/docs/api")).text
        for operation in OPERATIONS.values():
            assert f'id="{operation["operationId"]}"' in page
        for code in STATUS:
            assert f'id="problem-{code}"' in page

    run(story())


def test_the_document_is_served_compressed_to_those_who_can_read_it() -> None:
    async def story() -> None:
        async with House().client() as anybody:
            packed = await anybody.get("/openapi.json", headers={"accept-encoding": "gzip"})
            plain = await anybody.get("/openapi.json", headers={"accept-encoding": "identity"})
        assert packed.headers["content-encoding"] == "gzip"
        assert "content-encoding" not in plain.headers
        assert packed.json() == plain.json() == DOCUMENT

    run(story())
