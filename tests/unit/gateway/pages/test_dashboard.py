"""The dashboard: bars of the right length, one page of a table, exports asked for as screened."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import httpx

from services.contracts.requests.documents_exports import ExportFilters
from services.contracts.requests.review_progress import Counts, Stage
from services.contracts.requests.review_views import Claimed, ReadQueue
from services.contracts.values.progress_tables import Table
from services.contracts.vocabulary import ApplicationState, Role
from services.gateway.pages.dashboard.views import PAGE_ROWS, bars, page_of
from services.gateway.pages.desk.queue import export_of
from tests.factories.exports import AS_OF, a_progress, figures, seats_of
from tests.unit.gateway.fakes import ORGANISATION, House, run
from tests.unit.gateway.pages.test_status_page import CYCLE

DESK = f"/desk/{ORGANISATION}"
EXPORT = uuid4()


def export(**changes: Any) -> dict[str, Any]:
    """An export that waits, as documents tells of it."""
    return {
        "export_id": str(EXPORT),
        "kind": "FILES",
        "state": "PENDING",
        "organisation_id": str(ORGANISATION),
        "organisation_name": "样例地区人社局",
        "requested_at": AS_OF.isoformat(),
        "as_of": None,
        "rows": None,
        "size_bytes": None,
        "expires_at": AS_OF.isoformat(),
        "failure": None,
        **changes,
    }


async def at_work(house: House, role: Role = Role.FINAL_OFFICER) -> httpx.AsyncClient:
    house.answer("quotas.list_cycles", {"cycles": [CYCLE]})
    return await house.signed_in("officer", role)


def test_the_longest_bar_is_full_and_empty_stages_have_none() -> None:
    drawn = bars(a_progress(total=Counts(**figures(UNIT=6, PAPER=3, LISTED=1))))
    assert [(bar.label, bar.count, bar.width, bar.share) for bar in drawn] == [
        (Stage.UNIT.label, 6, 100.0, 60),
        (Stage.PAPER.label, 3, 50.0, 30),
        (Stage.LISTED.label, 1, 16.7, 10),
    ]
    assert bars(a_progress(total=Counts(**figures()))) == ()


def test_a_page_of_a_table_keeps_the_sums_of_the_whole() -> None:
    rows = tuple((f"行{n}", n) for n in range(PAGE_ROWS + 1))
    whole = Table("表", ("行", "数"), 1, rows, ("合计", 1275))
    assert page_of(whole, 2).rows == (("行50", 50),)
    assert page_of(whole, 2).total == whole.total
    assert page_of(whole, 3).rows == ()


def test_progress_asks_for_its_page_only_and_shows_chart_and_sums() -> None:
    async def story() -> None:
        house = House()
        officer = await at_work(house)
        house.answer("review.read_progress", a_progress().model_dump(mode="json"))
        answer = await officer.get(f"{DESK}/progress?p=3")
        assert answer.status_code == 200
        asked = next(one for one in house.link.asked if one.name == "review.read_progress")
        assert (asked.data["offset"], asked.data["limit"]) == (100, 50)
        assert 'width="100.0"' in answer.text
        assert "合计（2个单位）" in answer.text
        assert "民族" not in answer.text.replace("少数民族", "")

    run(story())


def test_the_plan_shows_seats_beside_files() -> None:
    async def story() -> None:
        house = House()
        officer = await at_work(house)
        progress = a_progress()
        cells = [cell.model_dump(mode="json") for cell in seats_of(progress)]
        house.answer("review.read_progress", progress.model_dump(mode="json"))
        seats = {"year": 2019, "cells": cells, "quota": 15, "reserved": 3, "confirmed": 3}
        house.answer("quotas.read_seats", seats)
        answer = await officer.get(f"{DESK}/progress/plan")
        assert answer.status_code == 200
        assert answer.text.count("内科学") == 2

    run(story())


def test_an_export_takes_the_filters_of_the_screen() -> None:
    async def story() -> None:
        house = House()
        officer = await at_work(house)
        house.answer("documents.request_export", export())
        form = {"csrf": officer.headers["x-csrf-token"], "kind": "FILES", "state": "LISTED"}
        answer = await officer.post(f"{DESK}/exports", data=form | {"at_desk": "0", "track": ""})
        assert (answer.status_code, answer.headers["location"]) == (303, f"/exports/{EXPORT}")
        asked = house.link.asked[-1]
        assert asked.data["filters"]["state"] == "LISTED"
        assert asked.data["filters"]["at_desk"] is False
        assert asked.idempotency_key is not None
        for wrong in ({"kind": "PEOPLE"}, {"state": "NOWHERE"}):
            refused = await officer.post(f"{DESK}/exports", data=form | wrong)
            assert refused.status_code in {400, 404}

    run(story())


def test_a_queue_is_exported_by_the_filters_of_its_screen() -> None:
    asked = ReadQueue(
        organisation_id=ORGANISATION, at_desk=False, state=ApplicationState.LISTED, offset=50
    )
    filters = export_of(asked)
    posted = {name: str(value) for name, value in filters.items() if value is not None}
    assert ExportFilters.model_validate(posted) == ExportFilters(
        at_desk=False, state=ApplicationState.LISTED
    )
    assert export_of(asked.model_copy(update={"claimed": Claimed.MINE}))["claimed"] == "MINE"


def test_nothing_is_exported_from_where_one_has_no_desk() -> None:
    async def story() -> None:
        house = House()
        officer = await at_work(house)
        form = {"csrf": officer.headers["x-csrf-token"], "kind": "PROGRESS"}
        house.link.asked.clear()
        elsewhere = f"/desk/{uuid4()}"
        for answer in (
            await officer.post(f"{elsewhere}/exports", data=form),
            await officer.get(f"{elsewhere}/progress"),
            await officer.get(f"{elsewhere}/progress/plan"),
        ):
            assert answer.status_code == 404
        assert {one.name for one in house.link.asked} <= {"quotas.list_cycles"}

    run(story())


def test_a_waiting_export_refreshes_itself_and_a_finished_one_does_not() -> None:
    async def story() -> None:
        house = House()
        officer = await at_work(house)
        house.answer("documents.read_export", export())
        waiting = (await officer.get(f"/exports/{EXPORT}")).text
        assert 'hx-trigger="every 2s"' in waiting
        assert 'http-equiv="refresh"' in waiting
        done = export(state="READY", rows=3, size_bytes=9_000, as_of=AS_OF.isoformat())
        house.answer("documents.read_export", done)
        finished = (await officer.get(f"/exports/{EXPORT}")).text
        assert "every 2s" not in finished
        assert "refresh" not in finished
        assert f"/exports/{EXPORT}/file" in finished

    run(story())


def test_the_file_is_fetched_from_the_store() -> None:
    async def story() -> None:
        house = House()
        officer = await at_work(house)
        link = {
            "url": "https://store.test/x",
            "expires_at": AS_OF.isoformat(),
            "filename": "x.xlsx",
            "content_type": "application/x",
            "size_bytes": 1,
            "sha256": "0" * 64,
        }
        house.answer("documents.fetch_export", link)
        answer = await officer.get(f"/exports/{EXPORT}/file")
        assert (answer.status_code, answer.headers["location"]) == (303, link["url"])

    run(story())
