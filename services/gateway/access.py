"""Who may call what: the first gate. Each service judges again, on its own data.

The gate is coarse on purpose: it knows kinds of visitors, roles and scopes, never whose a thing is.
"""

from __future__ import annotations

from dataclasses import dataclass

from services.contracts.actors import Actor, ActorKind
from services.contracts.errors import ForbiddenError, UnauthenticatedError
from services.contracts.requests.accounts import Scope
from services.contracts.vocabulary import Role
from services.gateway import phrases


@dataclass(frozen=True, slots=True)
class Access:
    """Who gets past the gate of one route.

    `anonymous` opens it to everybody; otherwise a person must be signed in, with one of `roles` if
    any are named. A client system needs `client_scope`; without one the route is for people only.
    """

    anonymous: bool = False
    roles: frozenset[Role] = frozenset()
    client_scope: Scope | None = None

    def check(self, actor: Actor) -> None:
        """Let the actor pass.

        Raises:
            UnauthenticatedError: nobody is signed in.
            ForbiddenError: signed in, but not with such a role or scope.
        """
        if self.anonymous:
            return
        match actor.kind:
            case ActorKind.ANONYMOUS:
                raise UnauthenticatedError
            case ActorKind.CLIENT:
                self._check_client(actor)
            case ActorKind.PERSON:
                if self.roles and not actor.holds(*self.roles):
                    raise ForbiddenError
            case ActorKind.SERVICE:
                raise ForbiddenError

    def admits(self, actor: Actor) -> bool:
        """Whether the actor passes."""
        try:
            self.check(actor)
        except (UnauthenticatedError, ForbiddenError):
            return False
        return True

    def _check_client(self, actor: Actor) -> None:
        if self.client_scope is None:
            raise ForbiddenError(phrases.CLIENT_NOT_ALLOWED)
        if self.client_scope not in actor.scopes:
            raise ForbiddenError(phrases.CLIENT_READS_ONLY.format(scope=self.client_scope))


PUBLIC = Access(anonymous=True)
SIGNED_IN = Access()


def staff(*roles: Role, client_scope: Scope | None = None) -> Access:
    """Persons with one of the roles, and clients with the scope if one is named."""
    return Access(roles=frozenset(roles), client_scope=client_scope)


def readers(client_scope: Scope) -> Access:
    """Any signed-in person, and clients with the scope."""
    return Access(client_scope=client_scope)
