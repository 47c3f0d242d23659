"""Pages of paper as they are asked for: what is asked, where one is led."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from services.contracts.errors import (
    NotFoundError,
    PaperIncompleteError,
    StaleVersionError,
    WrongVerifyCodeError,
)
from tests.unit.gateway.fakes import ORGANISATION, House
from tests.unit.gateway.pages.list_house import (
    OFFICER,
    PAPER,
    asked,
    form,
    furnished,
    plain,
    told,
)
from tests.unit.gateway.pages.list_things import CODE, paper

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
