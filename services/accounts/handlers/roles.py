"""Granting and revoking roles, with the separations of `domain` §7.4."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from services.accounts import messages, phrases, policies
from services.accounts.app import AccountsApp
from services.accounts.domain.separation import conflict, fits_organisation, grant_of
from services.accounts.handlers.credentials import beijing_day
from services.accounts.handlers.staff import summary
from services.accounts.storage import organisations, people, people_search
from services.accounts.storage.people import GrantRecord, PersonRecord
from services.chassis.causes import Call
from services.chassis.transaction import Transaction
from services.contracts.errors import (
    ForbiddenError,
    NotFoundError,
    SeparationOfDutiesError,
    ValidationFailedError,
)
from services.contracts.events.accounts import RoleChangedV1
from services.contracts.requests.accounts import (
    CheckGrant,
    GrantPreview,
    GrantRole,
    GrantTerms,
    Identity,
    RevokeRole,
)
from services.contracts.vocabulary import Role


def grant_role(app: AccountsApp, call: Call[GrantRole]) -> Identity:
    """Grant a role to another person."""
    policies.check_holds(call.actor, Role.SECURITY_ADMIN)
    with app.uow(call) as tx:
        person = _other_person(tx.session, call.data.person_id, call)
        today = beijing_day(tx.now)
        grant = wanted_grant(tx.session, call.data, today)
        add_grant(tx, grant, today, by=call.actor.reference)
        return tx.respond(_identity(tx, person, today))


def revoke_role(app: AccountsApp, call: Call[RevokeRole]) -> Identity:
    """End a role of another person."""
    policies.check_holds(call.actor, Role.SECURITY_ADMIN)
    with app.uow(call) as tx:
        grant = people.find_grant(tx.session, call.data.grant_id)
        if grant is None:
            raise NotFoundError
        person = _other_person(tx.session, grant.person_id, call)
        people.revoke_grant(tx.session, grant.grant_id, by=call.actor.reference, now=tx.now)
        _announce(tx, grant, active=False)
        tx.audit(
            "role_revoked",
            object_type="person",
            object_id=grant.person_id,
            details={"role": grant.role.value, "organisation_id": grant.organisation_id},
        )
        return tx.respond(_identity(tx, person, beijing_day(tx.now)))


def _other_person(
    session: Session, person_id: UUID, call: Call[GrantRole] | Call[RevokeRole]
) -> PersonRecord:
    if call.actor.person_id == person_id:
        raise ForbiddenError(phrases.OWN_ROLES)
    person = people.find_person(session, person_id, lock=True)
    if person is None:
        raise NotFoundError
    return person


def check_grant(app: AccountsApp, call: Call[CheckGrant]) -> GrantPreview:
    """Whether a role can be granted; nothing is stored."""
    policies.check_holds(call.actor, Role.SECURITY_ADMIN)
    person_id = call.data.person_id
    if call.actor.person_id == person_id:
        raise ForbiddenError(phrases.OWN_ROLES)
    with app.uow() as tx:
        person = people_search.find_one(tx.session, person_id)
        if person is None:
            raise NotFoundError
        today = beijing_day(tx.now)
        grant = wanted_grant(tx.session, call.data, today)
        _check_held(tx.session, grant, today)
        held = people_search.standing_grants(tx.session, [person_id], today)
    return GrantPreview(
        person=summary(person, held.get(person_id, ())), grant=messages.role_view(grant)
    )


def wanted_grant(session: Session, data: GrantTerms, today: date) -> GrantRecord:
    """The grant that is asked for.

    Raises:
        NotFoundError: no such organisation.
        ValidationFailedError: the role does not exist there, or its dates are reversed.
    """
    organisation = organisations.find_organisation(session, data.organisation_id)
    if organisation is None:
        raise NotFoundError
    if not fits_organisation(data.role, organisation.organisation_type):
        raise ValidationFailedError(
            phrases.ROLE_NOT_HERE.format(role=data.role.label, organisation=organisation.name)
        )
    valid_from = data.valid_from or today
    if data.valid_to is not None and data.valid_to < valid_from:
        raise ValidationFailedError(phrases.DATES_REVERSED)
    return GrantRecord(
        grant_id=uuid4(),
        person_id=data.person_id,
        role=data.role,
        organisation_id=data.organisation_id,
        organisation_name=organisation.name,
        valid_from=valid_from,
        valid_to=data.valid_to,
    )


def add_grant(tx: Transaction, grant: GrantRecord, today: date, *, by: str) -> None:
    """Store a grant unless it breaks a separation; the person's row is locked.

    Raises:
        SeparationOfDutiesError: not together with what the person holds.
        ValidationFailedError: held already.
    """
    _check_held(tx.session, grant, today)
    people.insert_grant(tx.session, grant, by=by, now=tx.now)
    _announce(tx, grant, active=grant.valid_from <= today)
    tx.audit(
        "role_granted",
        object_type="person",
        object_id=grant.person_id,
        details={"role": grant.role.value, "organisation_id": grant.organisation_id},
    )


def _check_held(session: Session, grant: GrantRecord, today: date) -> None:
    held = people.standing_grants_of(session, grant.person_id, today)
    if any(standing.grant == grant.grant for standing in held):
        raise ValidationFailedError(phrases.GRANTED_ALREADY)
    wanted = grant_of(grant.role, grant.organisation_id)
    if conflict([standing.grant for standing in held], wanted):
        raise SeparationOfDutiesError(phrases.ROLES_CLASH)


def _announce(tx: Transaction, grant: GrantRecord, *, active: bool) -> None:
    event = RoleChangedV1(
        person_id=grant.person_id,
        organisation_id=grant.organisation_id,
        role=grant.role,
        active=active,
    )
    sequence = people.next_sequence(tx.session, grant.person_id)
    tx.publish(event, aggregate_id=grant.person_id, sequence=sequence)


def _identity(tx: Transaction, person: PersonRecord, today: date) -> Identity:
    grants = people.grants_of(tx.session, person.person_id, today)
    return messages.identity(person, grants)
