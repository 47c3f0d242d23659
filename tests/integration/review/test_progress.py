"""Progress: how many files stand where, for who answers for them; exports by the same right."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest

from services.contracts.actors import ANONYMOUS, Actor, service_actor
from services.contracts.errors import ForbiddenError, NotFoundError
from services.contracts.requests.review_counts import PublicCounts, ReadPublicCounts
from services.contracts.requests.review_desk import ClaimFiles
from services.contracts.requests.review_progress import (
    STATES_OF,
    CellProgress,
    Counts,
    ExportedFiles,
    ExportedProgress,
    ExportRight,
    MayExport,
    Progress,
    ProgressView,
    ReadProgress,
    Stage,
    UnitProgress,
)
from services.contracts.requests.review_views import Claimed
from services.contracts.vocabulary import ApplicationState as S
from services.contracts.vocabulary import Role, RouteLine, SeatKind, Track
from tests.integration.review.furniture import CYCLE
from tests.integration.review.world import World
from tests.support.statements import sent_statements

BUREAU = "地区人社局"
DOCUMENTS = service_actor("documents")
VIEWS = 4
"""Statements that read files: by kind, by unit, the own organisation, by cell."""


def _progress(world: World, where: str, role: Role, **page: Any) -> Progress:
    answer: Progress = world.ask(
        ReadProgress(organisation_id=world.organisation_id(where), cycle_id=CYCLE, **page),
        world.someone(role, where),
    )
    return answer


def _at(counts: Counts) -> dict[Stage, int]:
    return {stage: counts.at(stage) for stage in Stage if counts.at(stage)}


@pytest.fixture
def furnished(world: World) -> World:
    """Files of several lines at several stages, and one taken back."""
    world.submit(RouteLine.A2)
    world.bring_to(world.submit(RouteLine.A2), S.FINAL_REVIEW)
    world.bring_to(world.submit(RouteLine.A2, SeatKind.SHORT), S.PAPER_CHECK)
    world.bring_to(world.submit(RouteLine.A3), S.LISTED)
    world.bring_to(world.submit(RouteLine.B), S.FINAL_REVIEW)
    world.withdraw(world.submit(RouteLine.A2))
    return world


def test_each_state_that_was_submitted_belongs_to_one_stage() -> None:
    states = [state for states in STATES_OF.values() for state in states]
    assert sorted(states) == sorted(set(S) - {S.DRAFT, S.WITHDRAWN})
    assert tuple(STATES_OF) == tuple(Stage)


def test_a_final_unit_sees_all_that_end_at_it(furnished: World) -> None:
    progress = _progress(furnished, BUREAU, Role.FINAL_OFFICER)
    assert progress.organisation_name == f"（样例）{BUREAU}"
    assert _at(progress.total) == {
        Stage.UNIT: 1,
        Stage.FINAL: 1,
        Stage.PAPER: 1,
        Stage.LISTED: 1,
    }
    assert (progress.total.submitted, progress.total.holding_seat) == (4, 1)
    assert {unit.name: unit.submitted for unit in progress.units} == {
        "（样例）单位A2": 3,
        "（样例）单位A3": 1,
    }
    assert not progress.by_final_unit


def test_a_unit_sees_its_own_and_a_desk_on_the_way_what_passes_it(furnished: World) -> None:
    unit = _progress(furnished, "单位A3", Role.UNIT_LEADER)
    assert (unit.total.submitted, unit.units_total) == (1, 1)
    office = _progress(furnished, "县人社局", Role.MID_OFFICER)
    assert [row.name for row in office.units] == ["（样例）单位A3"]
    assert _progress(furnished, "自治区某厅人事处", Role.FINAL_LEADER).total.submitted == 1


def test_the_region_sees_its_tracks_by_final_unit(furnished: World) -> None:
    whole = _progress(furnished, "XJ", Role.REGION_LEADER)
    assert whole.by_final_unit
    assert {unit.name: unit.submitted for unit in whole.units} == {
        f"（样例）{BUREAU}": 4,
        "（样例）自治区某厅人事处": 1,
    }
    inland = _progress(furnished, "XJ", Role.REGION_OFFICER_INLAND)
    assert {kind.track for kind in inland.kinds} == {Track.INLAND}
    assert inland.total.submitted == 4


def test_the_sums_of_all_views_agree(furnished: World) -> None:
    progress = _progress(furnished, "XJ", Role.REGION_LEADER)
    for view in (progress.kinds, progress.units, progress.cells):
        assert sum(row.submitted for row in view) == progress.total.submitted
        assert tuple(map(sum, zip(*(row.stages for row in view), strict=True))) == (
            progress.total.stages
        )
        assert sum(row.holding_seat for row in view) == progress.total.holding_seat
    assert sum(progress.total.stages) == progress.total.submitted


def test_units_come_by_pages(furnished: World) -> None:
    first = _progress(furnished, BUREAU, Role.FINAL_OFFICER, limit=1)
    second = _progress(furnished, BUREAU, Role.FINAL_OFFICER, limit=1, offset=1)
    assert [unit.name for unit in (*first.units, *second.units)] == [
        "（样例）单位A2",
        "（样例）单位A3",
    ]
    assert (first.units_total, second.units_total) == (2, 2)
    assert first.total == second.total


def test_a_view_alone_has_the_same_total(furnished: World) -> None:
    whole = _progress(furnished, "XJ", Role.REGION_LEADER)
    units = _progress(furnished, "XJ", Role.REGION_LEADER, views=(ProgressView.UNITS,))
    plan = _progress(furnished, "XJ", Role.REGION_LEADER, views=(ProgressView.PLAN,))
    assert (units.total, units.kinds, units.units) == (whole.total, whole.kinds, whole.units)
    assert (plan.total, plan.cells) == (whole.total, whole.cells)
    assert (units.cells, plan.kinds, plan.units) == ((), (), ())


def test_nothing_submitted_is_all_noughts(world: World) -> None:
    progress = _progress(world, BUREAU, Role.FINAL_OFFICER)
    assert (progress.total.submitted, progress.units, progress.cells) == (0, (), ())


@pytest.mark.requirement("R32")
def test_progress_of_a_foreign_organisation_is_not_found(world: World) -> None:
    officer = world.someone(Role.FINAL_OFFICER, BUREAU)
    for where in (world.organisation_id("XJ"), uuid4()):
        with pytest.raises(NotFoundError):
            world.ask(ReadProgress(organisation_id=where, cycle_id=CYCLE), officer)
        with pytest.raises(NotFoundError):
            world.ask(MayExport(organisation_id=where, people=False), officer)


@pytest.mark.requirement("F7")
def test_counts_say_nothing_about_persons() -> None:
    for model in (Counts, UnitProgress, CellProgress):
        assert not {"ethnicity", "sex", "birth_date", "applicant_id"} & set(model.model_fields)


def test_the_statements_do_not_grow_with_the_files(furnished: World) -> None:
    with sent_statements(furnished.app.database.engine) as sent:
        _progress(furnished, "XJ", Role.REGION_LEADER)
    assert len([one for one in sent if "review_case" in one]) == VIEWS - 1
    assert len(sent) <= VIEWS + 2


# --- exports ------------------------------------------------------------------------------------


def _right(world: World, role: Role, where: str, *, people: bool) -> ExportRight:
    request = MayExport(organisation_id=world.organisation_id(where), people=people)
    right: ExportRight = world.ask(request, world.someone(role, where))
    return right


def test_rows_with_names_are_for_final_units_and_the_region_only(world: World) -> None:
    assert _right(world, Role.FINAL_OFFICER, BUREAU, people=True) == ExportRight(
        roles=(Role.FINAL_OFFICER,), organisation_name=f"（样例）{BUREAU}"
    )
    assert _right(world, Role.REGION_LEADER, "XJ", people=True).roles == (Role.REGION_LEADER,)
    for role, where in ((Role.UNIT_HR, "单位A2"), (Role.MID_OFFICER, "县人社局")):
        assert _right(world, role, where, people=False).roles == (role,)
        with pytest.raises(ForbiddenError):
            _right(world, role, where, people=True)


def _piece(world: World, asker: Actor, role: Role, where: str, **wanted: Any) -> list[UUID]:
    request = ExportedFiles(
        organisation_id=world.organisation_id(where),
        roles=(role,),
        **{"at_desk": False, **wanted},
    )
    return [item.application_id for item in world.ask(request, asker).items]


def test_an_export_has_what_the_role_sees_piece_by_piece(furnished: World) -> None:
    whole = _piece(furnished, DOCUMENTS, Role.FINAL_OFFICER, BUREAU)
    assert len(whole) == 3
    found: list[UUID] = []
    after: dict[str, Any] = {}
    while True:
        answer = furnished.ask(
            ExportedFiles(
                organisation_id=furnished.organisation_id(BUREAU),
                roles=(Role.FINAL_OFFICER,),
                at_desk=False,
                limit=1,
                **after,
            ),
            DOCUMENTS,
        )
        if not answer.items:
            break
        found += [item.application_id for item in answer.items]
        after = {"after_since": answer.items[-1].since, "after_no": answer.items[-1].application_no}
    assert found == whole
    assert len(_piece(furnished, DOCUMENTS, Role.FINAL_OFFICER, BUREAU, at_desk=True)) == 3
    assert set(furnished.audited(furnished.where(BUREAU))) == {"files_exported"}
    listed = _piece(furnished, DOCUMENTS, Role.FINAL_OFFICER, BUREAU, state=S.LISTED)
    assert len(listed) == 1
    assert _piece(furnished, DOCUMENTS, Role.REGION_LEADER, "XJ") == []


def test_an_export_of_ones_own_files_has_those_of_its_owner(furnished: World) -> None:
    officer = furnished.someone(Role.FINAL_OFFICER, BUREAU)
    mine, *others = _piece(furnished, DOCUMENTS, Role.FINAL_OFFICER, BUREAU)
    organisation_id = furnished.organisation_id(BUREAU)
    furnished.ask(ClaimFiles(organisation_id=organisation_id, application_ids=(mine,)), officer)

    def whose(claimed: Claimed, person_id: UUID | None) -> list[UUID]:
        wanted = {"claimed": claimed, "person_id": person_id}
        return _piece(furnished, DOCUMENTS, Role.FINAL_OFFICER, BUREAU, **wanted)

    assert whose(Claimed.MINE, officer.person_id) == [mine]
    assert whose(Claimed.MINE, uuid4()) == whose(Claimed.MINE, None) == []
    assert whose(Claimed.NOBODY, officer.person_id) == others


def test_only_the_workers_of_documents_get_exports(furnished: World) -> None:
    where = furnished.organisation_id(BUREAU)
    for asker in (furnished.someone(Role.FINAL_OFFICER, BUREAU), service_actor("quotas")):
        with pytest.raises(NotFoundError):
            _piece(furnished, asker, Role.FINAL_OFFICER, BUREAU)
        with pytest.raises(NotFoundError):
            furnished.ask(
                ExportedProgress(
                    organisation_id=where, roles=(Role.FINAL_OFFICER,), cycle_id=CYCLE
                ),
                asker,
            )


def test_an_exports_progress_is_the_screens_with_all_units(furnished: World) -> None:
    exported = furnished.ask(
        ExportedProgress(
            organisation_id=furnished.organisation_id(BUREAU),
            roles=(Role.FINAL_OFFICER,),
            cycle_id=CYCLE,
        ),
        DOCUMENTS,
    )
    assert exported == _progress(furnished, BUREAU, Role.FINAL_OFFICER)


@pytest.mark.requirement("R49")
def test_everybody_reads_counts_of_final_units_without_small_ones(furnished: World) -> None:
    for _ in range(3):
        furnished.submit(RouteLine.A2)
    answer: PublicCounts = furnished.ask(ReadPublicCounts(year=2019), ANONYMOUS)
    counts = {one.counts for one in answer.organisations}
    assert counts == {(7, None, None, 0), (None, 0, 0, 0)}
    assert answer.totals == (None, None, None, 0), "with them the hidden ones could be told"
    with pytest.raises(NotFoundError):
        furnished.ask(ReadPublicCounts(year=2030), ANONYMOUS)
