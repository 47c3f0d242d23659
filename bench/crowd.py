"""Applicants with complete drafts, by the thousand.

One applicant signs up, fills in the form and uploads the scans through the gateway, and the
checkers accept them. All others are copies of that draft, written by the service's own tables and
vault: another person, another invented ID number, the same fields and scans. Their sessions are
written as the gateway would write them. Only what follows is timed.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import create_engine, func, insert, select

from demo import applicant
from demo.applicant import Applicant
from demo.cast import Programme, cast
from demo.crew import hire
from demo.form import birth_of
from demo.identity import id_number
from demo.progress import Progress
from demo.stage import Stage, open_cycle, units_and_rows
from deploy.local.client import Stack
from services.accounts.demo import DEMO_PASSWORD
from services.applications.app import IdVault
from services.applications.storage.tables import application, binding_copy, scan
from services.chassis.clock import real_now
from services.chassis.crypto import BlindIndex, FieldCipher, decode_key
from services.contracts.requests.accounts_people import Identity
from services.gateway.sessions.secrets import SessionSecrets
from services.gateway.storage.tables import WEB_SESSION

ONE = Programme({}, 1, 0)
A_DAY = 400
"""ID numbers made for one birth date; a date has room for 499 of each kind."""


@dataclass(frozen=True, slots=True)
class Draft:
    """One applicant's complete draft."""

    person_id: UUID
    application_id: UUID


@dataclass(frozen=True, slots=True)
class Ticket:
    """What a request needs to come from that applicant."""

    draft: Draft
    cookie: str
    csrf: str


class Crowd:
    """Drafts in the stores of an instance, and sessions for them."""

    def __init__(self, stack: Stack) -> None:
        own = stack.environment("applications")
        self._vault = IdVault(
            FieldCipher(decode_key(own["APPLICATIONS_ID_KEY"])),
            BlindIndex(decode_key(own["APPLICATIONS_ID_INDEX_KEY"])),
        )
        door = stack.environment("gateway")
        self._secrets = SessionSecrets(decode_key(door["GATEWAY_SESSION_KEY"]))
        self._applications = create_engine(stack.owner_url("applications"))
        self._sessions = create_engine(stack.owner_url("gateway"))
        self._made = self._known()
        first = _first_draft(stack.gateway_url, self._made)
        self.stage, self._master = asyncio.run(first)
        self.revision = self._master.revision

    def _known(self) -> int:
        """How many applications there are already: nobody is invented twice."""
        with self._applications.connect() as connection:
            return connection.execute(select(func.count()).select_from(application)).scalar_one()

    def drafts(self, count: int) -> list[Draft]:
        """More complete drafts, each of another person."""
        with self._applications.begin() as connection:
            model = _one(
                connection.execute(
                    select(application).where(application.c.id == self._master.application_id)
                )
            )
            scans = (
                connection.execute(
                    select(scan).where(scan.c.application_id == self._master.application_id)
                )
                .mappings()
                .all()
            )
            binding = _one(
                connection.execute(
                    select(binding_copy).where(binding_copy.c.person_id == model["person_id"])
                )
            )
            made = [Draft(uuid4(), uuid4()) for _ in range(count)]
            connection.execute(insert(application), [self._copy(model, one) for one in made])
            connection.execute(
                insert(binding_copy), [binding | {"person_id": one.person_id} for one in made]
            )
            connection.execute(insert(scan), [_scan_of(row, one) for one in made for row in scans])
        return made

    def _copy(self, model: dict[str, Any], draft: Draft) -> dict[str, Any]:
        number = self._next_number()
        return model | {
            "id": draft.application_id,
            "person_id": draft.person_id,
            "id_cipher": self._vault.seal(number, draft.application_id),
            "id_digest": self._vault.digest(number),
        }

    def _next_number(self) -> str:
        """An invented ID number nobody has had, of a person of the first one's age."""
        self._made += 1
        birth = birth_of(self._master.part, self.stage.closing_day)
        day = birth + timedelta(days=1 + self._made // A_DAY)
        return id_number(day, 1 + self._made % A_DAY, female=False)

    def sessions(self, drafts: Sequence[Draft]) -> list[Ticket]:
        """Sign the applicants in, as of now: a session's identity is believed for a minute."""
        now = real_now()
        tickets = [self._ticket(draft) for draft in drafts]
        rows = [
            {
                "session_hash": self._secrets.stored_hash(ticket.cookie),
                "person_id": ticket.draft.person_id,
                "identity": _identity(ticket.draft.person_id).model_dump(mode="json"),
                "identity_read_at": now,
                "idle_seconds": 3600,
                "created_at": now,
                "last_seen_at": now,
                "expires_at": now + timedelta(hours=12),
            }
            for ticket in tickets
        ]
        with self._sessions.begin() as connection:
            connection.execute(insert(WEB_SESSION), rows)
        return tickets

    def _ticket(self, draft: Draft) -> Ticket:
        session_id = self._secrets.new_id()
        return Ticket(draft, session_id, self._secrets.csrf_token(session_id))

    def close(self) -> None:
        """Close the connections."""
        self._applications.dispose()
        self._sessions.dispose()


async def _first_draft(base_url: str, number: int) -> tuple[Stage, Applicant]:
    """One applicant through the gateway, up to the last click."""
    stage = Stage(base_url, hire(base_url, DEMO_PASSWORD), Progress())
    await open_cycle(stage)
    units, rows = await units_and_rows(stage)
    [part] = cast(units, rows, ONE)
    me = await applicant.arrive(stage, replace(part, number=number))
    await applicant.fill_in(stage, me)
    await me.visitor.close()
    await stage.crew.close()
    return stage, me


def _identity(person_id: UUID) -> Identity:
    return Identity(
        person_id=person_id,
        login=f"bench-{person_id.hex[:12]}",
        name="样例江",
        mobile=None,
        roles=(),
        password_changed_at=real_now(),
    )


def _one(result: Any) -> dict[str, Any]:
    return dict(result.mappings().one())


def _scan_of(row: Any, draft: Draft) -> dict[str, Any]:
    """The same scan for another applicant; its bytes exist once, under the first one's key."""
    scan_id = uuid4()
    return dict(row) | {
        "id": scan_id,
        "application_id": draft.application_id,
        "object_key": f"accepted/{scan_id}",
    }
