"""People and their roles as rows."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, RowMapping, insert, or_, select, text, update
from sqlalchemy.orm import Session

from services.accounts.domain.passwords import REMEMBERED
from services.accounts.storage.tables import organisation, person, role_grant
from services.contracts.actors import RoleGrant
from services.contracts.vocabulary import Role


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """One account."""

    person_id: UUID
    login: str
    name: str
    mobile: str | None
    password_hash: str
    earlier_hashes: tuple[str, ...]
    password_changed_at: datetime
    failed_sign_ins: int
    active: bool
    sequence: int
    first_password_until: datetime | None = None
    """While set, the password was chosen by somebody else; it is of no use afterwards."""
    id_digest: bytes | None = None


@dataclass(frozen=True, slots=True)
class GrantRecord:
    """One role held in one organisation."""

    grant_id: UUID
    person_id: UUID
    role: Role
    organisation_id: UUID
    organisation_name: str
    valid_from: date
    valid_to: date | None

    @property
    def grant(self) -> RoleGrant:
        """The grant as the actor carries it."""
        return RoleGrant(role=self.role, organisation_id=self.organisation_id)


@dataclass(frozen=True, slots=True)
class NewPerson:
    """An account to be created."""

    person_id: UUID
    login: str
    name: str
    mobile: str | None
    password_hash: str
    created_by: str
    first_password_until: datetime | None = None
    id_digest: bytes | None = None


_FIELDS = (
    person.c.person_id,
    person.c.login,
    person.c.name,
    person.c.mobile,
    person.c.password_hash,
    person.c.earlier_hashes,
    person.c.password_changed_at,
    person.c.failed_sign_ins,
    person.c.active,
    person.c.sequence,
    person.c.first_password_until,
    person.c.id_digest,
)


def insert_person(session: Session, new: NewPerson, now: datetime) -> PersonRecord:
    """Create an account; the unique login is the judge of a race."""
    statement = insert(person).values(
        person_id=new.person_id,
        login=new.login,
        login_key=new.login.lower(),
        name=new.name,
        mobile=new.mobile,
        password_hash=new.password_hash,
        password_changed_at=now,
        created_at=now,
        created_by=new.created_by,
        first_password_until=new.first_password_until,
        id_digest=new.id_digest,
    )
    return _person(session.execute(statement.returning(*_FIELDS)).mappings().one())


def find_person(session: Session, person_id: UUID, *, lock: bool = False) -> PersonRecord | None:
    """An account by its id, locked against other changes if asked."""
    statement = select(*_FIELDS).where(person.c.person_id == person_id)
    if lock:
        statement = statement.with_for_update()
    row = session.execute(statement).mappings().one_or_none()
    return None if row is None else _person(row)


def find_login(session: Session, login: str) -> PersonRecord | None:
    """An account by its login, whatever its case."""
    statement = select(*_FIELDS).where(person.c.login_key == login.lower())
    row = session.execute(statement).mappings().one_or_none()
    return None if row is None else _person(row)


def find_id_digest(session: Session, id_digest: bytes) -> PersonRecord | None:
    """The account of an ID number, by its digest."""
    statement = select(*_FIELDS).where(person.c.id_digest == id_digest)
    row = session.execute(statement).mappings().one_or_none()
    return None if row is None else _person(row)


def _person(row: RowMapping) -> PersonRecord:
    fields: dict[str, Any] = dict(row)
    digest = row["id_digest"]
    read = {
        "earlier_hashes": tuple(row["earlier_hashes"]),
        "id_digest": None if digest is None else bytes(digest),
    }
    return PersonRecord(**fields | read)


def note_sign_in(session: Session, person_id: UUID, now: datetime, *, succeeded: bool) -> None:
    """Count a failure, or forget failures after a success."""
    values = (
        {"failed_sign_ins": 0, "failed_at": None, "signed_in_at": now}
        if succeeded
        else {"failed_sign_ins": person.c.failed_sign_ins + 1, "failed_at": now}
    )
    session.execute(update(person).where(person.c.person_id == person_id).values(values))


def set_password(
    session: Session, changed: PersonRecord, password_hash: str, now: datetime
) -> PersonRecord:
    """Replace the password; the last ones are remembered so that they are not used again."""
    earlier = [changed.password_hash, *changed.earlier_hashes][: REMEMBERED - 1]
    statement = (
        update(person)
        .where(person.c.person_id == changed.person_id)
        .values(
            password_hash=password_hash,
            earlier_hashes=earlier,
            password_changed_at=now,
            failed_sign_ins=0,
            failed_at=None,
            first_password_until=None,
        )
        .returning(*_FIELDS)
    )
    return _person(session.execute(statement).mappings().one())


def renew_first_password(
    session: Session, person_id: UUID, password_hash: str, *, until: datetime, now: datetime
) -> None:
    """Another first password for somebody who has not chosen one; the old one is worth nothing."""
    session.execute(
        update(person)
        .where(person.c.person_id == person_id, person.c.first_password_until.is_not(None))
        .values(password_hash=password_hash, password_changed_at=now, first_password_until=until)
    )


def replace_hash(session: Session, person_id: UUID, old: str, new: str) -> None:
    """Store the same password under newer parameters, unless it was changed meanwhile."""
    session.execute(
        update(person)
        .where(person.c.person_id == person_id, person.c.password_hash == old)
        .values(password_hash=new)
    )


def next_sequence(session: Session, person_id: UUID) -> int:
    """The next number in the person's events."""
    statement = (
        update(person)
        .where(person.c.person_id == person_id)
        .values(sequence=person.c.sequence + 1)
        .returning(person.c.sequence)
    )
    return int(session.execute(statement).scalar_one())


def _in_force(today: date) -> ColumnElement[bool]:
    return (
        role_grant.c.revoked_at.is_(None)
        & (role_grant.c.valid_from <= today)
        & or_(role_grant.c.valid_to.is_(None), role_grant.c.valid_to >= today)
    )


def grants_of(session: Session, person_id: UUID, today: date) -> list[GrantRecord]:
    """Roles in force on that day, in the order they were granted."""
    return _grants(session, (role_grant.c.person_id == person_id) & _in_force(today))


def standing_grants_of(session: Session, person_id: UUID, today: date) -> list[GrantRecord]:
    """Roles in force on that day or later."""
    later = or_(role_grant.c.valid_to.is_(None), role_grant.c.valid_to >= today)
    return _grants(
        session,
        (role_grant.c.person_id == person_id) & role_grant.c.revoked_at.is_(None) & later,
    )


def holders_of(session: Session, roles: Collection[Role], today: date) -> list[GrantRecord]:
    """Standing grants of these roles, of whomever; no grant is added until the transaction ends."""
    session.execute(text("LOCK TABLE role_grant IN SHARE ROW EXCLUSIVE MODE"))
    later = or_(role_grant.c.valid_to.is_(None), role_grant.c.valid_to >= today)
    named = role_grant.c.role.in_([role.value for role in roles])
    return _grants(session, named & role_grant.c.revoked_at.is_(None) & later)


def role_is_held(session: Session, role: Role, organisation_id: UUID, today: date) -> bool:
    """Whether anybody holds the role in that organisation on that day."""
    held = select(role_grant.c.grant_id).where(
        role_grant.c.role == role.value,
        role_grant.c.organisation_id == organisation_id,
        _in_force(today),
    )
    return bool(session.execute(select(held.exists())).scalar_one())


def find_grant(session: Session, grant_id: UUID) -> GrantRecord | None:
    """One grant that was not revoked."""
    found = _grants(
        session, (role_grant.c.grant_id == grant_id) & role_grant.c.revoked_at.is_(None)
    )
    return found[0] if found else None


def _grants(session: Session, condition: ColumnElement[bool]) -> list[GrantRecord]:
    rows = session.execute(
        select(
            role_grant.c.grant_id,
            role_grant.c.person_id,
            role_grant.c.role,
            role_grant.c.organisation_id,
            organisation.c.name,
            role_grant.c.valid_from,
            role_grant.c.valid_to,
        )
        .join(organisation, organisation.c.organisation_id == role_grant.c.organisation_id)
        .where(condition)
        .order_by(role_grant.c.granted_at, role_grant.c.grant_id)
    )
    return [GrantRecord(i, p, Role[role], o, name, f, t) for i, p, role, o, name, f, t in rows]


def insert_grant(session: Session, grant: GrantRecord, *, by: str, now: datetime) -> None:
    """Grant a role."""
    session.execute(
        insert(role_grant).values(
            grant_id=grant.grant_id,
            person_id=grant.person_id,
            role=grant.role.value,
            organisation_id=grant.organisation_id,
            valid_from=grant.valid_from,
            valid_to=grant.valid_to,
            granted_at=now,
            granted_by=by,
        )
    )


def revoke_grant(session: Session, grant_id: UUID, *, by: str, now: datetime) -> None:
    """End a grant now."""
    session.execute(
        update(role_grant)
        .where(role_grant.c.grant_id == grant_id)
        .values(revoked_at=now, revoked_by=by)
    )
