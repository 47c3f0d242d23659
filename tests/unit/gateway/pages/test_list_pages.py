"""Pages of paper, lists and seats as they are asked for: what is asked, where one is led."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import uuid4

import httpx
import pytest

from services.contracts.errors import (
    NotFoundError,
    PaperIncompleteError,
    StaleVersionError,
    WrongVerifyCodeError,
)
from services.contracts.events import CycleRules
from services.contracts.requests.quotas import CycleView, ReadSeatsResult
from services.contracts.requests.review_list_desk import ListMark, ListOverview
from services.contracts.requests.review_lists import (
    ListStatus,
    ListSummary,
    ListVersionStatus,
    ListVersionView,
    ListView,
)
from services.contracts.vocabulary import Role, SeatKind
from tests.unit.gateway.fakes import NOW, ORGANISATION, Answer, House, run
from tests.unit.gateway.pages.test_lists import CODE, cell, desk, paper, row

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


# --- paper ----------------------------------------------------------------------------------------


def test_a_scanned_address_leads_to_the_paper_of_its_code() -> None:
    async def story(house: House, client: httpx.AsyncClient) -> None:
        house.answer("review.read_case_by_code", plain(paper()))
        scanned = f"https://tepei.example/check?code={CODE}"
        answer = await client.post(PAPER, data=form(client, code=scanned))
        assert (answer.status_code, answer.headers["location"]) == (303, f"{PAPER}/{CODE}")
        [question] = asked(house, "review.read_case_by_code")
        assert (question["verify_code"], question["organisation_id"]) == (CODE, str(ORGANISATION))

    told(furnished(), OFFICER, story)


@pytest.mark.parametrize(
    ("refused", "subject", "words"),
    [
        (NotFoundError("本单位没有带此核验码的正式申报表。"), None, "没有带此核验码"),
        (NotFoundError("本单位没有。"), "APPLICANT_COPY", "留存件"),
        (NotFoundError("本单位没有。"), "LIST", "这是汇总表的核验码"),
        (WrongVerifyCodeError("核验码应为12位"), None, "核验码应为12位"),
    ],
)
def test_what_is_no_paper_of_the_unit_is_named_at_the_field(
    refused: Any, subject: str | None, words: str
) -> None:
    async def story(house: House, client: httpx.AsyncClient) -> None:
        house.answer("review.read_case_by_code", refused)
        if subject:
            found = {"subject": subject, "version_no": 1, "standing": "CURRENT"}
            house.answer("documents.look_up_code", found)
        answer = await client.post(PAPER, data=form(client, code=CODE))
        assert answer.status_code == 422
        assert words in answer.text
        assert 'href="#code"' in answer.text
        assert f'value="{CODE}"' in answer.text

    told(furnished(), OFFICER, story)


def test_the_check_sends_the_version_that_was_seen_and_asks_nothing_while_something_lacks() -> None:
    async def story(house: House, client: httpx.AsyncClient) -> None:
        house.answer("review.read_case_by_code", plain(paper(version=12)))
        house.answer("review.check_paper", StaleVersionError(expected=9, current=12))
        short = form(client, version="9", copies="2", originals=["A01"])
        answer = await client.post(f"{PAPER}/{CODE}", data=short)
        assert answer.status_code == 422
        assert "实收2份" in answer.text
        assert asked(house, "review.check_paper") == []
        whole = form(client, version="9", copies="3", originals=["A01", "A02", "A99"])
        answer = await client.post(f"{PAPER}/{CODE}", data=whole)
        assert answer.status_code == 409
        assert "已由同事办理" in answer.text
        assert 'name="version" value="12"' in answer.text
        [sent] = asked(house, "review.check_paper")
        assert (sent["version"], sent["originals"]) == (9, ["A01", "A02"])

    told(furnished(), OFFICER, story)


def test_what_review_still_misses_is_shown_with_the_ticks_kept() -> None:
    async def story(house: House, client: httpx.AsyncClient) -> None:
        house.answer("review.read_case_by_code", plain(paper()))
        house.answer("review.check_paper", PaperIncompleteError(missing="学历证书原件"))
        whole = form(client, version="9", copies="3", originals=["A01", "A02"])
        answer = await client.post(f"{PAPER}/{CODE}", data=whole)
        assert answer.status_code == 422
        assert "学历证书原件" in answer.text
        assert answer.text.count(" checked") == 2

    told(furnished(), OFFICER, story)


# --- lists ----------------------------------------------------------------------------------------


def test_an_open_page_is_read_again_only_when_it_looks_different() -> None:
    async def story(house: House, client: httpx.AsyncClient) -> None:
        page = await client.get(LIST)
        seen = page.text.partition('name="seen" value="')[2].partition('"')[0]
        opened = int(NOW.timestamp())
        house.answer("review.read_list_mark", plain(ListMark(mark="1", plan_unit_code="XJ-6529")))
        house.link.asked.clear()
        same = await client.get(f"{LIST}/live", params={"seen": seen, "opened": opened})
        assert (same.status_code, same.text) == (204, "")
        assert (
            asked(house, "review.read_list_desk") == asked(house, "applications.read_names") == []
        )
        house.answer("review.read_list_mark", plain(ListMark(mark="2", plan_unit_code="XJ-6529")))
        other = await client.get(
            f"{LIST}/live", params={"seen": seen, "opened": opened}, headers={"hx-request": "true"}
        )
        assert other.status_code == 200
        assert 'hx-swap-oob="innerHTML">汇总表有更新' in other.text
        assert "<h1" not in other.text
        assert 'id="candidates"' in other.text

    told(furnished(), OFFICER, story)


def test_while_prints_are_made_the_page_is_read_again_each_time() -> None:
    async def story(house: House, client: httpx.AsyncClient) -> None:
        page = await client.get(LIST)
        assert 'name="seen" value=""' in page.text
        opened = int(NOW.timestamp())
        answer = await client.get(f"{LIST}/live", params={"seen": "", "opened": opened})
        assert answer.status_code == 200
        assert "定稿的版本" in answer.text

    told(furnished(frozen_view()), OFFICER, story)


def test_a_page_left_open_stops_asking() -> None:
    async def story(house: House, client: httpx.AsyncClient) -> None:
        opened = int(NOW.timestamp()) - 16 * 60
        house.link.asked.clear()
        answer = await client.get(f"{LIST}/live", params={"seen": "x", "opened": opened})
        assert answer.status_code == 286
        assert "不再自动更新" in answer.text
        assert asked(house, "review.read_list_mark") == []

    told(furnished(), OFFICER, story)


def test_whoever_comes_second_sees_the_list_as_it_is_now() -> None:
    async def story(house: House, client: httpx.AsyncClient) -> None:
        house.answer("review.nominate_application", StaleVersionError(expected=3, current=4))
        wish = form(client, application_id=str(uuid4()), version="3")
        answer = await client.post(f"{LIST}/nominations", data=wish)
        assert answer.status_code == 409
        assert "已由同事办理" in answer.text
        assert 'id="candidates"' in answer.text

    told(furnished(), OFFICER, story)


def test_the_list_is_frozen_as_it_was_seen_and_a_changed_one_is_shown_anew() -> None:
    async def story(house: House, client: httpx.AsyncClient) -> None:
        house.answer("review.freeze_list", StaleVersionError(expected=6, current=7))
        answer = await client.post(f"{LIST}/freezing", data=form(client, version="6"))
        assert answer.status_code == 409
        assert "刚刚有变动" in answer.text
        assert 'name="version" value="7"' in answer.text
        [sent] = asked(house, "review.freeze_list")
        assert sent["version"] == 6

    told(furnished(frozen_view()), OFFICER, story)


def test_the_leader_is_told_at_the_field_when_the_paper_is_another_version() -> None:
    async def story(house: House, client: httpx.AsyncClient) -> None:
        refused = WrongVerifyCodeError("纸质汇总表是较早的版本，已失效")
        house.answer("review.submit_list", refused)
        typed = form(client, version="7", code="7k3m9q2txw4h")
        answer = await client.post(f"{LIST}/submission", data=typed)
        assert answer.status_code == 422
        assert "较早的版本" in answer.text
        assert 'href="#code"' in answer.text
        [sent] = asked(house, "review.submit_list")
        assert sent["verify_code"] == CODE
        answer = await client.post(f"{LIST}/submission", data=form(client, version="7", code="1"))
        assert answer.status_code == 422
        assert len(asked(house, "review.submit_list")) == 1

    told(furnished(frozen_view()), LEADER, story)


def test_an_order_without_a_reason_is_kept_on_the_page_and_not_sent() -> None:
    view = frozen_view()
    at = view.rows[0].application_id

    async def story(house: House, client: httpx.AsyncClient) -> None:
        typed = {f"order-{at}": "1", f"reason-{at}": "短", f"remark-{at}": "调剂"}
        answer = await client.post(f"{LIST}/order", data=form(client, version="7", **typed))
        assert answer.status_code == 422
        assert f'href="#reason-{at}"' in answer.text
        assert 'value="调剂"' in answer.text
        assert asked(house, "review.order_list") == []

    told(furnished(view), OFFICER, story)


@pytest.mark.parametrize("path", ["/lists/nonsense", "/lists/INLAND", "/lists/short/receipts/9"])
def test_what_is_no_list_is_not_found(path: str) -> None:
    async def story(_house: House, client: httpx.AsyncClient) -> None:
        answer = await client.get(f"/desk/{ORGANISATION}{path}")
        assert answer.status_code == 404

    told(furnished(), OFFICER, story)


@pytest.mark.parametrize("end", ["paper", f"paper/{CODE}", "lists", "lists/inland"])
def test_the_desk_of_another_unit_is_not_found_and_nobody_is_asked(end: str) -> None:
    async def story(house: House, client: httpx.AsyncClient) -> None:
        house.link.asked.clear()
        answer = await client.get(f"/desk/{uuid4()}/{end}")
        assert answer.status_code == 404
        assert {one.name for one in house.link.asked} <= {"quotas.list_cycles"}

    told(furnished(), OFFICER, story)
