"""The status page: the window and what is left of it, in 北京时间, also when a service is away."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.contracts.errors import ServiceUnavailableError
from tests.unit.gateway.fakes import House, run

OPENS = datetime(2019, 2, 25, 2, tzinfo=UTC)
CLOSES = datetime(2019, 3, 15, 16, tzinfo=UTC)
CYCLE: dict[str, Any] = {
    "cycle_id": "0b9a7f0e-8d7c-4c1b-8f58-6d2f3c1b2a10",
    "year": 2019,
    "batch_no": 1,
    "title": "2019年少数民族科技骨干特殊培养",
    "issued_on": "2019-02-20",
    "open_at": OPENS.isoformat(),
    "close_at": CLOSES.isoformat(),
    "correction_close_at": "2019-03-20T16:00:00Z",
    "review_close_at": "2019-03-25T16:00:00Z",
    "dispatch_deadline_on": "2019-03-29",
    "shift_days": 0,
    "rules": {
        "age_reference_date": "2019-03-15",
        "relaxation_basis": "UNIT_LOCATION",
        "region_codes_on": "2019-02-01",
    },
    "differential_ratio": 1.0,
    "helpline": ["0991-1234567"],
    "plan_version": 1,
    "opened_at": OPENS.isoformat(),
}


@pytest.mark.parametrize(
    ("now", "state", "words"),
    [
        (OPENS - timedelta(minutes=1), "尚未开始", ">1分钟</span>"),
        (OPENS, "正在申报", ">18天14小时</span>"),
        (CLOSES - timedelta(seconds=1), "正在申报", ">不到1分钟</span>"),
        (CLOSES, "网上申报已截止", "逾期不予受理"),
    ],
)
def test_the_window_opens_and_closes_to_the_second(now: datetime, state: str, words: str) -> None:
    async def story() -> None:
        house = House()
        house.clock.now_value = now
        house.answer("quotas.list_cycles", {"cycles": [CYCLE]})
        async with house.client() as anybody:
            page = (await anybody.get("/status")).text
        assert state in page
        assert words in page
        assert "系统运行正常" in page
        assert "0991-1234567" in page

    run(story())


def test_a_system_that_is_partly_away_says_so_plainly() -> None:
    async def story() -> None:
        house = House()
        house.answer("quotas.list_cycles", ServiceUnavailableError())
        async with house.client() as anybody:
            answer = await anybody.get("/status")
        assert answer.status_code == 200
        assert "暂时不可用" in answer.text
        assert answer.headers["x-request-id"] in answer.text

    run(story())


def test_the_page_asks_the_service_once_for_many_visitors() -> None:
    async def story() -> None:
        house = House()
        house.answer("quotas.list_cycles", {"cycles": []})
        async with house.client() as anybody:
            pages = [(await anybody.get("/status")).text for _ in range(5)]
        assert all("目前没有开启的申报年度" in page for page in pages)
        assert len(house.link.asked) == 1

    run(story())
