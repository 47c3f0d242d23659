"""三员分立 and the other rules on which roles one person may hold together (`domain` §7.4)."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from services.contracts.actors import RoleGrant
from services.contracts.vocabulary import OrganisationType, Role

ADMINISTRATORS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR})

UNIT_LEVEL = frozenset({Role.UNIT_HR, Role.UNIT_LEADER})
REVIEW_LEVELS = frozenset({Role.MID_OFFICER, Role.FINAL_OFFICER, Role.FINAL_LEADER})
REGION_ROLES = frozenset(
    {
        Role.REGION_OFFICER_INLAND,
        Role.REGION_OFFICER_IN_REGION,
        Role.REGION_LEADER,
    }
)
REVIEWERS = UNIT_LEVEL | REVIEW_LEVELS | REGION_ROLES | {Role.RE_REVIEWER}

ONLY_IN_REGION = REGION_ROLES | ADMINISTRATORS | {Role.HELPLINE}
"""Roles that exist in 自治区人社厅 alone."""

ANYWHERE = frozenset({Role.RE_REVIEWER})
"""Roles of the region and of the reviewing units below it: a re-review goes one level up."""


def conflict(held: Iterable[RoleGrant], wanted: RoleGrant) -> bool:
    """Whether a person who holds these roles may not be given the wanted one.

    Administrators and auditors are three different people who never review. Within one
    organisation the level that recommends and the level that reviews are different people
    (line C has both in one house).
    """
    return any(_clash(grant, wanted) or _clash(wanted, grant) for grant in held)


def _clash(one: RoleGrant, other: RoleGrant) -> bool:
    if one.role in ADMINISTRATORS:
        return other.role in REVIEWERS or (
            other.role in ADMINISTRATORS and other.role is not one.role
        )
    same_house = one.organisation_id == other.organisation_id
    return same_house and one.role in UNIT_LEVEL and other.role in REVIEW_LEVELS


def fits_organisation(role: Role, organisation_type: OrganisationType) -> bool:
    """Whether the role exists in organisations of that type; applying needs no grant."""
    if role is Role.APPLICANT:
        return False
    if role in ANYWHERE:
        return organisation_type is not OrganisationType.RECOMMENDING_UNIT
    in_region = organisation_type is OrganisationType.REGION_HRSS
    return in_region is (role in ONLY_IN_REGION)


def grant_of(role: Role, organisation_id: UUID) -> RoleGrant:
    """A grant as a value."""
    return RoleGrant(role=role, organisation_id=organisation_id)
