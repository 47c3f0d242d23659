"""Notices that are said once, and opinions: what happened, and what did not."""

from __future__ import annotations

from http.cookies import SimpleCookie
from types import SimpleNamespace

import pytest
from starlette.requests import Request
from starlette.responses import Response

from services.contracts.vocabulary import NodeKind
from services.gateway.pages.core import flash
from services.gateway.pages.core.templates import environment

STALE = "不再作为依据"


@pytest.mark.parametrize("said", [flash.Said("已领取。"), flash.Said("请先勾选。", done=False)])
def test_a_notice_says_whether_anything_was_done(said: flash.Said) -> None:
    response = Response()
    settings = SimpleNamespace(is_https=False)
    flash.say(response, settings, said)  # type: ignore[arg-type]  # -- only this is asked of it
    cookie = SimpleCookie(response.headers["set-cookie"])[flash.COOKIE].value
    headers = [(b"cookie", f"{flash.COOKIE}={cookie}".encode())]
    assert flash.read(Request({"type": "http", "headers": headers})) == said


@pytest.mark.parametrize(
    ("signed", "in_force", "stale"),
    [(False, False, False), (True, True, False), (True, False, True)],
)
def test_only_a_signed_opinion_can_have_lost_its_force(
    signed: bool, in_force: bool, stale: bool
) -> None:
    one = SimpleNamespace(
        organisation_name="（样例）医院",
        level=NodeKind.UNIT,
        decision="同意推荐",
        text="写明",
        health_fit=None,
        author_name="样例",
        author_post="科长",
        written_at=None,
        leader_name=None,
        signed_at="signed" if signed else None,
        version_no=1,
        in_force=in_force,
    )
    macro = '{% from "macros/opinions.html" import opinion %}{{ opinion(one) }}'
    text = environment().from_string(macro).render(one=one)
    assert (STALE in text) is stale
