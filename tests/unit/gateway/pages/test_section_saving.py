"""A section saved by its button while others save: other fields merge, the same field is asked."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import httpx
import pytest

from services.contracts.errors import StaleVersionError
from services.contracts.requests.applications_views import OwnDraft
from services.contracts.vocabulary import ApplicationState
from tests.unit.gateway.fakes import Answer, Asked, House, run
from tests.unit.gateway.pages.test_answers import FORM, view
from tests.unit.gateway.pages.test_applicant import check

APPLICATION = uuid4()
ADDRESS = f"/applications/{APPLICATION}/sections/education"
BASE: dict[str, Any] = {"school": "甲校", "major": "甲专业"}
ELSEWHERE = "刚刚在另一个窗口更新过"


class Applications:
    """The service with one draft; `meanwhile` is stored each time before a saving arrives."""

    def __init__(self, house: House, meanwhile: Mapping[str, Any], times: int) -> None:
        self.fields, self.revision = dict(BASE), 4
        self.meanwhile, self.times = meanwhile, times
        self.keys: list[str | None] = []
        self.person = house.people["somebody"].person_id
        house.answer("applications.read_form", FORM.view.model_dump(mode="json"))
        house.link.answers["applications.read_draft"] = self.read
        house.link.answers["applications.save_draft"] = self.save

    def read(self, _asked: Asked) -> Answer:
        draft = view(**self.fields).model_copy(
            update={
                "application_id": APPLICATION,
                "applicant_id": self.person,
                "state": ApplicationState.DRAFT,
                "revision": self.revision,
                "editable": tuple(BASE),
            }
        )
        return OwnDraft(application=draft, check=check()).model_dump(mode="json")

    def save(self, asked: Asked) -> Answer:
        self.keys.append(asked.idempotency_key)
        if self.times:
            self.times -= 1
            self.fields |= self.meanwhile
            self.revision += 1
        expected = asked.data["expected_revision"]
        if expected != self.revision:
            return StaleVersionError(expected=expected, current=self.revision)
        self.fields |= asked.data["fields"]
        self.revision += 1
        saved = {"saved": tuple(asked.data["fields"]), "values": asked.data["fields"]}
        nothing: dict[str, Any] = {"notes": (), "problems": ()}
        return {"application_id": str(APPLICATION), "revision": self.revision, **saved, **nothing}


async def pressed(house: House, meanwhile: Mapping[str, Any], times: int) -> Any:
    """Somebody changes 专业 and presses the button; what came of it, and the service."""
    client: httpx.AsyncClient = await house.signed_in("somebody")
    service = Applications(house, meanwhile, times)
    base = json.dumps({"revision": 4, "values": BASE})
    token = client.headers.pop("x-csrf-token")
    form = {"csrf": token, "key": "deed", "base": base, "act": "stay", **BASE, "major": "新专业"}
    return await client.post(ADDRESS, data=form), service


@pytest.mark.parametrize("times", [0, 1, 2])
def test_another_field_saved_between_reading_and_writing_is_merged(times: int) -> None:
    async def story() -> None:
        answer, service = await pressed(House(), {"school": "乙校"}, times)
        assert answer.status_code == 303
        assert service.fields["major"] == "新专业"
        assert service.fields["school"] == ("乙校" if times else "甲校")
        assert len(service.keys) == len(set(service.keys)) == times + 1

    run(story())


def test_the_same_field_saved_otherwise_is_asked_about() -> None:
    async def story() -> None:
        answer, service = await pressed(House(), {"major": "乙专业"}, 1)
        assert answer.status_code == 409
        assert "改成了“乙专业”" in answer.text
        assert "新专业" in answer.text
        assert service.fields["major"] == "乙专业"

    run(story())


def test_the_same_value_saved_by_the_script_on_the_way_is_no_other_window() -> None:
    async def story() -> None:
        answer, service = await pressed(House(), {"major": "新专业"}, 1)
        assert answer.status_code == 303
        assert service.fields["major"] == "新专业"

    run(story())


def test_somebody_who_is_always_faster_is_told_of() -> None:
    async def story() -> None:
        answer, _ = await pressed(House(), {"school": "乙校"}, 9)
        assert answer.status_code == 409
        assert ELSEWHERE in answer.text
        assert "新专业" in answer.text

    run(story())
