"""A house of fakes in which a final unit works on papers and lists."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import uuid4

import httpx

from services.contracts.errors import (
    NotFoundError,
)
from services.contracts.events import CycleRules
from services.contracts.requests.quotas import CycleView, ReadSeatsResult
from services.contracts.requests.review_list_desk import ListOverview
from services.contracts.requests.review_lists import (
    ListStatus,
    ListSummary,
    ListVersionStatus,
    ListVersionView,
    ListView,
)
from services.contracts.vocabulary import Role, SeatKind
from tests.unit.gateway.fakes import NOW, ORGANISATION, Answer, House, run
from tests.unit.gateway.pages.list_things import cell, desk, row

PAPER = f"/desk/{ORGANISATION}/paper"
LIST = f"/desk/{ORGANISATION}/lists/inland"
OFFICER, LEADER = Role.FINAL_OFFICER, Role.FINAL_LEADER

Told = Callable[[House, httpx.AsyncClient], Awaitable[None]]


def plain(answer: Any) -> Answer:
    """An answer as it crosses the wire."""
    return dict(answer.model_dump(mode="json"))


def cycle() -> Answer:
    rules = CycleRules.model_construct(age_reference_date=NOW.date(), region_codes_on=NOW.date())
    return dict(
        CycleView.model_construct(
            cycle_id=uuid4(),
            year=2019,
            batch_no=1,
            title="样例",
            issued_on=NOW.date(),
            open_at=NOW,
            close_at=NOW,
            correction_close_at=NOW,
            review_close_at=NOW,
            dispatch_deadline_on=NOW.date(),
            shift_days=0,
            rules=rules,
            differential_ratio=1.0,
            helpline=("0991-1",),
            plan_version=1,
            opened_at=NOW,
        ).model_dump(mode="json")
    )


def frozen_view(row_version: int = 7) -> ListView:
    version = ListVersionView(
        list_version_id=uuid4(),
        version_no=1,
        status=ListVersionStatus.CURRENT,
        status_label="当前版本",
        rows=1,
        content_hash="0" * 64,
        frozen_by="样例甲",
        frozen_at=NOW,
        submitted_by=None,
        submitted_at=None,
        receipt_no=None,
        superseded_at=None,
    )
    summary = ListSummary(
        list_id=uuid4(),
        version=row_version,
        cycle_id=uuid4(),
        organisation_id=ORGANISATION,
        organisation_name="样例人社局",
        seat_kind=SeatKind.INLAND,
        title_suffix="内地·一年",
        status=ListStatus.FROZEN,
        status_label="已定稿",
        nominating=0,
        listed=1,
        submitted=0,
        current_version=version,
    )
    return ListView(
        summary=summary,
        rows=(row(),),
        row_count=1,
        versions=(version,),
        can_order=True,
        can_freeze=True,
        can_submit=True,
    )


def furnished(view: ListView | None = None) -> House:
    """A house whose services know a cycle, a list and its seats."""
    house = House()
    known = cycle()
    house.link.answers["quotas.list_cycles"] = lambda _asked: {"cycles": [known]}
    seats = ReadSeatsResult(year=2019, cells=(cell(),), quota=3, reserved=2, confirmed=0)
    house.answer("quotas.read_seats", plain(seats))
    house.answer("review.read_list_desk", plain(desk().model_copy(update={"view": view})))
    house.answer("review.read_list_overview", plain(overview()))
    house.answer("applications.read_names", {"files": []})
    house.answer("documents.read_documents", {"documents": []})
    house.answer("documents.look_up_code", NotFoundError())
    return house


def overview() -> ListOverview:
    return ListOverview(kinds=(), plan_unit_code="XJ-6529", waiting_for_paper=4)


def told(house: House, role: Role, story: Told) -> None:
    """Let the role's person act."""

    async def act() -> None:
        client = await house.signed_in("officer", role)
        await story(house, client)

    run(act())


def form(client: httpx.AsyncClient, **fields: Any) -> dict[str, Any]:
    return {"csrf": client.headers["x-csrf-token"], **fields}


def asked(house: House, name: str) -> list[dict[str, Any]]:
    return [one.data for one in house.link.asked if one.name == name]
