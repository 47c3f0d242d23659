"""Who works with whom: the people with a role in an organisation, for those who hold one there."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from pydantic import Field

from services.contracts.requests.base import Answer, Request
from services.contracts.vocabulary import Role

MOST_COLLEAGUES = 200


class OrganisationColleague(Answer):
    """Somebody of the organisation: id, name, and the roles that were asked about."""

    person_id: UUID
    name: str
    roles: tuple[Role, ...]


class OrganisationColleagues(Answer):
    """By name; at most 200 people."""

    people: tuple[OrganisationColleague, ...]


class ReadColleagues(Request):
    """People with one of these roles in the organisation today; audited.

    For who holds a role there, and for review, which judges to whom a file may be given.
    """

    service: ClassVar[str] = "accounts"
    method: ClassVar[str] = "read_colleagues"
    answer: ClassVar[type[Answer]] = OrganisationColleagues

    organisation_id: UUID
    roles: tuple[Role, ...] = Field(min_length=1, max_length=len(Role))
    person_id: UUID | None = Field(default=None, description="Only whether this one is among them")
