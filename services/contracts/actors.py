"""Who acts: the identity that the gateway signs and every service verifies for itself."""

from __future__ import annotations

from enum import StrEnum
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from services.contracts.vocabulary import Role


class ActorKind(StrEnum):
    """Kinds of actors."""

    PERSON = "person"
    CLIENT = "client"
    SERVICE = "service"
    ANONYMOUS = "anonymous"


class RoleGrant(BaseModel):
    """One role held in one organisation."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    role: Role
    organisation_id: UUID


class Actor(BaseModel):
    """The one who asks or acts.

    `person_id` is set for persons, `client_id` for client systems (their grants are those of the
    token), `service` for services. `name` is the display name printed under an opinion.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: ActorKind
    person_id: UUID | None = None
    client_id: UUID | None = None
    service: str | None = None
    name: str = ""
    roles: tuple[RoleGrant, ...] = ()
    scopes: tuple[str, ...] = ()

    def holds(self, *roles: Role, organisation_id: UUID | None = None) -> bool:
        """Say whether the actor holds one of the roles, in that organisation if one is named."""
        return any(
            grant.role in roles and organisation_id in (None, grant.organisation_id)
            for grant in self.roles
        )

    def organisations(self, *roles: Role) -> frozenset[UUID]:
        """The organisations in which the actor holds one of the roles (any role if none named)."""
        return frozenset(
            grant.organisation_id for grant in self.roles if not roles or grant.role in roles
        )

    @property
    def reference(self) -> str:
        """How audit rows and idempotency keys name the actor; never a name or a number."""
        match self.kind:
            case ActorKind.PERSON:
                return f"person:{self.person_id}"
            case ActorKind.CLIENT:
                return f"client:{self.client_id}"
            case ActorKind.SERVICE:
                return f"service:{self.service}"
            case ActorKind.ANONYMOUS:
                return "anonymous"


ANONYMOUS = Actor(kind=ActorKind.ANONYMOUS)


def service_actor(name: str) -> Actor:
    """The identity a service uses for its own questions."""
    return Actor(kind=ActorKind.SERVICE, service=name)
