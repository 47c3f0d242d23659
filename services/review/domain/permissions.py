"""Who may do what (`domain` §7.4) as data: may this person, apart from may this be done now.

Everybody may apply, so APPLICANT is nobody's grant: the applicant is the one whose file it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from services.contracts.actors import Actor, ActorKind
from services.contracts.errors import ForbiddenError
from services.contracts.vocabulary import ApplicationState as S
from services.contracts.vocabulary import NodeKind, Role, Track
from services.review.domain.actions import Action
from services.review.domain.case import CaseFacts


class Scope(StrEnum):
    """In which organisation a role counts."""

    OWN_FILE = "OWN_FILE"
    DESK = "DESK"
    RE_REVIEW = "RE_REVIEW"
    UNIT = "UNIT"


@dataclass(frozen=True, slots=True)
class Permission:
    """One row: the action in these states is open to the role within the scope."""

    action: Action
    states: frozenset[S]
    role: Role
    scope: Scope = Scope.DESK
    level: NodeKind | None = None
    """At desks of this kind only; None: the states say it already."""
    track: Track | None = None
    """For files of this track only: the region has an office for each (R44, R45)."""


def _row(action: Action, role: Role, *states: S) -> Permission:
    return Permission(action, frozenset(states), role)


def _decides(role: Role, level: NodeKind) -> Permission:
    return Permission(Action.DECIDE_NEGATIVE, frozenset({S.NEGATIVE_PENDING}), role, level=level)


def _at_office(action: Action, state: S) -> tuple[Permission, ...]:
    """The region's officers, each for the track of their office."""
    return tuple(
        Permission(action, frozenset({state}), role, track=track)
        for role, track in REGION_OFFICERS.items()
    )


REGION_OFFICERS: dict[Role, Track] = {
    Role.REGION_OFFICER_INLAND: Track.INLAND,
    Role.REGION_OFFICER_IN_REGION: Track.IN_REGION,
}
"""The region's office of each track (R44, R45)."""

_FINAL_DESK = (S.FINAL_REVIEW, S.PAPER_CHECK, S.READY_TO_LIST, S.LISTED)
CONTESTABLE: tuple[S, ...] = (
    S.UNIT_REVIEW,
    S.MID_REVIEW,
    *_FINAL_DESK,
    S.REGION_REVIEW,
    S.RETURNED,
    S.NOT_RECOMMENDED,
    S.NOT_SELECTED,
)
"""States beside which a re-review can run."""

CHOSEN: tuple[S, ...] = (S.SELECTED, S.NOTIFIED, S.PRE_STUDY, S.IN_TRAINING)
"""States from which the training can be given up (transition 21)."""

PERMISSIONS: tuple[Permission, ...] = (
    _row(Action.MARK, Role.UNIT_HR, S.UNIT_REVIEW),
    _row(Action.MARK, Role.MID_OFFICER, S.MID_REVIEW),
    _row(Action.MARK, Role.FINAL_OFFICER, S.FINAL_REVIEW),
    _row(Action.WRITE_OPINION, Role.UNIT_HR, S.UNIT_REVIEW),
    _row(Action.SIGN_OPINION, Role.UNIT_LEADER, S.UNIT_REVIEW),
    _row(Action.PASS, Role.UNIT_HR, S.UNIT_REVIEW),
    _row(Action.PASS, Role.MID_OFFICER, S.MID_REVIEW),
    _row(Action.PASS, Role.FINAL_OFFICER, S.FINAL_REVIEW),
    _row(Action.RETURN, Role.UNIT_HR, S.UNIT_REVIEW),
    _row(Action.RETURN, Role.MID_OFFICER, S.MID_REVIEW),
    _row(Action.RETURN, Role.FINAL_OFFICER, *_FINAL_DESK),
    _row(Action.REGISTER_PAPER, Role.FINAL_OFFICER, S.FINAL_REVIEW, S.PAPER_CHECK),
    *_at_office(Action.RETURN, S.REGION_REVIEW),
    *_at_office(Action.RETURN_LIST, S.REGION_REVIEW),
    _row(Action.CHECK_PAPER, Role.FINAL_OFFICER, S.PAPER_CHECK),
    _row(Action.NOMINATE, Role.FINAL_OFFICER, S.READY_TO_LIST, S.RESERVE),
    _row(Action.RESERVE, Role.FINAL_OFFICER, S.READY_TO_LIST, S.RESERVE),
    _row(Action.DELIST, Role.FINAL_OFFICER, S.LISTED),
    _row(Action.ORDER, Role.FINAL_OFFICER, S.LISTED),
    _row(Action.FREEZE, Role.FINAL_OFFICER, S.LISTED),
    _row(Action.SUBMIT_LIST, Role.FINAL_LEADER, S.LISTED),
    Permission(
        Action.WITHDRAW,
        frozenset(
            {
                S.UNIT_REVIEW,
                S.MID_REVIEW,
                *_FINAL_DESK,
                S.NOMINATING,
                S.RESERVE,
                S.RETURNED,
                S.NEGATIVE_PENDING,
                S.REGION_REVIEW,
                S.MOHRSS_PENDING,
            }
        ),
        Role.APPLICANT,
        Scope.OWN_FILE,
    ),
    _row(Action.PROPOSE_NEGATIVE, Role.UNIT_HR, S.UNIT_REVIEW),
    _row(Action.PROPOSE_NEGATIVE, Role.MID_OFFICER, S.MID_REVIEW),
    _row(Action.PROPOSE_NEGATIVE, Role.FINAL_OFFICER, *_FINAL_DESK),
    Permission(
        Action.ANSWER_NEGATIVE, frozenset({S.NEGATIVE_PENDING}), Role.APPLICANT, Scope.OWN_FILE
    ),
    _decides(Role.UNIT_LEADER, NodeKind.UNIT),
    _decides(Role.MID_OFFICER, NodeKind.MID),
    _decides(Role.FINAL_LEADER, NodeKind.FINAL),
    Permission(Action.ASK_RE_REVIEW, frozenset(CONTESTABLE), Role.APPLICANT, Scope.OWN_FILE),
    Permission(Action.DECIDE_RE_REVIEW, frozenset(CONTESTABLE), Role.RE_REVIEWER, Scope.RE_REVIEW),
    _decides(Role.REGION_LEADER, NodeKind.REGION),
    *_at_office(Action.PROPOSE_NEGATIVE, S.REGION_REVIEW),
    *_at_office(Action.PROPOSE_DETERMINATION, S.REGION_REVIEW),
    _row(Action.DETERMINE, Role.REGION_LEADER, S.REGION_REVIEW),
    Permission(
        Action.PROPOSE_RESULT,
        frozenset({S.MOHRSS_PENDING}),
        Role.REGION_OFFICER_INLAND,
        track=Track.INLAND,
    ),
    *_at_office(Action.PLAN_TRAINING, S.SELECTED),
    *_at_office(Action.NOTIFY, S.SELECTED),
    *_at_office(Action.ATTEND, S.NOTIFIED),
    *_at_office(Action.ENROL, S.PRE_STUDY),
    *_at_office(Action.COMPLETE, S.IN_TRAINING),
    _row(Action.CONFIRM_RESULT, Role.REGION_LEADER, S.MOHRSS_PENDING),
    Permission(Action.ASK_GIVE_UP, frozenset(CHOSEN), Role.APPLICANT, Scope.OWN_FILE),
    Permission(Action.ASK_GIVE_UP, frozenset(CHOSEN), Role.UNIT_HR, Scope.UNIT),
    Permission(
        Action.STATE_ON_GIVE_UP, frozenset({S.GIVE_UP_REQUESTED}), Role.APPLICANT, Scope.OWN_FILE
    ),
    *_at_office(Action.PROPOSE_GIVE_UP, S.GIVE_UP_REQUESTED),
    _row(Action.DECIDE_GIVE_UP, Role.REGION_LEADER, S.GIVE_UP_REQUESTED),
)

READERS: dict[NodeKind, tuple[Role, ...]] = {
    NodeKind.UNIT: (Role.UNIT_HR, Role.UNIT_LEADER),
    NodeKind.MID: (Role.MID_OFFICER,),
    NodeKind.FINAL: (Role.FINAL_OFFICER, Role.FINAL_LEADER),
}
"""Roles that read a file at each kind of node, once the file has reached it."""

REGION_READERS: dict[Role, tuple[Track, ...]] = {
    Role.REGION_OFFICER_INLAND: (Track.INLAND,),
    Role.REGION_OFFICER_IN_REGION: (Track.IN_REGION,),
    Role.REGION_LEADER: (Track.INLAND, Track.IN_REGION),
}
"""Region roles read what was submitted to the region, by track (R44, R45)."""

EXPORTERS: frozenset[Role] = frozenset({Role.FINAL_OFFICER, Role.FINAL_LEADER, *REGION_READERS})
"""Roles that may take rows with names out of the system (`domain` §7.4, export list)."""

READ_SCOPE = "review:read"


def roles_for(
    action: Action, state: S, level: NodeKind | None = None, track: Track | None = None
) -> frozenset[Role]:
    """The roles that may do the action in the state; at desks of a kind, with files of a track."""
    return frozenset(row.role for row in _rows(action, state, level, track))


def role_allowed(state: S, action: Action, role: Role) -> bool:
    """Say whether the triple is listed; every unlisted triple is refused."""
    return role in roles_for(action, state)


def role_ever_allowed(actor: Actor, action: Action) -> bool:
    """Say whether one of the actor's roles may do the action in some state."""
    return any(row.action is action and actor.holds(row.role) for row in PERMISSIONS)


def action_permitted(actor: Actor, action: Action, case: CaseFacts) -> bool:
    """Say whether this person may do this with this file where it stands now."""
    if actor.kind is not ActorKind.PERSON:
        return False
    rows = _rows(action, case.state, case.level, case.track)
    return any(_grants(row, actor, case) for row in rows)


def check_permission(actor: Actor, action: Action, case: CaseFacts) -> None:
    """Refuse who may not do this with this file.

    Raises:
        ForbiddenError: the actor may see the file but this step belongs to other roles.
    """
    if not action_permitted(actor, action, case):
        labels = "、".join(sorted(role.label for role in _roles_at(action, case)))
        raise ForbiddenError(
            f"“{action.label}”须由{labels or '其他岗位'}办理，您没有办理此事项的权限。"
        )


def reader_positions(actor: Actor, case: CaseFacts) -> frozenset[int]:
    """Positions of the route at which the actor may read the file: those it has reached."""
    if case.state is S.WITHDRAWN or not _may_ask(actor):
        return frozenset()
    return frozenset(
        node.position
        for node in case.route.nodes
        if node.position <= case.reached
        and actor.holds(*READERS[node.kind], organisation_id=node.organisation_id)
    )


def region_reader(actor: Actor, track: Track) -> bool:
    """Say whether a region role of the actor covers the track."""
    return _may_ask(actor) and any(
        track in tracks and actor.holds(role) for role, tracks in REGION_READERS.items()
    )


def region_officer(actor: Actor, track: Track) -> bool:
    """Say whether the actor is an officer of the region's office for the track.

    They register receipt of its packages (R44, R45) and of withdrawals (transition 20).
    """
    return actor.kind is ActorKind.PERSON and any(
        of_track is track and actor.holds(role) for role, of_track in REGION_OFFICERS.items()
    )


def re_reviewer(actor: Actor, case: CaseFacts) -> bool:
    """Say whether the actor decides re-reviews where that of the file is decided."""
    running = case.re_review
    return (
        running is not None
        and actor.kind is ActorKind.PERSON
        and actor.holds(Role.RE_REVIEWER, organisation_id=running.organisation_id)
    )


def reading_allowed(actor: Actor, case: CaseFacts) -> bool:
    """Say whether a reviewer may read the file (R32)."""
    if reader_positions(actor, case) or re_reviewer(actor, case):
        return True
    return case.at_region and region_reader(actor, case.track)


def organisations_read_for(actor: Actor) -> frozenset[UUID]:
    """Organisations in which the actor holds a role that reads files."""
    roles = [role for roles in READERS.values() for role in roles]
    return actor.organisations(*roles, *REGION_READERS) if _may_ask(actor) else frozenset()


def _rows(
    action: Action, state: S, level: NodeKind | None, track: Track | None
) -> Iterator[Permission]:
    return (
        row
        for row in PERMISSIONS
        if row.action is action
        and state in row.states
        and (level is None or row.level in (None, level))
        and (track is None or row.track in (None, track))
    )


def _grants(row: Permission, actor: Actor, case: CaseFacts) -> bool:
    """Whether the row lets the actor do it with this file."""
    if row.scope is Scope.OWN_FILE:
        return case.applicant_id == actor.person_id
    if row.scope is Scope.RE_REVIEW:
        return re_reviewer(actor, case)
    node = case.route.nodes[0] if row.scope is Scope.UNIT else case.desk
    return node is not None and actor.holds(row.role, organisation_id=node.organisation_id)


def _roles_at(action: Action, case: CaseFacts) -> frozenset[Role]:
    return roles_for(action, case.state, case.level, case.track)


def _may_ask(actor: Actor) -> bool:
    return actor.kind is ActorKind.PERSON or (
        actor.kind is ActorKind.CLIENT and READ_SCOPE in actor.scopes
    )
