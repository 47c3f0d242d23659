"""Who works where, as rows."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from uuid import UUID

from sqlalchemy import RowMapping, func, insert, select, update
from sqlalchemy.orm import Session

from services.accounts.domain.bindings import LIVE
from services.accounts.storage.tables import binding, organisation, person
from services.contracts.requests.accounts import BindingState


@dataclass(frozen=True, slots=True)
class BindingRecord:
    """One binding with the names people see."""

    binding_id: UUID
    person_id: UUID
    person_name: str
    organisation_id: UUID
    organisation_name: str
    state: BindingState
    requested_at: datetime
    decided_at: datetime | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class BindingFilter:
    """Which bindings to list; exactly one of person and organisation."""

    person_id: UUID | None
    organisation_id: UUID | None
    state: BindingState | None


_SELECT = (
    select(
        binding.c.binding_id,
        binding.c.person_id,
        person.c.name.label("person_name"),
        binding.c.organisation_id,
        organisation.c.name.label("organisation_name"),
        binding.c.state,
        binding.c.requested_at,
        binding.c.decided_at,
        binding.c.reason,
    )
    .join(person, person.c.person_id == binding.c.person_id)
    .join(organisation, organisation.c.organisation_id == binding.c.organisation_id)
)


def _record(row: RowMapping) -> BindingRecord:
    values = {field.name: row[field.name] for field in fields(BindingRecord)}
    return BindingRecord(**values | {"state": BindingState[row["state"]]})


def insert_binding(session: Session, new: BindingRecord) -> None:
    """Store a request; one live binding per person is the database's rule."""
    session.execute(
        insert(binding).values(
            binding_id=new.binding_id,
            person_id=new.person_id,
            organisation_id=new.organisation_id,
            state=new.state.value,
            requested_at=new.requested_at,
        )
    )


def find_binding(session: Session, binding_id: UUID, *, lock: bool = False) -> BindingRecord | None:
    """A binding by its id, locked if asked."""
    statement = _SELECT.where(binding.c.binding_id == binding_id)
    if lock:
        statement = statement.with_for_update(of=binding)
    row = session.execute(statement).mappings().one_or_none()
    return None if row is None else _record(row)


def live_binding_of(session: Session, person_id: UUID) -> BindingRecord | None:
    """The person's open or confirmed binding, locked."""
    live = [state.value for state in LIVE]
    statement = _SELECT.where(
        binding.c.person_id == person_id, binding.c.state.in_(live)
    ).with_for_update(of=binding)
    row = session.execute(statement).mappings().one_or_none()
    return None if row is None else _record(row)


def decide_binding(
    session: Session,
    binding_id: UUID,
    state: BindingState,
    *,
    by: str,
    reason: str | None,
    now: datetime,
) -> None:
    """Note what was decided."""
    session.execute(
        update(binding)
        .where(binding.c.binding_id == binding_id)
        .values(state=state.value, decided_at=now, decided_by=by, reason=reason)
    )


def list_bindings(
    session: Session, wanted: BindingFilter, *, offset: int, limit: int
) -> tuple[list[BindingRecord], int]:
    """Bindings that match, newest request first, and how many match."""
    exact = {
        binding.c.person_id: wanted.person_id,
        binding.c.organisation_id: wanted.organisation_id,
        binding.c.state: None if wanted.state is None else wanted.state.value,
    }
    which = [column == value for column, value in exact.items() if value is not None]
    total = session.scalar(select(func.count()).select_from(binding).where(*which)) or 0
    order = (binding.c.requested_at.desc(), binding.c.binding_id)
    # The rows before the page are counted off before any name is looked up.
    page = select(binding.c.binding_id).where(*which).order_by(*order).offset(offset).limit(limit)
    rows = session.execute(_SELECT.where(binding.c.binding_id.in_(page)).order_by(*order))
    return [_record(row) for row in rows.mappings()], total
