"""The dates of the cycle: on their page, in texts, and what is counted down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from markupsafe import Markup
from starlette.responses import PlainTextResponse, Response

from services.chassis.clock import BEIJING
from services.contracts.requests.quotas import CycleView
from services.gateway.pages.core.filters import beijing, day, last_moment, telephone
from services.gateway.pages.core.page import Page

UNKNOWN = "（待公布）"
_NO_NUMBERS = Markup('<a class="govuk-link" href="/contacts">咨询电话</a>')


@dataclass(frozen=True, slots=True)
class KeyDate:
    """One line of the calendar; `at` is the instant at which it is over, or begins."""

    what: str
    text: str
    note: str
    at: datetime
    passed: bool


@dataclass(frozen=True, slots=True)
class Window:
    """Where the online window stands, and what is counted down to, if anything."""

    state: str
    words: str
    until: datetime | None


async def dates(page: Page) -> Response:
    """The calendar of the cycle in 北京时间, with what is left of the window."""
    cycle = page.cycle
    return page.render(
        "public/dates.html",
        cycle=cycle,
        window=window_of(cycle, page.now) if cycle else None,
        calendar=calendar_of(cycle, page.now) if cycle else [],
    )


async def now(page: Page) -> Response:
    """The server's instant, for a countdown that slept."""
    text = page.now.isoformat(timespec="milliseconds")
    return PlainTextResponse(text, headers={"cache-control": "no-store"})


def window_of(cycle: CycleView, now: datetime) -> Window:
    """The window to the second: open at its first instant, closed at the first too late (R46)."""
    if now < cycle.open_at:
        return Window("尚未开始", "距网上申报开始还有", cycle.open_at)
    if now < cycle.close_at:
        return Window("正在申报", "距网上申报截止还有", cycle.close_at)
    return Window("网上申报已截止", "逾期不予受理", None)


def calendar_of(cycle: CycleView, now: datetime) -> list[KeyDate]:
    """Every date people must know, in order."""
    dispatch_over = datetime.combine(
        cycle.dispatch_deadline_on + timedelta(days=1), time.min, BEIJING
    )
    rows = [
        ("网上申报开始", beijing(cycle.open_at), "从此刻起可以提交。", cycle.open_at),
        ("网上申报截止", last_moment(cycle.close_at), "过了此刻不能提交。", cycle.close_at),
        (
            "退回修改截止",
            last_moment(cycle.correction_close_at),
            "每次退回另有期限的，以办理进度页上写的为准。",
            cycle.correction_close_at,
        ),
        (
            "各级审核截止",
            last_moment(cycle.review_close_at),
            "审核单位最迟在此刻办完。",
            cycle.review_close_at,
        ),
        (
            "纸质材料寄出截止",
            day(cycle.dispatch_deadline_on),
            "以寄出的日期为准，收到可以晚几天。",
            dispatch_over,
        ),
    ]
    return [KeyDate(what, text, note, at, now >= at) for what, text, note, at in rows]


def facts_of(cycle: CycleView | None) -> Mapping[str, Markup]:
    """What stands for the names in braces of a text."""
    numbers = cycle.helpline if cycle else ()
    phones = Markup("、").join(
        Markup('<a class="govuk-link" href="tel:{}">{}</a>').format(telephone(number), number)
        for number in numbers
    )
    plain = {
        "年度": str(cycle.year) if cycle else UNKNOWN,
        "申报开始": beijing(cycle.open_at) if cycle else UNKNOWN,
        "申报截止": last_moment(cycle.close_at) if cycle else UNKNOWN,
        "更正截止": last_moment(cycle.correction_close_at) if cycle else UNKNOWN,
        "审核截止": last_moment(cycle.review_close_at) if cycle else UNKNOWN,
        "寄出截止": day(cycle.dispatch_deadline_on) if cycle else UNKNOWN,
    }
    safe = {name: Markup.escape(text) for name, text in plain.items()}
    return {**safe, "咨询电话": phones or _NO_NUMBERS}
