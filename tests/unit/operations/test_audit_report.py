"""What machines read of an audit keeps its shape, whatever the audit found."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from deploy.local.faults import ExitCode, StackError
from operations.audit import __main__ as program
from operations.audit.stores import StoreAddresses
from operations.audit.violation import Invariant, Violation

OVERSOLD = Violation(Invariant.SEATS, "within quota", "row/LONG", "2+0 of 1")
NOWHERE = StoreAddresses(
    databases={"review": "postgresql+psycopg://nobody@127.0.0.1:1/none"},
    s3_endpoint="127.0.0.1:1",
    s3_access_key="x",
    s3_secret_key="x",
    s3_secure=False,
    s3_region="x",
    buckets={},
    audit_keys={},
    audit_heads=Path("/nowhere"),
)

SHAPE: dict[str, type | tuple[type, ...]] = {
    "instance": str,
    "outcome": str,
    "clean": bool,
    "error": (str, type(None)),
    "checks": list,
    "counts": dict,
    "violations": list,
    "seconds": float,
}


def assert_shape(told: dict[str, object]) -> None:
    assert list(told) == list(SHAPE)
    for name, kind in SHAPE.items():
        assert isinstance(told[name], kind), name


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    code = program.main(["--wait", "0", "--instance", "sample", *words])
    return code, capsys.readouterr().out


@pytest.fixture
def finds(monkeypatch: pytest.MonkeyPatch) -> list[Violation]:
    """What the audit is made to find."""
    found: list[Violation] = []
    monkeypatch.setattr(program, "of_instance", lambda _: NOWHERE)
    monkeypatch.setattr(program, "audit", lambda _, **__: found)
    return found


def test_a_clean_audit_is_0(finds: list[Violation], capsys: pytest.CaptureFixture[str]) -> None:
    code, out = run(capsys, "--json")
    told = json.loads(out)
    assert_shape(told)
    assert (code, told["outcome"], told["clean"], told["error"]) == (0, "CLEAN", True, None)
    assert told["checks"] == list(program.CHECKS)


def test_violations_are_1_and_each_says_where(
    finds: list[Violation], capsys: pytest.CaptureFixture[str]
) -> None:
    finds.extend([OVERSOLD, replace(OVERSOLD, subject="row/SHORT")])
    code, out = run(capsys, "--json")
    told = json.loads(out)
    assert_shape(told)
    assert (code, told["outcome"], told["clean"]) == (1, "VIOLATIONS", False)
    assert told["counts"] == {"3": 2}
    assert told["violations"][0] == {
        "invariant": 3,
        "check": "within quota",
        "subject": "row/LONG",
        "message": "2+0 of 1",
    }
    assert "[3] within quota: row/SHORT: 2+0 of 1" in run(capsys)[1]


def test_a_stack_that_never_ran_is_2(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def missing(instance: str) -> StoreAddresses:
        raise StackError(ExitCode.NOT_RUNNING, f"实例 {instance} 没有启动过。")

    monkeypatch.setattr(program, "of_instance", missing)
    code, out = run(capsys, "--json")
    told = json.loads(out)
    assert_shape(told)
    assert (code, told["outcome"], told["clean"]) == (2, "NOT_CHECKED", False)
    assert run(capsys) == (2, "错误：实例 sample 没有启动过。\n")


def test_a_database_that_is_down_is_2_and_nothing_is_called_clean(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(program, "of_instance", lambda _: NOWHERE)
    code, out = run(capsys, "--json")
    told = json.loads(out)
    assert_shape(told)
    assert (code, told["clean"], told["checks"]) == (2, False, [])
    assert "make up" in run(capsys)[1]


def test_a_name_no_instance_can_have_is_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert program.main(["--instance", "No Name"]) == 2
    assert "不可用" in capsys.readouterr().out
