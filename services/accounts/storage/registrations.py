"""Units that registered themselves, as rows."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from uuid import UUID

from sqlalchemy import RowMapping, func, insert, select, update
from sqlalchemy.orm import Session

from services.accounts.storage.tables import organisation, person, unit_registration
from services.contracts.requests.accounts import RegistrationState
from services.contracts.vocabulary import UnitNature


@dataclass(frozen=True, slots=True)
class RegistrationRecord:
    """One registration with the names people see."""

    registration_id: UUID
    person_id: UUID
    person_name: str
    bureau_id: UUID
    bureau_name: str
    name: str
    uscc: str
    region_code: str
    unit_nature: UnitNature
    address: str
    hr_contact: str
    hr_phone: str
    state: RegistrationState
    requested_at: datetime
    decided_at: datetime | None = None
    reason: str | None = None
    organisation_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class RegistrationFilter:
    """Which registrations to list; exactly one of person and bureau."""

    person_id: UUID | None
    bureau_id: UUID | None
    state: RegistrationState | None


_NOT_STORED = {"person_name", "bureau_name"}
_STORED = [field.name for field in fields(RegistrationRecord) if field.name not in _NOT_STORED]
_SELECT = (
    select(
        *(unit_registration.c[name] for name in _STORED),
        person.c.name.label("person_name"),
        organisation.c.name.label("bureau_name"),
    )
    .join(person, person.c.person_id == unit_registration.c.person_id)
    .join(organisation, organisation.c.organisation_id == unit_registration.c.bureau_id)
)


def _record(row: RowMapping) -> RegistrationRecord:
    values = dict(row)
    vocabularies = {
        "state": RegistrationState[row["state"]],
        "unit_nature": UnitNature[row["unit_nature"]],
    }
    return RegistrationRecord(**values | vocabularies)


def insert_registration(session: Session, new: RegistrationRecord) -> None:
    """Store a registration; one open one per person and per firm is the database's rule."""
    values = {name: getattr(new, name) for name in _STORED}
    coded = {"state": new.state.value, "unit_nature": new.unit_nature.value}
    session.execute(insert(unit_registration).values(values | coded))


def find_registration(
    session: Session, registration_id: UUID, *, lock: bool = False
) -> RegistrationRecord | None:
    """A registration by its id, locked if asked."""
    statement = _SELECT.where(unit_registration.c.registration_id == registration_id)
    if lock:
        statement = statement.with_for_update(of=unit_registration)
    row = session.execute(statement).mappings().one_or_none()
    return None if row is None else _record(row)


def decide_registration(session: Session, decided: RegistrationRecord, *, by: str) -> None:
    """Note what was decided."""
    session.execute(
        update(unit_registration)
        .where(unit_registration.c.registration_id == decided.registration_id)
        .values(
            state=decided.state.value,
            decided_at=decided.decided_at,
            decided_by=by,
            reason=decided.reason,
            organisation_id=decided.organisation_id,
        )
    )


def list_registrations(
    session: Session, wanted: RegistrationFilter, *, offset: int, limit: int
) -> tuple[list[RegistrationRecord], int]:
    """Registrations that match, newest first, and how many match."""
    statement = _SELECT
    if wanted.person_id is not None:
        statement = statement.where(unit_registration.c.person_id == wanted.person_id)
    if wanted.bureau_id is not None:
        statement = statement.where(unit_registration.c.bureau_id == wanted.bureau_id)
    if wanted.state is not None:
        statement = statement.where(unit_registration.c.state == wanted.state.value)
    total = session.execute(select(func.count()).select_from(statement.subquery())).scalar_one()
    newest = statement.order_by(
        unit_registration.c.requested_at.desc(), unit_registration.c.registration_id
    )
    rows = session.execute(newest.offset(offset).limit(limit)).mappings()
    return [_record(row) for row in rows], total
