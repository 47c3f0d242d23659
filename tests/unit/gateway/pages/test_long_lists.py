"""Pages of a list ask for the rows they show and for nobody else, however long the list is."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.unit.gateway.fakes import House
from tests.unit.gateway.pages.list_house import (
    LIST,
    OFFICER,
    asked,
    form,
    frozen_view,
    furnished,
    told,
)

ROW = frozen_view().rows[0].application_id


def _whole(**changes: Any) -> dict[str, Any]:
    return {"application_id": None, "state": None, "offset": 0, "limit": None, **changes}


@pytest.mark.parametrize(
    ("path", "candidates", "rows"),
    [
        ("", 50, _whole(limit=50)),
        ("?r=3&p=2", 50, _whole(offset=100, limit=50)),
        ("/live?r=3", 50, _whole(offset=100, limit=50)),
        ("/order?p=2", 0, _whole(state="LISTED", offset=50, limit=50)),
        ("/freezing?p=2", 0, _whole(state="LISTED", offset=50, limit=50)),
        ("/submission", 0, _whole(state="LISTED", limit=50)),
        ("/receipts/1", 0, _whole(limit=0)),
        (f"/rows/{ROW}/removal", 0, _whole(application_id=str(ROW))),
    ],
)
def test_only_what_is_shown_is_asked_for(path: str, candidates: int, rows: dict[str, Any]) -> None:
    async def story(house: House, client: httpx.AsyncClient) -> None:
        await client.get(f"{LIST}{path}")
        [question] = asked(house, "review.read_list_desk")
        assert (question["limit"], question["rows"]) == (candidates, rows)

    told(furnished(frozen_view()), OFFICER, story)


def test_a_long_list_says_how_long_it_is_and_is_turned_page_by_page() -> None:
    view = frozen_view().model_copy(update={"row_count": 120})

    async def story(_house: House, client: httpx.AsyncClient) -> None:
        text = (await client.get(f"{LIST}?r=2")).text
        assert "已列入（120人）" in text
        assert "共120条，第2页，共3页" in text
        assert f'href="{LIST}?r=3"' in text
        assert "/live?r=2&amp;opened=" in text

    told(furnished(view), OFFICER, story)


def test_an_order_is_stored_for_the_page_it_was_typed_on() -> None:
    view = frozen_view()
    at = view.rows[0].application_id

    async def story(house: House, client: httpx.AsyncClient) -> None:
        typed = {f"order-{at}": "1", f"reason-{at}": "短", f"remark-{at}": "调剂"}
        await client.post(f"{LIST}/order?p=2", data=form(client, version="7", **typed))
        [question] = asked(house, "review.read_list_desk")
        assert question["rows"]["offset"] == 50

    told(furnished(view), OFFICER, story)
