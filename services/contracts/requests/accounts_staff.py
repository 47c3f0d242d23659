"""Requests of administrators about people and the roles they hold; `accounts` names them too."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from pydantic import Field

from services.contracts.requests.accounts_people import GrantTerms, RoleView
from services.contracts.requests.base import Answer, Request


class PersonSummary(Answer):
    """One account as administrators list it: no number, no telephone."""

    person_id: UUID
    login: str
    name: str
    active: bool
    first_password: bool = Field(description="The first password has not been changed yet")
    roles: tuple[RoleView, ...] = Field(description="In force today or later")


class People(Answer):
    """Ordered by login; `total` counts all that match."""

    people: tuple[PersonSummary, ...]
    total: int


class ListPeople(Request):
    """Find accounts by a part of the name or the login (SYSTEM_ADMIN, SECURITY_ADMIN).

    Without a text: everybody who holds a role or waits for the first one, applicants left out.
    """

    service: ClassVar[str] = "accounts"
    method: ClassVar[str] = "list_people"
    answer: ClassVar[type[Answer]] = People

    text: str | None = Field(default=None, max_length=50)
    offset: int = Field(default=0, ge=0)
    limit: int = Field(default=50, ge=1, le=200)


class ReadPerson(Request):
    """One account with its roles in force today or later (SYSTEM_ADMIN, SECURITY_ADMIN)."""

    service: ClassVar[str] = "accounts"
    method: ClassVar[str] = "read_person"
    answer: ClassVar[type[Answer]] = PersonSummary

    person_id: UUID


class GrantHolder(Answer):
    """One role in an organisation and who holds it."""

    person_id: UUID
    person_name: str
    login: str
    grant: RoleView


class OrganisationGrants(Answer):
    """In the order they were granted."""

    grants: tuple[GrantHolder, ...]


class ListGrants(Request):
    """Who holds which role in an organisation, today or later (administrators, AUDITOR)."""

    service: ClassVar[str] = "accounts"
    method: ClassVar[str] = "list_grants"
    answer: ClassVar[type[Answer]] = OrganisationGrants

    organisation_id: UUID


class GrantPreview(Answer):
    """A grant that would be possible now."""

    person: PersonSummary
    grant: RoleView


class CheckGrant(GrantTerms):
    """Whether a role can be granted; refuses as `GrantRole` would (SECURITY_ADMIN)."""

    method: ClassVar[str] = "check_grant"
    answer: ClassVar[type[Answer]] = GrantPreview


class ActorName(Answer):
    """Who an id of the audit trail is."""

    actor: str
    name: str


class ActorNames(Answer):
    """Those who are known."""

    names: tuple[ActorName, ...]


class ReadActorNames(Request):
    """Names of the persons and client systems of audit rows (AUDITOR, SECURITY_ADMIN)."""

    service: ClassVar[str] = "accounts"
    method: ClassVar[str] = "read_actor_names"
    answer: ClassVar[type[Answer]] = ActorNames

    actors: tuple[str, ...] = Field(max_length=200, description="As in the rows: `person:<id>`")
