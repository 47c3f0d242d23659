"""The running instance, its real gateway, and a private responder on its real broker."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import httpx
import pytest

from deploy.local.client import Stack
from tests.factories.people import fresh_id_number
from tests.support.scratch_database import running_stack

PASSWORD = "Tianshan-2019-peixun"


@pytest.fixture(scope="session")
def stack() -> Stack:
    return running_stack()


@pytest.fixture
def browser(stack: Stack) -> Iterator[httpx.Client]:
    """Somebody not signed in, at the running gateway."""
    with httpx.Client(base_url=stack.gateway_url, timeout=30) as client:
        yield client


@pytest.fixture
def applicant(browser: httpx.Client) -> dict[str, Any]:
    """A fresh applicant's credentials."""
    login = f"sample.{uuid4().hex[:16]}"
    body = {
        "login": login,
        "password": PASSWORD,
        "name": "样例·买买提",
        "id_number": fresh_id_number(),
    }
    answer = browser.post("/api/v1/people", json=body)
    assert answer.status_code == 201, answer.text
    return {"login": login, "password": PASSWORD, "person_id": answer.json()["person_id"]}
