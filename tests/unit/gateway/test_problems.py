"""The one table from error code to status, and what a problem says."""

from __future__ import annotations

import json

import pytest

from services.contracts.errors import (
    Finding,
    InvalidRequestError,
    StaleVersionError,
    UnauthenticatedError,
    registered_errors,
)
from services.gateway import errors as edge_errors
from services.gateway.problems import STATUS, problem_document, problem_response


def test_every_error_of_contracts_and_edge_has_a_row() -> None:
    declared = {
        code
        for code, error in registered_errors().items()
        if error.__module__ in {"services.contracts.errors", edge_errors.__name__}
    }
    assert declared - STATUS.keys() == set()


def test_every_row_belongs_to_an_error() -> None:
    assert STATUS.keys() - registered_errors().keys() == set()


@pytest.mark.parametrize("code", sorted(registered_errors()))
def test_every_problem_speaks_chinese(code: str) -> None:
    error = registered_errors()[code]
    assert any("\u4e00" <= letter <= "\u9fff" for letter in error.title)
    assert any("\u4e00" <= letter <= "\u9fff" for letter in error.sentence)


def test_a_problem_names_fields_data_and_the_reference_number() -> None:
    error = StaleVersionError(expected=3, current=4).with_findings(
        Finding(field="name", code="changed", message="姓名已在别处修改。")
    )
    assert problem_document(error, "abc123") == {
        "type": "/docs/api#problem-stale_version",
        "title": "内容已被更新",
        "status": 409,
        "code": "stale_version",
        "detail": "内容已在别处更新（您看到的是第3次改动，现为第4次），请刷新后再操作。",
        "reference": "abc123",
        "findings": [{"field": "name", "code": "changed", "message": "姓名已在别处修改。"}],
        "params": {"expected": 3, "current": 4},
    }


def test_a_problem_without_details_leaves_them_out() -> None:
    assert problem_document(InvalidRequestError(), "r").keys().isdisjoint({"findings", "params"})


def test_a_401_names_the_scheme_and_the_media_type_is_that_of_problems() -> None:
    response = problem_response(UnauthenticatedError(), "r")
    assert response.status_code == 401
    assert response.headers["www-authenticate"].startswith("Bearer")
    assert response.headers["content-type"] == "application/problem+json"
    assert json.loads(bytes(response.body))["reference"] == "r"
