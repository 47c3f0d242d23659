"""Pages of lists and seats as they are asked for: what is asked, where one is led."""

from __future__ import annotations

from uuid import uuid4

import httpx
import pytest

from services.contracts.errors import (
    StaleVersionError,
    WrongVerifyCodeError,
)
from services.contracts.requests.review_list_desk import ListMark
from tests.unit.gateway.fakes import NOW, ORGANISATION, House
from tests.unit.gateway.pages.list_house import (
    LEADER,
    LIST,
    OFFICER,
    asked,
    form,
    frozen_view,
    furnished,
    plain,
    told,
)
from tests.unit.gateway.pages.list_things import CODE

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
