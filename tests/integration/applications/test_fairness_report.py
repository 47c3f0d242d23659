"""Sums for the auditor: of a whole cycle, by one dimension at a time, and for nobody else (F9)."""

from __future__ import annotations

from uuid import uuid4

import pytest
from sqlalchemy import text

from services.applications.handlers import read_fairness
from services.contracts.actors import Actor, ActorKind, RoleGrant
from services.contracts.errors import ForbiddenError, NotFoundError
from services.contracts.requests.applications_fairness import (
    Dimension,
    FairnessReport,
    ReadFairness,
)
from services.contracts.vocabulary import Role
from tests.integration.applications.world import World

VERSIONS = """
INSERT INTO application_version (id, application_id, version_no, content, sha256, verify_code,
    id_cipher, track, changed_fields, changed_items, key_fields_changed, submitted_at)
SELECT md5('v' || n)::uuid, v.application_id, v.version_no + n,
    jsonb_set(v.content, '{fields,sex}', CASE WHEN n <= 40 THEN '"1"'::jsonb ELSE '"2"' END),
    v.sha256, 'T' || n, v.id_cipher, v.track, v.changed_fields, v.changed_items,
    v.key_fields_changed, v.submitted_at
FROM application_version AS v, generate_series(1, 75) AS n WHERE v.version_no = 1
"""
COPIES = r"""
INSERT INTO application
SELECT (jsonb_populate_record(a, jsonb_build_object(
    'id', gen_random_uuid(), 'person_id', gen_random_uuid(), 'application_no', 'C-' || n,
    'id_digest', '\x' || md5(n::text) || md5('b'), 'version_id', md5('v' || n),
    'state', CASE WHEN n % 2 = 0 THEN 'NOT_RECOMMENDED' ELSE 'SELECTED' END,
    'return_sequence', CASE WHEN n % 3 = 0 THEN 7 ELSE 0 END
))).*
FROM application AS a, generate_series(1, 75) AS n WHERE a.version_no > 0
"""
TAKEN_BACK = "UPDATE application SET state = 'WITHDRAWN' WHERE application_no = 'C-75'"


def _someone(role: Role) -> Actor:
    grant = RoleGrant(role=role, organisation_id=uuid4())
    return Actor(kind=ActorKind.PERSON, person_id=uuid4(), name="样例", roles=(grant,))


def _report(world: World) -> FairnessReport:
    call = world.call(ReadFairness(cycle_id=world.cycle_id), _someone(Role.AUDITOR))
    report: FairnessReport = read_fairness(world.app, call)
    return report


@pytest.mark.requirement("F9")
def test_the_auditor_reads_sums(world: World) -> None:
    world.submitted(world.applicant())
    with world.app.database.engine.begin() as connection:
        connection.execute(text(VERSIONS))
        connection.execute(text(COPIES))
        connection.execute(text(TAKEN_BACK))
    report = _report(world)
    sexes = {one.label: one for one in report.groups if one.dimension is Dimension.SEX}
    assert sum(one.submitted or 0 for one in sexes.values()) == 75
    women = sexes["女"]
    assert (women.submitted, women.returned, women.refused, women.chosen) in {
        (34, 11, 17, 17),
        (35, 11, 17, 17),
    }
    [group] = [one for one in report.groups if one.dimension is Dimension.ETHNICITY]
    assert group.submitted == 75


@pytest.mark.requirement("F9")
def test_a_small_cycle_tells_nothing(world: World) -> None:
    world.submitted(world.applicant())
    assert all(one.submitted is None and one.chosen is None for one in _report(world).groups)


@pytest.mark.requirement("F9")
@pytest.mark.parametrize("role", sorted(set(Role) - {Role.AUDITOR}))
def test_nobody_else_reads_them(world: World, role: Role) -> None:
    call = world.call(ReadFairness(cycle_id=world.cycle_id), _someone(role))
    with pytest.raises(ForbiddenError):
        read_fairness(world.app, call)


def test_a_cycle_nobody_knows_is_not_found(world: World) -> None:
    call = world.call(ReadFairness(cycle_id=uuid4()), _someone(Role.AUDITOR))
    with pytest.raises(NotFoundError):
        read_fairness(world.app, call)
