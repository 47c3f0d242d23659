"""A browser session as the gateway holds it in memory, and when it ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from services.contracts.actors import Actor, ActorKind, RoleGrant
from services.contracts.requests.accounts import Identity

IDLE_STAFF = timedelta(minutes=30)
IDLE_APPLICANT = timedelta(minutes=60)
"""Idle limits (`domain` §8.2): whoever holds a role has the shorter one."""
ABSOLUTE = timedelta(hours=12)
TOUCH_EVERY = timedelta(seconds=60)
"""How stale the stored `last_seen_at` may be; it saves a write per request."""
IDENTITY_FRESH = timedelta(seconds=60)
"""How long roles are believed before accounts is asked again; less when it says they changed."""
IDENTITY_BEARABLE = timedelta(minutes=10)
"""How long they are believed while accounts cannot be asked."""


@dataclass(frozen=True, slots=True)
class Session:
    """One signed-in browser."""

    session_id: str
    identity: Identity
    identity_read_at: datetime
    idle_seconds: int
    created_at: datetime
    last_seen_at: datetime
    expires_at: datetime

    @property
    def person_id(self) -> UUID:
        """Whose session it is."""
        return self.identity.person_id

    def alive(self, now: datetime) -> bool:
        """Neither idle too long nor at its absolute end."""
        idle_end = self.last_seen_at + timedelta(seconds=self.idle_seconds)
        return now < min(idle_end, self.expires_at)

    def wants_touch(self, now: datetime) -> bool:
        """Whether the stored `last_seen_at` should be brought up to date."""
        return now - self.last_seen_at >= TOUCH_EVERY

    def wants_identity(self, now: datetime) -> bool:
        """Whether accounts should be asked who this is today."""
        return now - self.identity_read_at >= IDENTITY_FRESH

    def identity_bearable(self, now: datetime) -> bool:
        """Whether the identity may still be used although accounts does not answer."""
        return now - self.identity_read_at < IDENTITY_BEARABLE

    @property
    def actor(self) -> Actor:
        """The identity the gateway signs for this person."""
        return person_actor(self.identity)


def person_actor(identity: Identity) -> Actor:
    """The actor for a person as accounts describes them."""
    return Actor(
        kind=ActorKind.PERSON,
        person_id=identity.person_id,
        name=identity.name,
        roles=tuple(
            RoleGrant(role=view.role, organisation_id=view.organisation_id)
            for view in identity.roles
        ),
    )


def idle_limit(identity: Identity) -> timedelta:
    """How long this person may be silent."""
    return IDLE_STAFF if identity.roles else IDLE_APPLICANT
