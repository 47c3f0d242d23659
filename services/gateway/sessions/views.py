"""What a browser or a client learns about its own session."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from pydantic import AwareDatetime, Field

from services.contracts.requests.accounts import RoleView
from services.contracts.requests.base import Answer
from services.gateway.sessions.secrets import SessionSecrets
from services.gateway.sessions.session import Session


class SessionView(Answer):
    """The signed-in person, and what pages need to act for them."""

    person_id: UUID
    login: str
    name: str
    roles: tuple[RoleView, ...]
    csrf_token: str = Field(description="每次写操作放在请求头 X-CSRF-Token 中")
    idle_seconds: int = Field(description="多少秒不操作后须重新登录")
    expires_at: AwareDatetime = Field(description="最迟此时须重新登录")
    idle_at: AwareDatetime = Field(description="此时仍不操作则须重新登录")


def session_view(session: Session, secrets: SessionSecrets) -> SessionView:
    """The view of a live session."""
    identity = session.identity
    return SessionView(
        person_id=identity.person_id,
        login=identity.login,
        name=identity.name,
        roles=identity.roles,
        csrf_token=secrets.csrf_token(session.session_id),
        idle_seconds=session.idle_seconds,
        expires_at=session.expires_at,
        idle_at=session.last_seen_at + timedelta(seconds=session.idle_seconds),
    )
