"""Pages are found by links and by ids; none is forgotten, none is invented."""

from __future__ import annotations

import hashlib
from uuid import UUID, uuid4

import httpx
import pytest
from sqlalchemy import MetaData
from starlette.responses import Response

from bench import pages_found
from bench.copies import APPLICATIONS, DOCUMENTS, QUOTAS, REVIEW, Copied, twin
from bench.pages_found import NOT_PAGES, QUERIES, Visitor, find
from bench.town import FILES, Town
from services.applications.storage.tables import METADATA as APPLICATIONS_TABLES
from services.documents.storage.tables import METADATA as DOCUMENTS_TABLES
from services.gateway.access import PUBLIC
from services.gateway.pages.core.page import Page, PageRoute
from services.gateway.pages.table import PAGE_ROUTES
from services.quotas.storage.tables import METADATA as QUOTAS_TABLES
from services.review.storage.tables import METADATA as REVIEW_TABLES

CODE = "7K3M"
SITE = {
    "/": '<a href="/files?p=1">…</a><link href="/assets/app.css">',
    "/files?p=1": '第1页，共120页 <a href="/files/3/map">…</a>',
    f"/codes/{CODE}": "code",
}


async def _handler(_page: Page) -> Response:
    return Response()


def _routes(*paths: str) -> tuple[PageRoute, ...]:
    return tuple(PageRoute("GET", path, _handler, PUBLIC) for path in paths)


def _nobody() -> Visitor:
    def answer(request: httpx.Request) -> httpx.Response:
        text = SITE.get(request.url.raw_path.decode())
        if text is None:
            return httpx.Response(404)
        return httpx.Response(200, text=text, headers={"content-type": "text/html"})

    transport = httpx.MockTransport(answer)
    return Visitor("nobody", httpx.Client(transport=transport, base_url="http://bench.test"))


def _find(monkeypatch: pytest.MonkeyPatch, *paths: str) -> tuple[list[str], list[str]]:
    monkeypatch.setattr(pages_found, "PAGE_ROUTES", _routes(*paths))
    town = Town("http://bench.test", ids={"code": [CODE]})
    found, missing = find(town, [_nobody()])
    return [one.path for one in found], missing


def test_pages_are_found_by_links_then_by_ids_with_the_hundredth_of_a_list(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found, missing = _find(monkeypatch, "/", "/files", "/codes/{code}")
    assert missing == []
    assert found == ["/", "/files?p=1", f"/codes/{CODE}", "/files?p=100"]


def test_a_page_nobody_can_open_is_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    _, missing = _find(monkeypatch, "/", "/files", "/files/{number}/map")
    assert missing == ["/files/{number}/map"]


def test_what_is_left_out_or_told_more_is_in_the_table_of_pages() -> None:
    assert {route.path for route in PAGE_ROUTES} >= NOT_PAGES.keys() | QUERIES.keys()


def test_a_page_that_must_be_told_more_is_found_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages_found, "QUERIES", {"/files": "?p={number}"})
    found, missing = _find(monkeypatch, "/files")
    assert (found[0], missing) == ("/files?p=1", [])


def test_an_id_of_a_copy_is_the_one_the_database_makes() -> None:
    model = uuid4()
    digest = hashlib.md5(f"{model}17".encode(), usedforsecurity=False)
    assert twin(model, 17) == UUID(digest.hexdigest()) == twin(str(model), 17)


@pytest.mark.parametrize(
    ("copied", "known"),
    [
        (one, metadata)
        for tables, metadata in (
            (APPLICATIONS, APPLICATIONS_TABLES),
            (REVIEW, REVIEW_TABLES),
            (DOCUMENTS, DOCUMENTS_TABLES),
            (QUOTAS, QUOTAS_TABLES),
        )
        for one in tables
    ],
    ids=lambda value: value.table if isinstance(value, Copied) else "",
)
def test_copied_tables_and_their_columns_exist(copied: Copied, known: MetaData) -> None:
    names = set(known.tables[copied.table].columns.keys())
    assert {*copied.ids, *copied.columns} <= names


def test_there_are_ten_thousand_and_a_hundred_pages_at_the_final_unit() -> None:
    assert sum(FILES.values()) == 10_000
    assert FILES["FINAL_REVIEW"] > 99 * 50
