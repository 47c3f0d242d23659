"""The status page: is the system up, is the window open, how long still, where to go on."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from starlette.requests import Request as HttpRequest
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from services.chassis.clock import BEIJING
from services.chassis.logs import get_logger
from services.contracts.errors import TepeiError
from services.contracts.requests.quotas import CycleView, ListCycles, ListCyclesResult
from services.gateway.access import PUBLIC
from services.gateway.front.templates import render
from services.gateway.gateway import Gateway, gateway_of
from services.gateway.visit import Visit

_log = get_logger(__name__)

CYCLES_SECONDS = 5.0
"""For how long the list of cycles is not asked again: this page is open to everybody."""

_DAY = 86_400
_HOUR = 3_600


@dataclass(slots=True)
class _Known:
    """The last answer about cycles, shared by all visitors."""

    cycles: tuple[CycleView, ...] | None = None
    asked_at: float = float("-inf")


_KNOWN: dict[int, _Known] = {}


async def alive(_request: HttpRequest) -> Response:
    """Say that the process answers; more is for the operators' port."""
    return PlainTextResponse("ok\n")


async def status_page(request: HttpRequest) -> Response:
    """State of the system and of the current cycle, in plain words."""
    gateway = gateway_of(request)
    visit = await gateway.visit(request, PUBLIC)
    cycles = await _cycles(gateway, visit)
    now = visit.arrived_at
    page = render(
        "status.html",
        working=cycles is not None,
        cycle=_described(cycles[0], now) if cycles else None,
        now=beijing(now),
        reference=visit.correlation_id,
    )
    return HTMLResponse(page)


async def _cycles(gateway: Gateway, visit: Visit) -> tuple[CycleView, ...] | None:
    """Newest first; None while the system cannot tell."""
    known = _KNOWN.setdefault(id(gateway), _Known())
    if time.monotonic() - known.asked_at < CYCLES_SECONDS:
        return known.cycles
    known.asked_at = time.monotonic()
    try:
        answer = await gateway.services.ask(
            ListCycles(), visit.as_anonymous(), ListCyclesResult, seconds=2
        )
    except TepeiError as error:
        _log.warning("cycles not read for the status page", code=error.code)
        known.cycles = None
    else:
        known.cycles = answer.cycles
    return known.cycles


def _described(cycle: CycleView, now: datetime) -> dict[str, str]:
    opens, closes = cycle.open_at, cycle.close_at
    if now < opens:
        state, left = "尚未开始", f"距开始还有{countdown(opens - now)}"
    elif now < closes:
        state, left = "正在申报", f"距截止还有{countdown(closes - now)}"
    else:
        state, left = "网上申报已截止", "逾期不予受理"
    return {
        "title": cycle.title,
        "state": state,
        "left": left,
        "opens": beijing(opens),
        "closes": beijing(closes),
        "plan": "已公布" if cycle.plan_version else "尚未公布",
        "helpline": "、".join(cycle.helpline),
    }


def beijing(instant: datetime) -> str:
    """An instant as people read it: `2019年3月15日 18:00`, 北京时间."""
    local = instant.astimezone(BEIJING)
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"


def countdown(left: timedelta) -> str:
    """How long still, in the two largest units that matter; never more than is left."""
    seconds = int(left.total_seconds())
    days, rest = divmod(seconds, _DAY)
    hours, rest = divmod(rest, _HOUR)
    minutes = rest // 60
    if days:
        return f"{days}天{hours}小时"
    if hours:
        return f"{hours}小时{minutes}分钟"
    return f"{minutes}分钟" if minutes else "不到1分钟"
