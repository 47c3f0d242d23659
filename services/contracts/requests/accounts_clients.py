"""Requests about client systems' tokens; `accounts` names them too."""

from __future__ import annotations

from typing import ClassVar, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field

from services.contracts.requests.accounts_secret import Secret
from services.contracts.requests.base import Acknowledged, Answer, Request

Scope = Literal[
    "plan:read",
    "seats:read",
    "organisations:read",
    "applications:read",
    "review:read",
    "documents:read",
]
"""What a client system may be allowed; reading only, nobody applies or decides for a person."""


class ClientTokenView(Answer):
    """A token without its secret."""

    client_id: UUID
    name: str
    organisation_id: UUID
    scopes: tuple[Scope, ...]
    issued_at: AwareDatetime
    expires_at: AwareDatetime
    revoked_at: AwareDatetime | None


class IssueClientTokenResult(Answer):
    """The only time the token itself is shown."""

    token: str
    client: ClientTokenView


class IssueClientToken(Request):
    """Issue a token for a client system of an organisation (SECURITY_ADMIN)."""

    service: ClassVar[str] = "accounts"
    method: ClassVar[str] = "issue_client_token"
    writes: ClassVar[bool] = True
    answer: ClassVar[type[Answer]] = IssueClientTokenResult
    stores_answer: ClassVar[bool] = False

    name: str = Field(min_length=2, max_length=100)
    organisation_id: UUID
    scopes: tuple[Scope, ...] = Field(min_length=1)
    valid_days: int = Field(default=90, ge=1, le=366)


class ClientIdentity(Answer):
    """What the gateway signs for a client system: organisation and scopes, no roles."""

    client_id: UUID
    name: str
    organisation_id: UUID
    scopes: tuple[Scope, ...]
    expires_at: AwareDatetime


class VerifyClientToken(Request):
    """Whom a token belongs to (the gateway service); `unauthenticated` when not valid now."""

    service: ClassVar[str] = "accounts"
    method: ClassVar[str] = "verify_client_token"
    answer: ClassVar[type[Answer]] = ClientIdentity

    token: Secret = Field(max_length=100)


class RevokeClientToken(Request):
    """End a token now (SECURITY_ADMIN); ending it again changes nothing."""

    service: ClassVar[str] = "accounts"
    method: ClassVar[str] = "revoke_client_token"
    writes: ClassVar[bool] = True
    answer: ClassVar[type[Answer]] = Acknowledged

    client_id: UUID


class ListClientTokensResult(Answer):
    """Newest first, ended ones included."""

    clients: tuple[ClientTokenView, ...]


class ListClientTokens(Request):
    """All client tokens, without secrets (SECURITY_ADMIN, AUDITOR)."""

    service: ClassVar[str] = "accounts"
    method: ClassVar[str] = "list_client_tokens"
    answer: ClassVar[type[Answer]] = ListClientTokensResult
