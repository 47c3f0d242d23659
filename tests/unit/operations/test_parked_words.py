"""What make's variables mean, and that nothing happens to all messages without a yes."""

from __future__ import annotations

import io

import pytest
from typing_extensions import override

from operations.parked import main, words_for
from services.chassis import dead_letters
from services.chassis.dead_letters import Exit

WORDS: list[tuple[list[str], list[str]]] = [
    (["list", "S=", "ID="], ["list"]),
    (["list", "S=review", "ID="], ["list", "--service", "review"]),
    (["list", "S=", "ID=abc"], ["show", "abc"]),
    (["list", "S=", "ID=", "--json"], ["list", "--json"]),
    (["replay", "S=", "ID="], ["replay"]),
    (["replay", "S=", "ID=", "--yes"], ["replay", "--yes"]),
    (["replay", "S=quotas", "ID=a=b"], ["replay", "a=b", "--service", "quotas"]),
    (["drop", "ID=abc"], ["drop", "abc"]),
]


@pytest.mark.parametrize(("given", "meant"), WORDS)
def test_make_variables_become_words(given: list[str], meant: list[str]) -> None:
    assert words_for(given) == meant


class Keyboard(io.StringIO):
    """Somebody who types."""

    @override
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("typed", "agreed"),
    [("y\n", True), ("YES\n", True), ("是\n", True), ("\n", False), ("n\n", False), ("", False)],
)
def test_only_a_yes_is_a_yes(monkeypatch: pytest.MonkeyPatch, typed: str, *, agreed: bool) -> None:
    monkeypatch.setattr("sys.stdin", Keyboard(typed))
    assert dead_letters._agreed("?", io.StringIO()) is agreed


def test_nobody_at_the_keyboard_is_a_no(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("y\n"))
    assert not dead_letters._agreed("?", io.StringIO())


def test_a_stack_that_never_ran_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TEPEI_INSTANCE", "neverstarted")
    assert main(["list"]) == Exit.NO_BROKER
    assert "neverstarted 没有启动过" in capsys.readouterr().out


def test_a_broker_that_is_down_is_named() -> None:
    out = io.StringIO()
    nowhere = "amqp://nobody:x@127.0.0.1:1/none"
    assert dead_letters.main(["list", "--broker", nowhere], out) == Exit.NO_BROKER
    assert "消息服务器没有应答" in out.getvalue()
