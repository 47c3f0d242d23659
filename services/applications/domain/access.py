"""Who may read a file, and who its full ID number (§7.4); everybody else sees nothing at all."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from services.contracts.actors import Actor, RoleGrant
from services.contracts.vocabulary import Role, Track

_BY_UNIT_OR_LEVEL = frozenset(
    {
        Role.UNIT_HR,
        Role.UNIT_LEADER,
        Role.MID_OFFICER,
        Role.FINAL_OFFICER,
        Role.FINAL_LEADER,
        Role.REGION_LEADER,
    }
)
_BY_TRACK = {
    Role.REGION_OFFICER_INLAND: Track.INLAND,
    Role.REGION_OFFICER_IN_REGION: Track.IN_REGION,
}
_FULL_ID_NUMBER = frozenset(
    {
        Role.UNIT_HR,
        Role.MID_OFFICER,
        Role.FINAL_OFFICER,
        Role.REGION_OFFICER_INLAND,
        Role.REGION_OFFICER_IN_REGION,
    }
)
_HEALTH_SCAN = frozenset({Role.UNIT_HR, Role.FINAL_OFFICER, Role.RE_REVIEWER})
_SCANS = _BY_UNIT_OR_LEVEL | {Role.RE_REVIEWER, *_BY_TRACK}
HEALTH_SLOT = "A06"


@dataclass(frozen=True, slots=True)
class Reach:
    """What decides about reading one file."""

    applicant_id: UUID
    readers: Collection[UUID]
    """Organisations that review named as readers."""
    track: str | None
    re_review_organisation_id: UUID | None = None
    """Whose re-reviewer decides about the file now; nobody's while none is running."""


def is_owner(actor: Actor, reach: Reach) -> bool:
    """Whether the actor is the applicant."""
    return actor.person_id is not None and actor.person_id == reach.applicant_id


def desk_grant(actor: Actor, reach: Reach) -> RoleGrant | None:
    """The grant by which the actor's desk may read the file; nobody is a desk of the own file."""
    if is_owner(actor, reach):
        return None
    return next((grant for grant in actor.roles if _reaches(grant, reach)), None)


def full_id_grant(actor: Actor, reach: Reach) -> RoleGrant | None:
    """The grant that allows the full ID number."""
    return _grant_of(actor, reach, _FULL_ID_NUMBER)


def scan_grant(actor: Actor, reach: Reach, slot: str) -> RoleGrant | None:
    """The grant that allows a scan; the health certificate is for few (§7.4)."""
    allowed = _HEALTH_SCAN if slot == HEALTH_SLOT else _SCANS
    return _grant_of(actor, reach, allowed)


def tracks_read_in(actor: Actor, organisation_id: UUID) -> frozenset[str] | None:
    """Tracks whose files the actor reads in an organisation; None for all, empty for nothing."""
    roles = {grant.role for grant in actor.roles if grant.organisation_id == organisation_id}
    if roles & _BY_UNIT_OR_LEVEL:
        return None
    return frozenset(_BY_TRACK[role].value for role in roles & _BY_TRACK.keys())


def _grant_of(actor: Actor, reach: Reach, roles: Collection[Role]) -> RoleGrant | None:
    if is_owner(actor, reach):
        return None
    return next(
        (grant for grant in actor.roles if grant.role in roles and _reaches(grant, reach)), None
    )


def _reaches(grant: RoleGrant, reach: Reach) -> bool:
    if grant.role is Role.RE_REVIEWER:
        return grant.organisation_id == reach.re_review_organisation_id
    if grant.organisation_id not in reach.readers:
        return False
    if grant.role in _BY_TRACK:
        return reach.track == _BY_TRACK[grant.role]
    return grant.role in _BY_UNIT_OR_LEVEL
