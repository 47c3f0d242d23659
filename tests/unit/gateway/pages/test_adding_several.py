"""Adding several people to a list: who is affected, what is sent, what became of each."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from services.contracts.errors import InvalidRequestError
from services.contracts.requests.quotas import ReadSeatsResult
from services.contracts.requests.review_desk import RefusedFile
from services.contracts.requests.review_list_selection import (
    FileForList,
    FilesForList,
    FilesNominated,
)
from services.contracts.vocabulary import ApplicationState
from services.gateway.pages.core.forms import Form
from services.gateway.pages.lists.selections import (
    more_than_were_left,
    outcomes_of,
    parted,
    pick_word,
    picks_in,
    preview_of,
)
from tests.unit.gateway.fakes import NOW, House
from tests.unit.gateway.pages.list_house import LIST, OFFICER, asked, form, furnished, plain, told
from tests.unit.gateway.pages.list_things import cell, desk

S = ApplicationState
SELECTION, CONFIRMED = f"{LIST}/selection", f"{LIST}/selection/confirmed"
SURGERY = cell(left=2, specialty="外科学", plan_row_id=UUID(int=7))
FULL = cell(left=0, specialty="内科学", plan_row_id=UUID(int=8))


def file(position: int | None = 1, **changes: Any) -> FileForList:
    state = changes.pop("state", S.READY_TO_LIST)
    known: dict[str, Any] = {
        "application_id": uuid4(),
        "application_no": "TP2019-652900-00002",
        "version": 3,
        "state": state,
        "state_label": state.label,
        "plan_row_id": SURGERY.plan_row_id,
        "specialty": "外科学",
        "position": position,
        "problem": None,
        "refused_reason": None,
    }
    return FileForList(**{**known, **changes})


def found(*files: FileForList, frozen: int | None = None) -> FilesForList:
    return FilesForList(plan_unit_code="XJ-6529", files=files, frozen_version_no=frozen)


def house(*files: FileForList, frozen: int | None = None) -> House:
    built = furnished()
    built.answer("review.read_files_for_list", plain(found(*files, frozen=frozen)))
    seats = ReadSeatsResult(year=2019, cells=(SURGERY, FULL), quota=6, reserved=4, confirmed=0)
    built.answer("quotas.read_seats", plain(seats))
    return built


def ticked(*files: FileForList, left: int = 2) -> dict[str, Any]:
    return {
        "file": [str(one.application_id) for one in files],
        "pick": [pick_word(one) for one in files],
        f"left-{SURGERY.plan_row_id}": str(left),
    }


# --- who is affected ------------------------------------------------------------------------------


def test_people_stand_in_the_order_of_the_list_and_the_others_have_their_reason() -> None:
    second, first = file(5), file(4)
    listed = file(2, state=S.LISTED, problem="已在汇总表中")
    late = file(3, plan_row_id=FULL.plan_row_id, specialty="内科学")
    preview = preview_of(found(second, listed, first, late), [SURGERY, FULL])
    assert preview.can == (first, second)
    assert preview.cannot == (
        (listed, "已在汇总表中"),
        (late, "名额已满：“内科学”没有剩余名额"),
    )
    [share] = preview.shares
    assert (share.chosen, share.left_after, share.over) == (2, 0, 0)


def test_of_too_many_for_the_seats_nobody_is_chosen_by_the_system() -> None:
    three = [file(at) for at in (1, 2, 3)]
    preview = preview_of(found(*three), [SURGERY])
    assert preview.ticked == {one.application_id for one in three}
    assert preview.shares[0].over == 1
    assert "取消勾选1人" in preview.findings[0].text
    fewer = preview_of(found(*three), [SURGERY], {three[2].application_id})
    assert fewer.ticked == {three[2].application_id}
    assert not fewer.findings


def test_what_the_preview_said_is_what_counts_when_the_form_comes_again() -> None:
    three = [file(at) for at in (1, 2, 3)]
    pairs = [("pick", pick_word(one)) for one in three]
    row = f"left-{SURGERY.plan_row_id}"
    assert more_than_were_left(picks_in(Form(pairs)), Form([(row, "2")]))
    assert more_than_were_left(picks_in(Form(pairs)), Form())
    assert not more_than_were_left(picks_in(Form(pairs)), Form([(row, "3")]))


@pytest.mark.parametrize("word", ["", "1:2", f"{uuid4()}:x:{uuid4()}", f"{uuid4()}:1"])
def test_a_form_made_by_hand_is_refused(word: str) -> None:
    with pytest.raises(InvalidRequestError):
        picks_in(Form([("pick", word)]))
    with pytest.raises(InvalidRequestError):
        parted(".".join(uuid4().hex for _ in range(60)), ".".join(uuid4().hex for _ in range(41)))


# --- what became of each --------------------------------------------------------------------------


def test_each_is_told_what_became_of_them() -> None:
    listed = file(4, state=S.LISTED)
    waiting = file(5, state=S.NOMINATING)
    full = file(None, refused_reason="名额已满：……")
    removed = file(3)
    stale, known = file(3), file(2, state=S.LISTED, problem="已在汇总表中")
    outcomes = outcomes_of(
        [known, stale, removed, full, waiting, listed],
        [one.application_id for one in (listed, waiting, full, removed)],
        [stale.application_id, known.application_id, UUID(int=1)],
    )
    assert [(one.word, one.text) for one in outcomes] == [
        ("已列入", "名额已核定"),
        ("正在核定名额", ""),
        ("未列入", "名额已满：……"),
        ("未列入", "此后又有变动，现为“审核通过，待汇总”"),
        ("未列入", "确认前刚刚有变动，本次没有列入。请核对最新情况后再列入"),
        ("未列入", "已在汇总表中"),
        ("未列入", "不在本单位办理环节，或不能由您办理"),
    ]


# --- the pages ------------------------------------------------------------------------------------


def test_nothing_is_done_by_looking_and_all_of_the_page_can_be_looked_at() -> None:
    one = file()

    async def story(house: House, client: httpx.AsyncClient) -> None:
        answer = await client.post(SELECTION, data=form(client, file=str(one.application_id)))
        assert (answer.status_code, "将1人列入汇总表" in answer.text) == (200, True)
        assert "第3版随即失效" in answer.text
        assert asked(house, "review.nominate_files") == []
        assert (await client.post(SELECTION, data=form(client))).status_code == 303
        house.link.asked.clear()
        assert (await client.post(SELECTION, data=form(client, page="1"))).status_code == 303
        [sent] = asked(house, "review.read_list_desk")
        assert (sent["limit"], sent["offset"]) == (50, 0)

    told(house(one, frozen=3), OFFICER, story)
    assert desk().candidates == ()


def test_too_many_are_told_and_nobody_is_asked_for() -> None:
    three = [file(at) for at in (1, 2, 3)]

    async def story(house: House, client: httpx.AsyncClient) -> None:
        answer = await client.post(CONFIRMED, data=form(client, **ticked(*three)))
        assert answer.status_code == 422
        assert f'href="#cell-{SURGERY.plan_row_id}"' in answer.text
        none = ticked(*three) | {"pick": []}
        answer = await client.post(CONFIRMED, data=form(client, **none))
        assert (answer.status_code, 'href="#people"' in answer.text) == (422, True)
        assert asked(house, "review.nominate_files") == []

    told(house(*three), OFFICER, story)


def test_the_same_form_asks_once_and_another_selection_is_another_deed() -> None:
    one, other = file(1), file(2)
    refused = RefusedFile(
        application_id=other.application_id, application_no="TP2019-652900-00002", reason="……"
    )

    async def story(house: House, client: httpx.AsyncClient) -> None:
        done = FilesNominated(asked=(one.application_id,), refused=(refused,))
        house.answer("review.nominate_files", plain(done))
        wish = form(client, key="0123456789abcdef", **ticked(one, other))
        first, again = [await client.post(CONFIRMED, data=wish) for _ in range(2)]
        fewer = form(client, key="0123456789abcdef", **ticked(one))
        await client.post(CONFIRMED, data=fewer)
        assert first.headers["location"] == again.headers["location"]
        keys = [
            call.idempotency_key
            for call in house.link.asked
            if call.name == "review.nominate_files"
        ]
        assert keys[0] == keys[1] != keys[2]
        [sent, *_] = asked(house, "review.nominate_files")
        assert [(row["application_id"], row["version"]) for row in sent["files"]] == [
            (str(one.application_id), 3),
            (str(other.application_id), 3),
        ]
        page = await client.get(first.headers["location"])
        assert "已列入0人，未列入2人" in page.text

    told(house(one, other), OFFICER, story)


def test_the_outcome_refreshes_itself_until_all_is_settled() -> None:
    one = file(1, state=S.NOMINATING)
    address = f"{SELECTION}?asked={one.application_id.hex}"

    async def story(house: House, client: httpx.AsyncClient) -> None:
        page = await client.get(address)
        live = page.text.partition('hx-get="')[2].partition('"')[0].replace("&amp;", "&")
        htmx = {"hx-request": "true"}
        assert (await client.get(live, headers=htmx)).status_code == 204
        late = f"{address}&opened={int(NOW.timestamp()) - 16 * 60}"
        assert (await client.get(late, headers=htmx)).status_code == 286
        listed = one.model_copy(update={"state": S.LISTED})
        house.answer("review.read_files_for_list", plain(found(listed)))
        settled = await client.get(live, headers=htmx)
        assert (settled.status_code, "hx-get" in settled.text) == (200, False)
        assert "名额已核定" in settled.text
        assert (await client.get(SELECTION)).headers["location"] == LIST
        assert (await client.get(f"{SELECTION}?asked=x")).status_code == 400

    told(house(one), OFFICER, story)
