"""Finding people and their roles, for administrators; who an actor of the trail is."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from services.accounts import messages, policies
from services.accounts.app import AccountsApp
from services.accounts.handlers.credentials import beijing_day
from services.accounts.storage import organisations, people_search
from services.accounts.storage.people import GrantRecord
from services.accounts.storage.people_search import FoundPerson
from services.chassis.causes import Call
from services.contracts.errors import NotFoundError
from services.contracts.requests.accounts import (
    ActorName,
    ActorNames,
    GrantHolder,
    ListGrants,
    ListPeople,
    OrganisationGrants,
    People,
    PersonSummary,
    ReadActorNames,
    ReadPerson,
)
from services.contracts.vocabulary import Role


def list_people(app: AccountsApp, call: Call[ListPeople]) -> People:
    """Accounts by a part of the name or login, or everybody of the staff."""
    policies.check_holds(call.actor, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN)
    data = call.data
    with app.uow(call) as tx:
        today = beijing_day(tx.now)
        wanted = (data.text or "").strip()
        found, total = people_search.search_people(
            tx.session, wanted, today, offset=data.offset, limit=data.limit
        )
        ids = [person.person_id for person in found]
        grants = people_search.standing_grants(tx.session, ids, today)
        tx.audit(
            "people_listed",
            object_type="person",
            object_id="search" if wanted else "staff",
            details={"shown": len(found)},
        )
    summaries = (summary(person, grants.get(person.person_id, ())) for person in found)
    return People(people=tuple(summaries), total=total)


def read_person(app: AccountsApp, call: Call[ReadPerson]) -> PersonSummary:
    """One account with its roles."""
    policies.check_holds(call.actor, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN)
    person_id = call.data.person_id
    with app.uow(call) as tx:
        person = people_search.find_one(tx.session, person_id)
        if person is None:
            raise NotFoundError
        grants = people_search.standing_grants(tx.session, [person_id], beijing_day(tx.now))
        tx.audit("person_read", object_type="person", object_id=person_id)
    return summary(person, grants.get(person_id, ()))


def summary(person: FoundPerson, grants: Iterable[GrantRecord]) -> PersonSummary:
    """An account as administrators see it."""
    return PersonSummary(
        person_id=person.person_id,
        login=person.login,
        name=person.name,
        active=person.active,
        first_password=person.first_password,
        roles=tuple(messages.role_view(grant) for grant in grants),
    )


def list_grants(app: AccountsApp, call: Call[ListGrants]) -> OrganisationGrants:
    """Who holds which role in an organisation."""
    policies.check_holds(call.actor, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR)
    organisation_id = call.data.organisation_id
    with app.uow() as tx:
        if organisations.find_organisation(tx.session, organisation_id) is None:
            raise NotFoundError
        found = people_search.grants_in(tx.session, organisation_id, beijing_day(tx.now))
    return OrganisationGrants(grants=tuple(_holder(grant, person) for grant, person in found))


def _holder(grant: GrantRecord, person: FoundPerson) -> GrantHolder:
    return GrantHolder(
        person_id=person.person_id,
        person_name=person.name,
        login=person.login,
        grant=messages.role_view(grant),
    )


def read_actor_names(app: AccountsApp, call: Call[ReadActorNames]) -> ActorNames:
    """Names of persons and client systems, in one question for a page of rows."""
    policies.check_holds(call.actor, Role.AUDITOR, Role.SECURITY_ADMIN)
    with app.uow() as tx:
        people = people_search.names_of_people(tx.session, _ids(call.data.actors, "person"))
        clients = people_search.names_of_clients(tx.session, _ids(call.data.actors, "client"))
    names = [
        *(ActorName(actor=f"person:{each}", name=name) for each, name in people.items()),
        *(ActorName(actor=f"client:{each}", name=name) for each, name in clients.items()),
    ]
    return ActorNames(names=tuple(names))


def _ids(actors: Iterable[str], kind: str) -> set[UUID]:
    found: set[UUID] = set()
    for actor in actors:
        before, _, after = actor.partition(":")
        if before != kind:
            continue
        try:
            found.add(UUID(after))
        except ValueError:
            continue
    return found
