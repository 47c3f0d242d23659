"""Public pages through the gateway: a rush, a service that is away, odd addresses."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from services.contracts.errors import NotFoundError, ServiceUnavailableError
from services.gateway.pages.core import known
from tests.unit.gateway.fakes import House, run
from tests.unit.gateway.pages.test_status_page import CYCLE

CODE = "7K3M-92PX-D4TV"


def text(slug: str, body: str, **more: Any) -> dict[str, Any]:
    return {
        "year": 2019,
        "slug": slug,
        "kind": "PAGE",
        "version": 1,
        "version_in_force": 1,
        "state": "PUBLISHED",
        "title": "标题",
        "summary": "",
        "body": body,
        "issued_on": None,
        "issuing_body": "",
        "published_at": "2019-02-10T04:00:00Z",
        "change_note": "",
        **more,
    }


def house_of(announcement: str = "") -> House:
    house = House()
    house.answer("quotas.list_cycles", {"cycles": [CYCLE]})
    house.answer("notices.list_texts", {"year": 2019, "texts": []})
    house.answer("notices.read_text", text("announcement", announcement))
    return house


def get(house: House, path: str) -> Any:
    answers: list[Any] = []

    async def story() -> None:
        async with house.client() as anybody:
            answers.append(await anybody.get(path))

    run(story())
    return answers[0]


@pytest.mark.requirement("R49")
def test_the_progress_board_has_numbers_and_hides_small_ones() -> None:
    house = house_of()
    office = {"name": "和田地区样例人社局", "counts": [12, None, 0, 0]}
    found = {
        "year": 2019,
        "as_of": "2019-03-01T04:00:00Z",
        "organisations": [office],
        "totals": [12, None, 0, 0],
    }
    house.answer("review.read_public_counts", found)
    page = get(house, "/progress/2019")
    assert page.status_code == 200
    assert "和田地区样例人社局" in page.text
    assert page.text.count("少于3</td>") == 1
    assert page.text.count("不公布</td>") == 1
    assert get(house, "/progress/nineteen").status_code == 404


@pytest.mark.requirement("R28")
def test_the_front_page_is_the_column() -> None:
    page = get(house_of("**注意**：延期一天"), "/")
    assert page.status_code == 200
    assert '<h1 class="govuk-heading-xl">少数民族特培</h1>' in page.text
    assert "<strong>注意</strong>：延期一天" in page.text
    assert 'href="/sign-up"' in page.text


@pytest.mark.requirement("R27")
def test_the_front_page_says_who_pays() -> None:
    assert "学费、住宿费和生活补助由国家财政和自治区财政全额支付" in get(house_of(), "/").text


def test_the_front_page_stands_without_the_texts() -> None:
    house = house_of()
    house.answer("notices.list_texts", ServiceUnavailableError())
    house.answer("notices.read_text", ServiceUnavailableError())
    page = get(house, "/")
    assert page.status_code == 200
    assert "正在申报" in page.text or "尚未开始" in page.text


def test_a_rush_asks_the_service_once() -> None:
    async def story() -> None:
        house = house_of("公告")
        async with house.client() as anybody:
            pages = await asyncio.gather(*(anybody.get("/") for _ in range(20)))
        assert {page.status_code for page in pages} == {200}
        asked = [one.name for one in house.link.asked]
        assert asked.count("notices.read_text") == 1
        assert asked.count("notices.list_texts") == 1
        assert asked.count("quotas.list_cycles") == 1
        assert all("0991-1234567" in page.text for page in pages)

    run(story())


def test_what_was_known_is_shown_while_the_service_is_away(monkeypatch: Any) -> None:
    async def story() -> None:
        house = house_of()
        house.answer("notices.read_text", text("notice", "## 推荐谁", kind="NOTICE"))
        async with house.client() as anybody:
            first = await anybody.get("/notice")
            house.answer("notices.read_text", ServiceUnavailableError())
            monkeypatch.setattr(known, "FRESH_SECONDS", -1.0)
            second = await anybody.get("/notice")
            house.answer("notices.read_text", NotFoundError())
            third = await anybody.get("/notice")
        assert [page.status_code for page in (first, second, third)] == [200, 200, 404]
        assert "推荐谁" in second.text

    run(story())


def test_the_cycle_that_was_known_is_shown_while_quotas_is_away(monkeypatch: Any) -> None:
    async def story() -> None:
        house = house_of("公告")
        async with house.client() as anybody:
            await anybody.get("/")
            house.answer("quotas.list_cycles", ServiceUnavailableError())
            monkeypatch.setattr(known, "FRESH_SECONDS", -1.0)
            home, status = await anybody.get("/"), await anybody.get("/status")
        assert home.status_code == 200
        assert "0991-1234567" in home.text
        assert "系统部分服务暂时不可用" in status.text

    run(story())


def test_a_service_that_is_away_is_not_asked_by_everybody() -> None:
    async def story() -> None:
        house = house_of()
        house.answer("quotas.list_cycles", ServiceUnavailableError())
        async with house.client() as anybody:
            pages = [await anybody.get("/") for _ in range(3)]
        assert {page.status_code for page in pages} == {200}
        assert [one.name for one in house.link.asked].count("quotas.list_cycles") == 1

    run(story())


def test_what_one_visitor_sees_is_asked_as_nobody() -> None:
    async def story() -> None:
        house = house_of()
        leader = await house.signed_in("leader")
        house.link.asked.clear()
        await leader.get("/")
        asked = [one for one in house.link.asked if one.name.startswith("notices.")]
        assert {one.signed.actor.kind.value for one in asked} == {"anonymous"}

    run(story())


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("/check?code=7k3m92pxd4tv", f"/check/{CODE}"),
        ("/check/7k3m92pxd4tv", f"/check/{CODE}"),
        ("/plan", "/plan/2019"),
    ],
)
def test_ways_that_lead_on(path: str, address: str) -> None:
    answer = get(house_of(), path)
    assert (answer.status_code, answer.headers["location"]) == (303, address)


@pytest.mark.parametrize(("standing", "words"), [("CURRENT", "当前有效"), ("SUPERSEDED", "已失效")])
def test_a_code_tells_document_version_and_standing_only(standing: str, words: str) -> None:
    house = house_of()
    found = {"subject": "OFFICIAL_FORM", "version_no": 2, "standing": standing}
    house.answer("documents.look_up_code", found)
    page = get(house, f"/check/{CODE}").text
    for part in ("少数民族特培学员申报表（正式）", "第2版", words, CODE):
        assert part in page


def test_a_wrong_code_keeps_what_was_typed() -> None:
    page = get(house_of(), "/check?code=<b>7K</b>")
    assert page.status_code == 422
    assert "&lt;b&gt;7K&lt;/b&gt;" in page.text
    assert 'href="#code"' in page.text
    house = house_of()
    house.answer("documents.look_up_code", NotFoundError())
    assert get(house, f"/check/{CODE}").status_code == 404


@pytest.mark.parametrize(
    "path", ["/plan/abc", "/plan/99999999", "/guides/.a", "/guides/%00", "/guides/x"]
)
def test_odd_addresses_are_not_found(path: str) -> None:
    assert get(house_of(), path).status_code == 404


def test_a_guide_of_another_kind_is_not_found() -> None:
    assert get(house_of(), "/guides/notice").status_code == 404


def test_now_is_the_servers_instant() -> None:
    house = house_of()
    answer = get(house, "/now")
    assert answer.text == house.clock.now().isoformat(timespec="milliseconds")
    assert answer.headers["cache-control"] == "no-store"
