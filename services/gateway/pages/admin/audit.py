"""The trail of each service: who did or read what, when, and whether it is sealed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from pydantic import ValidationError
from starlette.responses import Response

from services.chassis.clock import BEIJING
from services.contracts.errors import NotFoundError
from services.contracts.requests import audit as requests
from services.contracts.requests.accounts import ActorNames, ReadActorNames
from services.contracts.vocabulary import Role
from services.gateway.pages.admin.audit_words import (
    ACTIONS,
    FAULTS,
    OBJECTS,
    SERVICES,
    actor_kind,
)
from services.gateway.pages.core.page import Page, PageFinding

READ: dict[str, type[requests.ReadAudit]] = {
    "accounts": requests.ReadAccountsAudit,
    "applications": requests.ReadApplicationsAudit,
    "review": requests.ReadReviewAudit,
    "quotas": requests.ReadQuotasAudit,
    "documents": requests.ReadDocumentsAudit,
    "notices": requests.ReadNoticesAudit,
}
CHECK: dict[str, type[requests.CheckAudit]] = {
    "accounts": requests.CheckAccountsAudit,
    "applications": requests.CheckApplicationsAudit,
    "review": requests.CheckReviewAudit,
    "quotas": requests.CheckQuotasAudit,
    "documents": requests.CheckDocumentsAudit,
    "notices": requests.CheckNoticesAudit,
}
SIZE = 50
FILTERS = ("since", "until", "actor", "action", "object")

_MOST_PARTS = 50
"""Parts of a chain that one press of the button looks at; the next press goes on."""

_UNPROCESSABLE = 422


@dataclass(frozen=True)
class Checked:
    """What a press of the button found."""

    part: requests.AuditCheck
    rows: int
    faults: list[str]


async def overview(page: Page) -> Response:
    """The trails somebody may read."""
    mine = SERVICES if page.holds(Role.AUDITOR) else {"accounts": SERVICES["accounts"]}
    return page.render("admin/audit.html", services=mine)


async def trail(page: Page) -> Response:
    """One page of one trail, newest first."""
    return await _trail(page, None)


async def check(page: Page) -> Response:
    """Recompute the chain from where the last press stopped."""
    form = await page.form()
    after = int(form["after"][:18]) if form["after"].isdigit() else 0
    return await _trail(page, await _checked(page, _service(page), after))


async def _checked(page: Page, service: str, after: int) -> Checked:
    """Some parts of a chain, until its end or the first fault."""
    parts: list[requests.AuditCheck] = []
    while len(parts) < _MOST_PARTS and not (parts and (parts[-1].finished or parts[-1].faults)):
        asked = CHECK[service](after=parts[-1].checked_up_to if parts else after)
        parts.append(await page.ask(asked, requests.AuditCheck, seconds=10.0))
    faults = [fault_words(each) for each in parts[-1].faults]
    return Checked(parts[-1], sum(part.rows for part in parts), faults)


def fault_words(fault: str) -> str:
    """A fault of a chain in words: `changed:7`."""
    code, _, number = fault.partition(":")
    words = FAULTS.get(code, code)
    return f"第{number}次封存：{words}" if number.isdigit() else words


async def _trail(page: Page, checked: Checked | None) -> Response:
    service = _service(page)
    values = {name: page.query.get(name, "") for name in FILTERS}
    asked, faults = question(service, values, page.query.get("after", ""))
    answer = await page.ask(asked, requests.AuditPage)
    names = await _names(page, answer.rows)
    return page.render(
        "admin/audit_trail.html",
        status=_UNPROCESSABLE if faults else 200,
        errors=faults,
        service=service,
        title=SERVICES[service],
        trail=answer,
        names=names,
        values=values,
        paged="after" in page.query,
        checked=checked,
        actions=ACTIONS,
        objects=OBJECTS,
        choices=sorted(ACTIONS.items(), key=lambda pair: pair[1]),
        kind_of=actor_kind,
        may_check=page.holds(Role.AUDITOR),
    )


def _service(page: Page) -> str:
    service = page.path["service"]
    if service not in READ or (service != "accounts" and not page.holds(Role.AUDITOR)):
        raise NotFoundError
    return service


async def _names(page: Page, rows: Collection[requests.AuditRow]) -> dict[str, str]:
    """Who the actors are, and the people and clients that were acted on: one question."""
    known = named_in(rows)
    if not known:
        return {}
    answer = await page.ask(ReadActorNames(actors=tuple(sorted(known))), ActorNames)
    return {each.actor: each.name for each in answer.names}


def named_in(rows: Collection[requests.AuditRow]) -> set[str]:
    """References in a page of rows that may have names."""
    actors = {row.actor for row in rows}
    objects = {f"{row.object_type}:{row.object_id}" for row in rows}
    return {each for each in actors | objects if each.startswith(("person:", "client:"))}


def question(
    service: str, values: dict[str, str], after: str
) -> tuple[requests.ReadAudit, list[PageFinding]]:
    """The question of the filters; one that cannot be read is told and left out."""
    faults: list[PageFinding] = []
    terms: dict[str, Any] = {"limit": SIZE}
    for name in ("since", "until"):
        try:
            terms[name] = beginning(values[name], next_day=name == "until")
        except ValueError:
            faults.append(PageFinding(name, "请填写日期，如2019-03-01。"))
    given = {
        "actor": actor_of(values["actor"]),
        "action": values["action"],
        "object_id": values["object"],
        "after": after,
    }
    terms |= {name: value for name, value in given.items() if value}
    try:
        return READ[service].model_validate(terms), faults
    except ValidationError as error:
        wrong = {str(each["loc"][0]) for each in error.errors(include_input=False)}
        shown = {"object_id": "object"}
        faults += [
            PageFinding(shown.get(name, name), "查询条件不正确，已忽略。") for name in sorted(wrong)
        ]
        kept = {name: value for name, value in terms.items() if name not in wrong}
        return READ[service].model_validate(kept), faults


def beginning(text: str, *, next_day: bool) -> datetime | None:
    """Where a day begins in 北京时间, or the day after it.

    Raises:
        ValueError: it is no day.
    """
    if not text:
        return None
    day = date.fromisoformat(text) + timedelta(days=int(next_day))
    return datetime.combine(day, time(), BEIJING)


def actor_of(text: str) -> str:
    """What somebody typed as the actor: an id alone is a person's."""
    try:
        return f"person:{UUID(text)}"
    except ValueError:
        return text
