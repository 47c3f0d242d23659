"""Review routes by 管理权限 (`domain` §7.1): which shapes a route of each line may have.

The routes themselves are data of the organisations; this table says what is a route at all. Every
route begins with the unit and ends with 自治区人社厅; its offices are told apart by the track.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from services.contracts.vocabulary import OrganisationType, RouteLine, UnitNature

_T = OrganisationType
_COUNTY = frozenset({_T.COUNTY_HRSS})
_COUNTY_LEVEL = frozenset({_T.COUNTY_HRSS, _T.COUNTY_DEPARTMENT})
_PREFECTURE = frozenset({_T.PREFECTURE_HRSS})
_HOUSES = frozenset({_T.UNIVERSITY, _T.INSTITUTE, _T.ENTERPRISE})
_UNIT = frozenset({_T.RECOMMENDING_UNIT})
_EMPLOYERS = frozenset(UnitNature) - {UnitNature.GOVERNMENT_BODY}


@dataclass(frozen=True, slots=True)
class LineRule:
    """The shape of a line's routes.

    Attributes:
        units: types of the employing organisation.
        natures: natures it may have (R04; a government body recommends nobody, E01).
        min_mids: fewest desks between the unit and the final reviewing unit.
        max_mids: most of them.
        mids: their types.
        last_mid: types of the desk right before the final one; any of `mids` if empty.
        finals: types of the final reviewing unit.
        unit_may_be_final: the employer reviews finally itself, by other people.
    """

    units: frozenset[OrganisationType]
    natures: frozenset[UnitNature]
    min_mids: int
    max_mids: int
    mids: frozenset[OrganisationType]
    finals: frozenset[OrganisationType]
    last_mid: frozenset[OrganisationType] = frozenset()
    unit_may_be_final: bool = False


LINES: dict[RouteLine, LineRule] = {
    RouteLine.A1: LineRule(
        units=_UNIT,
        natures=_EMPLOYERS - {UnitNature.PRIVATE_ENTERPRISE},
        min_mids=1,
        max_mids=2,
        mids=_COUNTY_LEVEL,
        last_mid=_COUNTY,
        finals=_PREFECTURE,
    ),
    RouteLine.A2: LineRule(
        units=_UNIT,
        natures=_EMPLOYERS - {UnitNature.PRIVATE_ENTERPRISE},
        min_mids=0,
        max_mids=1,
        mids=frozenset({_T.PREFECTURE_DEPARTMENT}),
        finals=_PREFECTURE,
    ),
    RouteLine.A3: LineRule(
        units=_UNIT,
        natures=frozenset({UnitNature.PRIVATE_ENTERPRISE, UnitNature.OTHER_ENTERPRISE}),
        min_mids=1,
        max_mids=1,
        mids=_COUNTY,
        finals=_PREFECTURE,
    ),
    RouteLine.B: LineRule(
        units=_UNIT,
        natures=_EMPLOYERS - {UnitNature.PRIVATE_ENTERPRISE},
        min_mids=0,
        max_mids=0,
        mids=frozenset(),
        finals=frozenset({_T.REGION_DEPARTMENT, _T.PEOPLES_ORGANISATION}),
    ),
    RouteLine.C: LineRule(
        units=_UNIT | _HOUSES,
        natures=_EMPLOYERS,
        min_mids=0,
        max_mids=1,
        mids=_UNIT,
        finals=_HOUSES,
        unit_may_be_final=True,
    ),
}


@dataclass(frozen=True, slots=True)
class Desk:
    """One organisation on a route, as far as the rule needs it."""

    code: str
    organisation_type: OrganisationType


def route_faults(
    line: RouteLine, nature: UnitNature | None, unit: Desk, desks: Sequence[Desk]
) -> list[str]:
    """What is wrong with a route; nothing for a right one.

    Args:
        line: the management line the unit says it belongs to.
        nature: the employer's nature.
        unit: the employer.
        desks: the desks after the unit, the final reviewing unit last.
    """
    if not desks:
        return ["审核路径为空，至少要有最终审核单位。"]
    rule, mids, final = LINES[line], desks[:-1], desks[-1]
    codes = [desk.code for desk in (unit, *desks)]
    own_final = rule.unit_may_be_final and final.code == unit.code
    twice = len(set(codes)) < len(codes) - own_final
    last_mid = rule.last_mid or rule.mids
    faults = (
        (unit.organisation_type not in rule.units, f"{line.label}的申报单位类型不符。"),
        (nature not in rule.natures, f"{line.label}的单位性质不符。"),
        (not rule.min_mids <= len(mids) <= rule.max_mids, f"{line.label}的中间审核级数不符。"),
        (any(desk.organisation_type not in rule.mids for desk in mids), "中间审核单位类型不符。"),
        (
            bool(mids) and mids[-1].organisation_type not in last_mid,
            "最终审核单位之前应为县（市、区）人社局。",
        ),
        (final.organisation_type not in rule.finals, f"{line.label}的最终审核单位类型不符。"),
        (twice, "同一单位在审核路径中重复出现。"),
    )
    return [sentence for broken, sentence in faults if broken]
