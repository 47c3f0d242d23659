"""The publish checks V1–V8 of the plan (`domain` §4.1), each a function over all rows.

A finding points to its row and says what to do. Errors block the import, warnings are shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from services.contracts.vocabulary import SeatKind
from services.quotas import phrases
from services.quotas.domain.plan import PlanLine, RowKey, changes, totals


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing about the plan that a person must see."""

    rule: str
    message: str
    row: int | None = None
    blocks: bool = True


@dataclass(frozen=True, slots=True)
class PlanContext:
    """What the checks compare the rows with.

    Attributes:
        inland_total: seats the notice gives to 内地 (R25).
        in_region_total: seats the notice gives to 疆内 (R26).
        southern_four: by region code valid on the cycle's day, whether it lies in the four.
        unit_active: by plan unit code, whether its organisation is active; unknown units absent.
        published: the plan in force, empty before the first publication.
        used: by row and kind, seats reserved or confirmed.
        affected: by row, how many applications hold a seat.
    """

    inland_total: int
    in_region_total: int
    southern_four: Mapping[str, bool]
    unit_active: Mapping[str, bool]
    published: Sequence[PlanLine] = ()
    used: Mapping[tuple[RowKey, SeatKind], int] = field(default_factory=dict)


Check = Callable[[Sequence[PlanLine], PlanContext], Iterable[Finding]]


def check_plan(lines: Sequence[PlanLine], context: PlanContext) -> list[Finding]:
    """Run all checks, in the order of their numbers."""
    return [finding for check in CHECKS for finding in check(lines, context)]


def _v1_inland_sum(lines: Sequence[PlanLine], context: PlanContext) -> Iterable[Finding]:
    inland = totals(lines).by_kind[SeatKind.INLAND]
    if inland != context.inland_total:
        yield Finding("V1", phrases.INLAND_SUM.format(found=inland, wanted=context.inland_total))


def _v2_in_region_sum(lines: Sequence[PlanLine], context: PlanContext) -> Iterable[Finding]:
    found = totals(lines).in_region
    if found != context.in_region_total:
        sentence = phrases.IN_REGION_SUM.format(found=found, wanted=context.in_region_total)
        yield Finding("V2", sentence)


def _v3_no_empty_row(lines: Sequence[PlanLine], _: PlanContext) -> Iterable[Finding]:
    for line in lines:
        if line.seats == 0:
            yield Finding("V3", phrases.EMPTY_ROW.format(specialty=line.specialty), line.file_row)


def _v4_unique(lines: Sequence[PlanLine], _: PlanContext) -> Iterable[Finding]:
    seen: Counter[RowKey] = Counter()
    for line in lines:
        seen[line.key] += 1
        if seen[line.key] > 1:
            sentence = phrases.DUPLICATE_ROW.format(
                unit=line.plan_unit_name, specialty=line.specialty
            )
            yield Finding("V4", sentence, line.file_row)


def _v5_region_known(lines: Sequence[PlanLine], context: PlanContext) -> Iterable[Finding]:
    for line in lines:
        if line.region_code not in context.southern_four:
            yield Finding("V5", phrases.UNKNOWN_REGION.format(code=line.region_code), line.file_row)


def _v6_southern_four(lines: Sequence[PlanLine], context: PlanContext) -> Iterable[Finding]:
    for line in lines:
        truth = context.southern_four.get(line.region_code)
        if truth is not None and truth is not line.southern_four:
            sentence = phrases.SOUTHERN_FOUR.format(
                code=line.region_code, right="是" if truth else "否"
            )
            yield Finding("V6", sentence, line.file_row)


def _v7_unit_active(lines: Sequence[PlanLine], context: PlanContext) -> Iterable[Finding]:
    told: set[str] = set()
    for line in lines:
        active = context.unit_active.get(line.plan_unit_code)
        if active or line.plan_unit_code in told:
            continue
        told.add(line.plan_unit_code)
        template = phrases.UNKNOWN_UNIT if active is None else phrases.INACTIVE_UNIT
        sentence = template.format(unit=line.plan_unit_name, code=line.plan_unit_code)
        yield Finding("V7", sentence, line.file_row, blocks=active is not None)


def _v8_amendment(lines: Sequence[PlanLine], context: PlanContext) -> Iterable[Finding]:
    if not context.published:
        return
    for change in changes(context.published, lines):
        row = change.after.file_row if change.after is not None else None
        unit, specialty = change.key
        yield Finding(
            "V8", phrases.AMENDED[change.kind].format(unit=unit, specialty=specialty), row, False
        )
        for kind in change.lowered:
            used = context.used.get((change.key, kind), 0)
            if change.quota(change.after, kind) < used:
                sentence = phrases.BELOW_USE.format(
                    unit=unit, specialty=specialty, kind=kind.label, used=used
                )
                yield Finding("V8", sentence, row)


def _one_unit_one_description(lines: Sequence[PlanLine], _: PlanContext) -> Iterable[Finding]:
    described: dict[str, tuple[str, str, str]] = {}
    for line in lines:
        description = (line.plan_unit_name, line.unit_kind, line.region_code)
        if described.setdefault(line.plan_unit_code, description) != description:
            sentence = phrases.UNIT_DIFFERS.format(code=line.plan_unit_code)
            yield Finding("UNIT", sentence, line.file_row)


CHECKS: tuple[Check, ...] = (
    _v1_inland_sum,
    _v2_in_region_sum,
    _v3_no_empty_row,
    _v4_unique,
    _v5_region_known,
    _v6_southern_four,
    _v7_unit_active,
    _v8_amendment,
    _one_unit_one_description,
)
