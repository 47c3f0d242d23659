"""Client tokens as rows; only their hashes are kept."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, fields
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, RowMapping, insert, select, update
from sqlalchemy.orm import Session

from services.accounts.storage.tables import client_token


@dataclass(frozen=True, slots=True)
class TokenRecord:
    """One token without its secret; its instants are real time."""

    client_id: UUID
    name: str
    organisation_id: UUID
    scopes: tuple[str, ...]
    issued_at: datetime
    expires_at: datetime
    revoked_at: datetime | None

    def valid_at(self, instant: datetime) -> bool:
        """Whether it opens anything at that instant of real time."""
        return self.revoked_at is None and instant < self.expires_at


def digest(token: str) -> bytes:
    """What is stored of a token: 256 random bits need no slow hash."""
    return hashlib.sha256(token.encode()).digest()


def insert_token(session: Session, new: TokenRecord, token: str, *, by: str) -> None:
    """Store a token's hash."""
    session.execute(
        insert(client_token).values(
            client_id=new.client_id,
            name=new.name,
            organisation_id=new.organisation_id,
            scopes=list(new.scopes),
            token_hash=digest(token),
            issued_at=new.issued_at,
            issued_by=by,
            expires_at=new.expires_at,
        )
    )


def find_token(session: Session, token: str) -> TokenRecord | None:
    """The record of a presented token."""
    return _first(session, client_token.c.token_hash == digest(token))


def find_client(session: Session, client_id: UUID) -> TokenRecord | None:
    """The record of a client."""
    return _first(session, client_token.c.client_id == client_id)


def list_tokens(session: Session) -> list[TokenRecord]:
    """All tokens, newest first."""
    statement = select(client_token).order_by(client_token.c.issued_at.desc())
    return [_record(row) for row in session.execute(statement).mappings()]


def revoke_token(session: Session, client_id: UUID, now: datetime) -> None:
    """End a token; the first end stands."""
    session.execute(
        update(client_token)
        .where(client_token.c.client_id == client_id, client_token.c.revoked_at.is_(None))
        .values(revoked_at=now)
    )


def _first(session: Session, condition: ColumnElement[bool]) -> TokenRecord | None:
    row = session.execute(select(client_token).where(condition)).mappings().one_or_none()
    return None if row is None else _record(row)


def _record(row: RowMapping) -> TokenRecord:
    values = {field.name: row[field.name] for field in fields(TokenRecord)}
    return TokenRecord(**values | {"scopes": tuple(row["scopes"])})
