"""`make trace` tells the whole story of a file, by whichever name people know it."""

from __future__ import annotations

import re

import pytest

from deploy.local.client import Stack
from operations.trace import main
from tests.integration.operations.conftest import rows
from tests.support.live import INSTANCE

STEPS = (
    "applications.create_draft",
    "checker",
    "applications.submit_application",
    "event_name=submitted",
    "renderer",
    "review.return_application",
    "applications.resubmit_application",
    "review.check_paper",
    "review.nominate_application",
    "event_name=nominated",
    "event_name=quota-reserved",
    "review.freeze_list",
    "review.submit_list",
)
"""In the order in which they first happen in this file's story, renderers aside."""

PERSONAL = re.compile(
    r"样例|650000\d{12}|\b1[3-9]\d{9}\b|@|password|[\u4e00-\u9fff]{2,4}(?:先生|女士)"
)


@pytest.fixture(autouse=True)
def instance(monkeypatch: pytest.MonkeyPatch, stack: Stack) -> None:
    monkeypatch.setenv("TEPEI_INSTANCE", INSTANCE)


@pytest.fixture
def returned(stack: Stack) -> tuple[str, str]:
    """Id and number of the file that was returned and resubmitted."""
    [row] = rows(
        stack,
        "review",
        "SELECT application_id::text, application_no FROM review_case WHERE version_no = 2",
    )
    return str(row[0]), str(row[1])


def told(capsys: pytest.CaptureFixture[str], wanted: str) -> tuple[int, list[str]]:
    capsys.readouterr()
    code = main([wanted])
    return code, capsys.readouterr().out.splitlines()


def test_the_story_is_complete_and_in_order(
    returned: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    code, lines = told(capsys, returned[1])
    assert code == 0
    places = [next((n for n, each in enumerate(lines) if step in each), -1) for step in STEPS]
    assert -1 not in places, dict(zip(STEPS, places, strict=True))
    commands = [place for place, step in zip(places, STEPS, strict=True) if "renderer" not in step]
    assert commands == sorted(commands)
    times = [each[:18] for each in lines[:-1]]
    assert times == sorted(times)
    assert not [each for each in lines[:-1] if PERSONAL.search(each)]


def test_id_and_number_tell_the_same(
    returned: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    by_id, by_number = (told(capsys, each)[1] for each in returned)
    assert by_id == by_number


def test_a_reference_tells_its_request(stack: Stack, capsys: pytest.CaptureFixture[str]) -> None:
    [[cause]] = rows(
        stack, "review", "SELECT correlation_id FROM outbox WHERE routing_key = 'returned' LIMIT 1"
    )
    code, lines = told(capsys, str(cause))
    assert code == 0
    assert all(str(cause) in each for each in lines[:-1])
    assert {"review", "gateway", "applications"} <= set(" ".join(lines).split())


@pytest.mark.parametrize("unknown", ["TP2019-650203-99999", "0000000000000000"])
def test_what_is_unknown_is_said_clearly(unknown: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, lines = told(capsys, unknown)
    assert code == 1
    assert f"没有找到 {unknown}" in lines[0]
