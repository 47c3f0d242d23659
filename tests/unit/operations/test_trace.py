"""A story is found in the logs of all services and told in order, whatever else lies there."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from operations import trace
from operations.trace import Wanted, main, shown, story, summary

ID = "c5269c1b-9124-4d15-915a-4efef2bf7964"
OTHER = "8fb990b0-3597-4f99-8975-e542f14f3f4c"


def line(at: str, service: str, event: str, cause: str, **more: object) -> str:
    told = more | {
        "event": event,
        "correlation_id": cause,
        "level": "info",
        "service": service,
        "timestamp": f"2019-03-01T{at}Z",
    }
    return json.dumps(told)


@pytest.fixture
def logs(tmp_path: Path) -> Path:
    files = {
        "gateway.log": [
            line("04:00:00.300000", "gateway", "request", "aaaa"),
            line("04:00:09.000000", "gateway", "request", "zzzz"),
            "not json at all",
        ],
        "gateway.log.1": [line("03:00:00.000000", "gateway", "request", "bbbb")],
        "review.log": [
            "{broken " + ID,
            line("04:00:00.200000", "review", "event_handled", "aaaa", aggregate_id=ID),
            line("04:00:00.250000", "review", "event_handled", "aaaa", aggregate_id=OTHER),
        ],
        "checker.1.log": [line("03:30:00.000000", "checker", "job_done", "cccc")],
    }
    for name, rows in files.items():
        (tmp_path / name).write_text("\n".join(rows) + "\n", encoding="utf-8")
    return tmp_path


def test_the_lines_of_all_services_come_in_order_of_time(logs: Path) -> None:
    found = story(logs, Wanted({ID}))
    assert [(each["service"], each["timestamp"][11:23]) for each in found] == [
        ("review", "04:00:00.200"),
        ("review", "04:00:00.250"),
        ("gateway", "04:00:00.300"),
    ]


def test_requests_known_beforehand_and_rotated_logs_belong_to_it(logs: Path) -> None:
    found = story(logs, Wanted({ID}, {"bbbb", "cccc"}))
    assert [each["service"] for each in found][:2] == ["gateway", "checker"]
    assert len(found) == 5


def test_the_reference_a_person_was_told_finds_its_request(logs: Path) -> None:
    assert [each["service"] for each in story(logs, Wanted({"zzzz"}))] == ["gateway"]


def test_a_line_is_in_beijing_time_and_names_others_only(logs: Path) -> None:
    mine, others, _ = story(logs, Wanted({ID}))
    assert shown(mine, {ID}).startswith("03-01 12:00:00.200  aaaa")
    assert ID not in shown(mine, {ID})
    assert OTHER in shown(others, {ID})


def test_a_stack_trace_is_told_by_its_last_line() -> None:
    line = {
        "timestamp": "2019-03-01T04:00:00Z",
        "event": "event_delayed",
        "exception": "Traceback\n  File\n    ^^^^\nTryAgain: not yet\n",
    }
    told = shown(line, set())
    assert told.endswith("exception=TryAgain: not yet")
    assert "\n" not in told


def test_warnings_stand_out(logs: Path) -> None:
    found = story(logs, Wanted({ID}))
    found[0]["level"] = "error"
    assert "【error】event_handled" in shown(found[0], {ID})
    assert "警告和错误 1 行" in summary(found)


@pytest.mark.parametrize("words", [[], ["a", "b"]])
def test_a_call_without_one_id_shows_how(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 2
    assert "make trace ID=" in capsys.readouterr().out


def test_an_instance_that_never_ran_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TEPEI_INSTANCE", "neverstarted")
    assert main([ID]) == 2
    assert "neverstarted 没有启动过" in capsys.readouterr().out


def test_the_number_is_that_of_the_application() -> None:
    assert trace._NUMBER.fullmatch("TP2019-650203-00003")
    assert not trace._NUMBER.fullmatch(ID)


def test_without_the_database_a_number_cannot_be_found_and_that_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], logs: Path
) -> None:
    stack = SimpleNamespace(
        logs=logs, owner_url=lambda _: "postgresql+psycopg://nobody@127.0.0.1:1/none"
    )
    monkeypatch.setattr("operations.trace.Stack.load", lambda _: stack)
    assert main(["TP2019-650203-00003"]) == 2
    assert "数据库读不到" in capsys.readouterr().out
    assert main([ID]) == 0
    assert "共 3 行" in capsys.readouterr().out
