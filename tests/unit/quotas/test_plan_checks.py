"""V1–V8: each check finds its fault, says the row, and is silent on a right plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from services.contracts.vocabulary import SeatKind
from services.quotas.domain.plan import ChangeKind, PlanLine, changes
from services.quotas.domain.plan_checks import Finding, PlanContext, check_plan


def with_quota(line: PlanLine, kind: SeatKind, quota: int) -> PlanLine:
    return replace(line, quotas={**line.quotas, kind: quota})


def rules(findings: list[Finding], *, blocking: bool = True) -> list[tuple[str, int | None]]:
    return [(found.rule, found.row) for found in findings if found.blocks is blocking]


def test_the_sample_plan_passes(plan_lines: Sequence[PlanLine], context: PlanContext) -> None:
    assert check_plan(plan_lines, context) == []


def test_v1_the_inland_sum_must_be_200(
    plan_lines: Sequence[PlanLine], context: PlanContext
) -> None:
    lines = [with_quota(plan_lines[0], SeatKind.INLAND, 4), *plan_lines[1:]]
    findings = check_plan(lines, context)
    assert rules(findings) == [("V1", None)]
    assert findings[0].message == "内地名额合计为201，应为200，请核对“内地(一年)”列。"


def test_v2_the_split_of_long_and_short_is_free_but_their_sum_is_not(
    plan_lines: Sequence[PlanLine], context: PlanContext
) -> None:
    first = with_quota(with_quota(plan_lines[0], SeatKind.LONG, 0), SeatKind.SHORT, 2)
    assert check_plan([first, *plan_lines[1:]], context) == []
    first = with_quota(first, SeatKind.SHORT, 3)
    assert rules(check_plan([first, *plan_lines[1:]], context)) == [("V2", None)]


def test_v3_a_row_without_seats_is_refused(
    plan_lines: Sequence[PlanLine], context: PlanContext
) -> None:
    empty = replace(
        plan_lines[0], specialty="天文学", quotas=dict.fromkeys(SeatKind, 0), file_row=164
    )
    assert rules(check_plan([*plan_lines, empty], context)) == [("V3", 164)]


def test_v4_a_specialty_comes_once_per_unit(
    plan_lines: Sequence[PlanLine], context: PlanContext
) -> None:
    half = [with_quota(plan_lines[0], SeatKind.INLAND, 2)]
    rest = replace(
        plan_lines[0],
        quotas={SeatKind.INLAND: 1, SeatKind.LONG: 0, SeatKind.SHORT: 0},
        file_row=164,
    )
    assert rules(check_plan([*half, *plan_lines[1:], rest], context)) == [("V4", 164)]


def test_v5_the_region_code_must_be_valid_on_the_cycle_day(
    plan_lines: Sequence[PlanLine], context: PlanContext
) -> None:
    # 652902 库车市 exists only since December 2019.
    wrong = [replace(line, region_code="652902") for line in plan_lines[-1:]]
    assert rules(check_plan([*plan_lines[:-1], *wrong], context)) == [("V5", 163)]


def test_v6_southern_four_must_agree_with_the_region(
    plan_lines: Sequence[PlanLine], context: PlanContext
) -> None:
    # 巴州 lies in the south but is not one of the four.
    lines = [
        replace(line, southern_four=True) if line.region_code == "652800" else line
        for line in plan_lines
    ]
    findings = check_plan(lines, context)
    assert {found.rule for found in findings} == {"V6"}
    assert len(findings) == sum(line.region_code == "652800" for line in plan_lines)


def test_v7_an_inactive_unit_blocks_and_an_unknown_one_warns(
    plan_lines: Sequence[PlanLine], context: PlanContext
) -> None:
    units = {**context.unit_active, "XJ-E05": False}
    del units["XJ-E04"]
    findings = check_plan(plan_lines, replace(context, unit_active=units))
    assert rules(findings) == [("V7", 163)]
    assert rules(findings, blocking=False) == [("V7", 161)]


def test_one_unit_is_described_alike_in_all_its_rows(
    plan_lines: Sequence[PlanLine], context: PlanContext
) -> None:
    lines = [plan_lines[0], replace(plan_lines[1], plan_unit_name="伊犁州"), *plan_lines[2:]]
    assert rules(check_plan(lines, context)) == [("UNIT", 3)]


def test_v8_says_what_an_amendment_changes(
    plan_lines: Sequence[PlanLine], context: PlanContext
) -> None:
    moved = [
        with_quota(plan_lines[0], SeatKind.INLAND, 2),
        with_quota(plan_lines[1], SeatKind.INLAND, 3),
        *plan_lines[2:],
    ]
    findings = check_plan(moved, replace(context, published=plan_lines))
    assert rules(findings) == []
    assert rules(findings, blocking=False) == [("V8", 2), ("V8", 3)]


def test_v8_a_cell_cannot_fall_below_what_is_used(
    plan_lines: Sequence[PlanLine], context: PlanContext
) -> None:
    moved = [
        with_quota(plan_lines[0], SeatKind.INLAND, 2),
        with_quota(plan_lines[1], SeatKind.INLAND, 3),
        *plan_lines[2:],
    ]
    used = {(plan_lines[0].key, SeatKind.INLAND): 3, (plan_lines[1].key, SeatKind.INLAND): 2}
    findings = check_plan(moved, replace(context, published=plan_lines, used=used))
    assert rules(findings) == [("V8", 2)]
    assert findings[1].message == "XJ-6540“内科学”（内地·一年）已占用3个名额，不能调到该数以下。"


def test_v8_a_row_in_use_cannot_vanish(
    plan_lines: Sequence[PlanLine], context: PlanContext
) -> None:
    used = {(plan_lines[-1].key, SeatKind.INLAND): 1}
    findings = check_plan(plan_lines[:-1], replace(context, published=plan_lines, used=used))
    assert rules(findings) == [("V1", None), ("V8", None)]


@pytest.mark.parametrize(
    ("amended", "kind"),
    [
        ({"shortage": True}, ChangeKind.CHANGED),
        ({"specialty": "血液学"}, ChangeKind.ADDED),
        ({"remark": "另行通知", "seq": 99, "plan_unit_name": "伊犁州"}, None),
    ],
)
def test_only_what_affects_people_is_a_change(
    plan_lines: Sequence[PlanLine], amended: dict[str, object], kind: ChangeKind | None
) -> None:
    new = [replace(plan_lines[0], **amended), *plan_lines[1:]]  # type: ignore[arg-type]  # -- named values of a case
    found = changes(plan_lines, new)
    assert (found[0].kind if found else None) is kind


def test_a_removed_row_comes_last(plan_lines: Sequence[PlanLine]) -> None:
    found = changes(plan_lines, [replace(plan_lines[0], shortage=True), *plan_lines[2:]])
    assert [(change.kind, change.key[1]) for change in found] == [
        (ChangeKind.CHANGED, "内科学"),
        (ChangeKind.REMOVED, "外科学"),
    ]
    assert found[1].lowered == (SeatKind.INLAND, SeatKind.LONG)
