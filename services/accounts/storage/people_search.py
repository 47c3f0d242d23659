"""Accounts as administrators find them, and who holds what in an organisation."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from services.accounts.storage.people import GrantRecord
from services.accounts.storage.tables import client_token, organisation, person, role_grant
from services.contracts.vocabulary import Role


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """One account, without anything secret or personal but the name."""

    person_id: UUID
    login: str
    name: str
    active: bool
    first_password: bool


_FOUND = select(
    person.c.person_id,
    person.c.login,
    person.c.name,
    person.c.active,
    person.c.first_password_until.is_not(None),
)


def search_people(
    session: Session, text: str | None, today: date, *, offset: int, limit: int
) -> tuple[list[FoundPerson], int]:
    """People that match, by login, and how many match."""
    matching = _FOUND.where(_named(text) if text else _of_staff(today))
    total = session.execute(select(func.count()).select_from(matching.subquery())).scalar_one()
    page = matching.order_by(person.c.login_key).offset(offset).limit(limit)
    return [FoundPerson(*row) for row in session.execute(page)], total


def find_one(session: Session, person_id: UUID) -> FoundPerson | None:
    """One account."""
    row = session.execute(_FOUND.where(person.c.person_id == person_id)).one_or_none()
    return None if row is None else FoundPerson(*row)


def _named(text: str) -> ColumnElement[bool]:
    for sign in ("\\", "%", "_"):
        text = text.replace(sign, f"\\{sign}")
    pattern = f"%{text}%"
    return person.c.name.ilike(pattern, escape="\\") | person.c.login_key.like(
        pattern.lower(), escape="\\"
    )


def _of_staff(today: date) -> ColumnElement[bool]:
    """Who holds a role or will, or was made by an administrator and waits for one."""
    held = select(role_grant.c.grant_id).where(
        role_grant.c.person_id == person.c.person_id, _standing(today)
    )
    return held.exists() | person.c.first_password_until.is_not(None)


def _standing(today: date) -> ColumnElement[bool]:
    later = or_(role_grant.c.valid_to.is_(None), role_grant.c.valid_to >= today)
    return role_grant.c.revoked_at.is_(None) & later


def standing_grants(
    session: Session, person_ids: Collection[UUID], today: date
) -> dict[UUID, list[GrantRecord]]:
    """Roles in force on that day or later, by person."""
    found: dict[UUID, list[GrantRecord]] = {}
    for grant in _grants(session, role_grant.c.person_id.in_(person_ids), today):
        found.setdefault(grant.person_id, []).append(grant)
    return found


def grants_in(
    session: Session, organisation_id: UUID, today: date
) -> list[tuple[GrantRecord, FoundPerson]]:
    """Roles in an organisation on that day or later, with who holds them."""
    grants = _grants(session, role_grant.c.organisation_id == organisation_id, today)
    ids = {grant.person_id for grant in grants}
    rows = session.execute(_FOUND.where(person.c.person_id.in_(ids)))
    people = {found.person_id: found for found in (FoundPerson(*row) for row in rows)}
    return [(grant, people[grant.person_id]) for grant in grants]


def colleagues_in(
    session: Session,
    organisation_id: UUID,
    roles: Collection[Role],
    today: date,
    *,
    person_id: UUID | None,
    limit: int,
) -> list[tuple[UUID, str, tuple[Role, ...]]]:
    """Who can sign in and holds one of the roles there on that day, by name."""
    statement = (
        select(person.c.person_id, person.c.name, func.array_agg(role_grant.c.role.distinct()))
        .join(role_grant, role_grant.c.person_id == person.c.person_id)
        .where(
            role_grant.c.organisation_id == organisation_id,
            role_grant.c.role.in_([role.name for role in roles]),
            role_grant.c.valid_from <= today,
            _standing(today),
            person.c.active,
        )
        .group_by(person.c.person_id, person.c.name)
        .order_by(person.c.name, person.c.person_id)
        .limit(limit)
    )
    if person_id is not None:
        statement = statement.where(person.c.person_id == person_id)
    rows = session.execute(statement)
    return [(each, name, tuple(sorted(Role[one] for one in held))) for each, name, held in rows]


def _grants(session: Session, condition: ColumnElement[bool], today: date) -> list[GrantRecord]:
    statement = (
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
        .where(condition, _standing(today))
        .order_by(role_grant.c.granted_at, role_grant.c.grant_id)
    )
    rows = session.execute(statement)
    return [GrantRecord(i, p, Role[role], o, name, f, t) for i, p, role, o, name, f, t in rows]


def names_of_people(session: Session, ids: Collection[UUID]) -> dict[UUID, str]:
    """Names by id."""
    statement = select(person.c.person_id, person.c.name).where(person.c.person_id.in_(ids))
    return _names(session, statement)


def names_of_clients(session: Session, ids: Collection[UUID]) -> dict[UUID, str]:
    """Names of client systems by id."""
    statement = select(client_token.c.client_id, client_token.c.name).where(
        client_token.c.client_id.in_(ids)
    )
    return _names(session, statement)


def _names(session: Session, statement: Select[Any]) -> dict[UUID, str]:
    return {each: name for each, name in session.execute(statement)}  # noqa: C416 -- a Row is no pair
