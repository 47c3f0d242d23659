"""Who may read a file: the desks it has reached, the region by track, nobody after withdrawal."""

from __future__ import annotations

import pytest

from services.contracts.actors import Actor, ActorKind
from services.contracts.vocabulary import ApplicationState as S
from services.contracts.vocabulary import Role, Track
from services.review.domain.permissions import reading_allowed
from tests.unit.review.people import FINAL, OTHER, file_in, known_id, person


@pytest.mark.requirement("R32")
@pytest.mark.parametrize(
    ("role", "reached", "may"),
    [
        (Role.UNIT_HR, 0, True),
        (Role.UNIT_LEADER, 2, True),
        (Role.MID_OFFICER, 0, False),
        (Role.MID_OFFICER, 1, True),
        (Role.FINAL_OFFICER, 1, False),
        (Role.FINAL_OFFICER, 2, True),
        (Role.FINAL_LEADER, 2, True),
        (Role.SYSTEM_ADMIN, 2, False),
        (Role.AUDITOR, 2, False),
        (Role.HELPLINE, 2, False),
    ],
)
def test_a_desk_reads_what_has_reached_it(role: Role, reached: int, may: bool) -> None:
    assert reading_allowed(person(role), file_in(S.UNIT_REVIEW, reached=reached)) is may


@pytest.mark.parametrize("role", list(Role))
def test_no_role_of_a_foreign_organisation_reads_a_file(role: Role) -> None:
    foreign = person(role, organisation_id=OTHER)
    assert not reading_allowed(foreign, file_in(S.FINAL_REVIEW))


@pytest.mark.parametrize(
    ("role", "track", "may"),
    [
        (Role.REGION_OFFICER_INLAND, Track.INLAND, True),
        (Role.REGION_OFFICER_INLAND, Track.IN_REGION, False),
        (Role.REGION_OFFICER_IN_REGION, Track.IN_REGION, True),
        (Role.REGION_OFFICER_IN_REGION, Track.INLAND, False),
        (Role.REGION_LEADER, Track.INLAND, True),
        (Role.REGION_LEADER, Track.IN_REGION, True),
    ],
)
def test_the_region_reads_submitted_files_of_its_track(role: Role, track: Track, may: bool) -> None:
    assert reading_allowed(person(role), file_in(S.REGION_REVIEW, track=track)) is may
    assert not reading_allowed(person(role), file_in(S.LISTED, track=track))


def test_after_a_withdrawal_no_desk_reads_on() -> None:
    assert not reading_allowed(person(Role.FINAL_OFFICER), file_in(S.WITHDRAWN))


def test_a_client_system_reads_only_with_its_scope() -> None:
    grants = person(Role.FINAL_OFFICER).roles
    client = Actor(kind=ActorKind.CLIENT, client_id=known_id("client"), roles=grants)
    assert not reading_allowed(client, file_in(S.FINAL_REVIEW))
    scoped = client.model_copy(update={"scopes": ("review:read",)})
    assert reading_allowed(scoped, file_in(S.FINAL_REVIEW))
    assert FINAL in scoped.organisations()
