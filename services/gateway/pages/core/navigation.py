"""The line of links under the header: what this person has to do with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.contracts.vocabulary import Role
from services.gateway.pages.core.filters import url

if TYPE_CHECKING:
    from services.gateway.pages.core.page import Page

DESK_ROLES = frozenset(
    {
        Role.UNIT_HR,
        Role.UNIT_LEADER,
        Role.MID_OFFICER,
        Role.FINAL_OFFICER,
        Role.FINAL_LEADER,
        Role.REGION_OFFICER_INLAND,
        Role.REGION_OFFICER_IN_REGION,
        Role.REGION_LEADER,
    }
)


YEARS = "/years"
"""Where one of several cycles is chosen."""

_OWN = (("我的申报", "/applications"), ("消息", "/messages"))


@dataclass(frozen=True, slots=True)
class Link:
    """One entry; the current one is where the page lies."""

    text: str
    address: str
    current: bool = False


def navigation(page: Page) -> list[Link]:
    """The entries for whoever looks at the page."""
    entries = [("首页", "/"), ("业务指南", "/guides")]
    if page.person is not None:
        entries += _entries_of(page)
    if len(page.cycles) > 1 and page.cycle is not None:
        entries.append((f"{page.cycle.year}年度（更换）", url(YEARS, next=page.here)))
    best = max((a for _, a in entries if _lies_under(page.here, a)), key=len, default=None)
    return [Link(text, address, address == best) for text, address in entries]


def _entries_of(page: Page) -> list[tuple[str, str]]:
    """By role; a person without any is an applicant."""
    if not page.me.roles:
        return list(_OWN)
    if page.holds(*DESK_ROLES):
        return [("我的工作", "/workplaces"), *_OWN]
    return [("我的工作", "/workplaces")]


def _lies_under(path: str, address: str) -> bool:
    return path == address or (address != "/" and path.startswith(f"{address}/"))
