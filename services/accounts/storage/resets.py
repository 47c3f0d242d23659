"""Requests for a new password as rows."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, RowMapping, Select, insert, select, update
from sqlalchemy.orm import Session

from services.accounts.domain.resets import ResetState
from services.accounts.storage.tables import password_reset, person
from services.contracts.vocabulary import Role

OPEN = (ResetState.ASKED, ResetState.ISSUED)


@dataclass(frozen=True, slots=True)
class ResetRecord:
    """One request with the name that its checker sees."""

    reset_id: UUID
    person_id: UUID
    office: Role
    organisation_id: UUID | None
    state: ResetState
    asked_at: datetime
    code_hash: bytes | None = None
    code_until: datetime | None = None
    failures: int = 0
    person_name: str = ""
    asks_id_number: bool = False


_OF_PERSON = {"person_name", "asks_id_number"}
_STORED = [field.name for field in fields(ResetRecord) if field.name not in _OF_PERSON]
_SELECT = select(
    *(password_reset.c[name] for name in _STORED),
    person.c.name.label("person_name"),
    person.c.id_digest.is_not(None).label("asks_id_number"),
).join(person, person.c.person_id == password_reset.c.person_id)


def _record(row: RowMapping) -> ResetRecord:
    code_hash = row["code_hash"]
    read = {
        "office": Role[row["office"]],
        "state": ResetState(row["state"]),
        "code_hash": None if code_hash is None else bytes(code_hash),
    }
    return ResetRecord(**dict(row) | read)


def insert_reset(session: Session, new: ResetRecord) -> None:
    """Store a request; one open request per person is the database's rule."""
    values = {name: getattr(new, name) for name in _STORED}
    coded = {"office": new.office.value, "state": new.state.value}
    session.execute(insert(password_reset).values(values | coded))


def find_reset(session: Session, reset_id: UUID, *, lock: bool = False) -> ResetRecord | None:
    """A request by its id, locked if asked."""
    return _one(session, password_reset.c.reset_id == reset_id, lock=lock)


def open_reset_of(session: Session, person_id: UUID, *, lock: bool = False) -> ResetRecord | None:
    """The person's open request, locked if asked."""
    names = [state.value for state in OPEN]
    mine = (password_reset.c.person_id == person_id) & password_reset.c.state.in_(names)
    return _one(session, mine, lock=lock)


def _one(session: Session, condition: ColumnElement[bool], *, lock: bool) -> ResetRecord | None:
    statement: Select[tuple[object, ...]] = _SELECT.where(condition)
    if lock:
        statement = statement.with_for_update(of=password_reset)
    row = session.execute(statement).mappings().one_or_none()
    return None if row is None else _record(row)


def save_reset(session: Session, changed: ResetRecord) -> None:
    """Store how far a request has come."""
    session.execute(
        update(password_reset)
        .where(password_reset.c.reset_id == changed.reset_id)
        .values(
            office=changed.office.value,
            organisation_id=changed.organisation_id,
            state=changed.state.value,
            asked_at=changed.asked_at,
            code_hash=changed.code_hash,
            code_until=changed.code_until,
            failures=changed.failures,
        )
    )


def note_issued(session: Session, reset_id: UUID, *, by: str, now: datetime) -> None:
    """Remember who issued a code."""
    session.execute(
        update(password_reset)
        .where(password_reset.c.reset_id == reset_id)
        .values(issued_at=now, issued_by=by)
    )


def open_resets(
    session: Session, offices: list[Role], organisation_id: UUID | None, since: datetime
) -> list[ResetRecord]:
    """Open requests that wait for these offices (at that unit), oldest first."""
    statement = _SELECT.where(
        password_reset.c.state.in_([state.value for state in OPEN]),
        password_reset.c.office.in_([office.value for office in offices]),
        password_reset.c.asked_at > since,
    )
    if organisation_id is not None:
        statement = statement.where(password_reset.c.organisation_id == organisation_id)
    oldest = statement.order_by(password_reset.c.asked_at, password_reset.c.reset_id)
    return [_record(row) for row in session.execute(oldest).mappings()]
