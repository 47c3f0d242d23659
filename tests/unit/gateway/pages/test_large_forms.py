"""Forms with files: read for those who may post them, a few at a time, through the disk."""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import uuid4

import pytest
from starlette.responses import Response

from services.contracts.errors import ScanRejectedError
from services.gateway.pages.core import endpoint
from services.gateway.pages.scans import carrying
from tests.unit.gateway.fakes import Asked, House, run

APPLICATION = uuid4()
PATH = f"/applications/{APPLICATION}/scans"
PART = 1024 * 1024
LARGE = bytes(range(256)) * 4 * 1024 * 2 + b"end"


def ticket(asked: Asked) -> dict[str, Any]:
    size = asked.data["size"]
    parts = [
        {
            "number": n,
            "offset": at,
            "size": min(PART, size - at),
            "url": URL,
            "fields": {"n": str(n)},
        }
        for n, at in enumerate(range(0, size, PART), start=1)
    ]
    return {
        "upload_id": str(uuid4()),
        "part_size": PART,
        "parts": parts[::-1],
        "expires_at": "2019-03-01T04:15:00+00:00",
    }


URL = "http://store.test/scans"


def completed(asked: Asked) -> dict[str, Any]:
    return {
        "scan_id": asked.data["upload_id"],
        "slot": "A02",
        "slot_label": "学历证书",
        "filename": "证书.pdf",
        "state": "CHECKING",
        "size": 3,
        "content_type": "application/pdf",
        "uploaded_at": "2019-03-01T04:00:00+00:00",
    }


@pytest.fixture
def stored(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """What the store was given."""
    pieces: list[bytes] = []

    def post(_settings: object, _part: object, content: bytes) -> None:
        pieces.append(content)

    monkeypatch.setattr(carrying, "_post", post)
    return pieces


def house() -> House:
    made = House()
    made.link.answers["applications.begin_upload"] = ticket
    made.link.answers["applications.complete_upload"] = completed
    return made


def files(content: bytes) -> list[tuple[str, tuple[str, bytes, str]]]:
    return [("file", ("证书.pdf", content, "application/pdf"))]


async def post(made: House, client: Any, content: bytes, **fields: str) -> Any:
    session = (await client.get("/api/v1/session")).json()
    data = {"csrf": session["csrf_token"], "slot": "A02", "key": "k" * 20, **fields}
    made.link.asked.clear()
    return await client.post(PATH, data=data, files=files(content))


def test_a_large_file_is_carried_in_parts_and_only_once(stored: list[bytes]) -> None:
    async def story() -> None:
        made = house()
        client = await made.signed_in("applicant")
        answer = await post(made, client, LARGE)
        assert (answer.status_code, answer.headers["location"]) == (303, f"{PATH}#A02")
        assert [len(piece) for piece in stored] == [3, PART, PART]
        assert b"".join(stored[::-1]) == LARGE
        begin, complete = (a for a in made.link.asked if a.name.startswith("applications."))
        assert (begin.data["filename"], begin.data["size"]) == ("证书.pdf", len(LARGE))
        assert begin.data["content_type"] == "application/pdf"
        assert (begin.idempotency_key, complete.idempotency_key) == (
            f"{'k' * 20}:begin-0",
            f"{'k' * 20}:complete-0",
        )

    run(story())


def test_a_large_form_of_nobody_is_not_read(
    stored: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuse(*_: object) -> None:
        raise AssertionError("read")

    async def story() -> None:
        made = house()
        monkeypatch.setattr(endpoint, "read_form", refuse)
        async with made.client() as nobody:
            answer = await nobody.post(PATH, files=files(LARGE))
        assert answer.status_code == 401
        assert "登录" in answer.text
        assert stored == []

    run(story())


def test_more_large_forms_than_there_is_room_for_are_told_to_wait(
    stored: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def story() -> None:
        monkeypatch.setattr(endpoint, "_ROOM", asyncio.Semaphore(0))
        made = house()
        client = await made.signed_in("applicant")
        answer = await post(made, client, LARGE)
        assert answer.status_code == 429
        small = await post(made, client, b"%PDF")
        assert small.status_code == 303
        assert stored == [b"%PDF"]

    run(story())


def test_a_form_that_is_too_large_for_its_route_is_refused(stored: list[bytes]) -> None:
    async def story() -> None:
        made = house()
        client = await made.signed_in("applicant")
        answer = await post(made, client, bytes(10 * 1024 * 1024 + 300 * 1024))
        assert answer.status_code == 413
        other = await client.post("/sign-in", data={"csrf": ""}, files=files(LARGE))
        assert other.status_code == 413
        assert stored == []

    run(story())


def test_the_reason_of_a_refusal_stands_at_the_field(
    stored: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[tuple[str, str]] = []

    async def page(_page: object, slot: str, told: str) -> Any:
        said.append((slot, told))
        return Response(status_code=422)

    async def story() -> None:
        made = house()
        refused = ScanRejectedError(reason="请勾选同意", reason_code="consent_missing")
        made.link.answers["applications.begin_upload"] = lambda _asked: refused
        monkeypatch.setattr(carrying, "_refused", page)
        client = await made.signed_in("applicant")
        for content in (b"%PDF", b""):
            answer = await post(made, client, content)
            assert answer.status_code == 422
        assert said == [
            ("A02", "扫描件未被接受：请勾选同意"),
            ("A02", "“证书.pdf”是空的，请重新选择。"),
        ]
        assert stored == []

    run(story())
