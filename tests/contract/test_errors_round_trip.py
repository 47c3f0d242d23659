"""An error raised in one service is the same error in its caller."""

from __future__ import annotations

import json
import pickle

import pytest

from services.contracts.errors import (
    Finding,
    InternalError,
    NotFoundError,
    StaleVersionError,
    TepeiError,
    registered_errors,
)


@pytest.mark.parametrize("cls", registered_errors().values(), ids=lambda cls: cls.code)
def test_every_error_survives_the_wire(cls: type[TepeiError]) -> None:
    finding = Finding(field="title_code", code="E07", message="职称不符合")
    error = cls("请修改后重试。", findings=(finding,), expected=1, current=2)
    again = TepeiError.from_wire(json.loads(json.dumps(error.to_wire())))
    assert type(again) is cls
    assert (again.message, again.findings, again.params) == (
        error.message,
        error.findings,
        {"expected": 1, "current": 2},
    )


def test_an_unknown_code_becomes_an_internal_error_with_its_message() -> None:
    again = TepeiError.from_wire({"code": "from_the_future", "message": "新错误"})
    assert type(again) is InternalError
    assert again.message == "新错误"


def test_sentence_is_filled_from_params() -> None:
    assert str(StaleVersionError(expected=3, current=4)) == (
        "内容已在别处更新（您看到的是第3次改动，现为第4次），请刷新后再操作。"
    )


def test_error_crosses_a_process_boundary() -> None:
    assert type(pickle.loads(pickle.dumps(NotFoundError()))) is NotFoundError  # noqa: S301 -- own bytes
