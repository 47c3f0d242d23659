"""Invented actors and files for the rules of review."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID, uuid5

from services.contracts.actors import Actor, ActorKind, RoleGrant
from services.contracts.vocabulary import ApplicationState, NodeKind, Role, Track, Verdict
from services.review.domain.case import CaseFacts, OpinionFacts
from services.review.domain.routes import REGION_STATES, Node, Route

_SPACE = UUID("6f0c9d6e-0000-4000-8000-000000000001")


def known_id(name: str) -> UUID:
    """The same id for the same name in every test."""
    return uuid5(_SPACE, name)


UNIT, MID, FINAL, REGION, HIGHER, OTHER = (
    known_id(name) for name in ("unit", "mid", "final", "region", "higher", "other")
)
APPLICANT = known_id("applicant")

ROUTE = Route(
    (
        Node(0, NodeKind.UNIT, UNIT, "样例医院"),
        Node(1, NodeKind.MID, MID, "样例县人社局"),
        Node(2, NodeKind.FINAL, FINAL, "样例地区人社局"),
    )
)
SHORT_ROUTE = Route(
    (
        Node(0, NodeKind.UNIT, UNIT, "样例大学"),
        Node(1, NodeKind.FINAL, UNIT, "样例大学"),
    )
)

HOME = {
    Role.UNIT_HR: UNIT,
    Role.UNIT_LEADER: UNIT,
    Role.MID_OFFICER: MID,
    Role.FINAL_OFFICER: FINAL,
    Role.FINAL_LEADER: FINAL,
    Role.RE_REVIEWER: HIGHER,
    Role.REGION_OFFICER_INLAND: REGION,
    Role.REGION_OFFICER_IN_REGION: REGION,
    Role.REGION_LEADER: REGION,
}

POSITION = {
    ApplicationState.UNIT_REVIEW: 0,
    ApplicationState.MID_REVIEW: 1,
    ApplicationState.FINAL_REVIEW: 2,
    ApplicationState.PAPER_CHECK: 2,
    ApplicationState.READY_TO_LIST: 2,
    ApplicationState.NOMINATING: 2,
    ApplicationState.RESERVE: 2,
    ApplicationState.LISTED: 2,
}


def person(
    role: Role | None = None, *, name: str | None = None, organisation_id: UUID | None = None
) -> Actor:
    """A person with one role, by default in the organisation of the sample route."""
    called = name or (role.value if role else "nobody")
    grants: tuple[RoleGrant, ...] = ()
    if role is not None:
        home = organisation_id or HOME.get(role, OTHER)
        grants = (RoleGrant(role=role, organisation_id=home),)
    return Actor(
        kind=ActorKind.PERSON, person_id=known_id(called), name=f"样例{called}", roles=grants
    )


def applicant() -> Actor:
    """The one whose file it is, without any role."""
    return Actor(kind=ActorKind.PERSON, person_id=APPLICANT, name="样例申报人")


def file_in(state: ApplicationState, **changes: Any) -> CaseFacts:
    """A file in a state, everything at its desk done and nobody in the way."""
    facts = CaseFacts(
        application_id=known_id("application"),
        applicant_id=APPLICANT,
        state=state,
        track=Track.INLAND,
        route=ROUTE,
        position=POSITION.get(state),
        reached=2,
        at_region=state in REGION_STATES,
        region=ROUTE.region(REGION) if state in REGION_STATES else None,
        holds_seat=False,
        checklist=("identity", "title"),
        marks={"identity": Verdict.PASS, "title": Verdict.NOT_APPLICABLE},
        opinion=OpinionFacts(
            author_id=known_id("author"),
            signer_id=known_id("signer"),
            health_fit=True,
            release_agreed=True,
        ),
    )
    return replace(facts, **changes)
