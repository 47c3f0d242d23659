"""Later dates as people choose them: the last day, while the hour stays as it was announced."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from services.chassis.clock import BEIJING
from services.contracts.requests.quotas import CycleView
from services.contracts.requests.quotas_dates import ExtensionView
from services.gateway.pages.core.filters import day, last_moment
from services.gateway.pages.core.page import PageFinding

INSTANTS = {
    "close_at": "网上申报截止",
    "correction_close_at": "退回修改截止",
    "review_close_at": "各级审核截止",
}
DISPATCH = "dispatch_deadline_on"
LABELS = {**INSTANTS, DISPATCH: "纸质材料寄出截止"}
BAD_DAY = "请填写日期，例如2019-03-18。"


@dataclass(frozen=True, slots=True)
class Move:
    """One date before and after."""

    what: str
    before: str
    after: str


def last_day(closes_at: datetime) -> date:
    """The last day on which something is open: midnight ends the day before."""
    local = closes_at.astimezone(BEIJING)
    return local.date() - timedelta(days=1) if local.time() == time.min else local.date()


def moved(closes_at: datetime, wanted: date) -> datetime:
    """The same hour, on another last day."""
    return closes_at.astimezone(BEIJING) + (wanted - last_day(closes_at))


def announced(cycle: CycleView) -> dict[str, str]:
    """The last days as the form shows them."""
    days = {name: last_day(getattr(cycle, name)) for name in INSTANTS}
    return {name: value.isoformat() for name, value in days.items()} | {
        DISPATCH: cycle.dispatch_deadline_on.isoformat()
    }


def wanted_dates(
    cycle: CycleView, typed: Mapping[str, str]
) -> tuple[dict[str, datetime | date], list[PageFinding]]:
    """The dates that were changed, and what is no date; an empty field stays as announced."""
    changed: dict[str, datetime | date] = {}
    found: list[PageFinding] = []
    for name, shown in announced(cycle).items():
        text = typed.get(name, "").strip()
        if text in ("", shown):
            continue
        try:
            chosen = date.fromisoformat(text)
        except ValueError:
            found.append(PageFinding(name, BAD_DAY))
            continue
        changed[name] = chosen if name == DISPATCH else moved(getattr(cycle, name), chosen)
    return changed, found


def moves_of(cycle: CycleView, extension: ExtensionView) -> list[Move]:
    """What a proposal would change, in words."""
    rows = []
    for name, label in LABELS.items():
        after = getattr(extension, name)
        if after is not None:
            say = day if name == DISPATCH else last_moment
            rows.append(Move(label, say(getattr(cycle, name)), say(after)))
    return rows
