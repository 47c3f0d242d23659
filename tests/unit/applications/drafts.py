"""A complete, invented draft and what surrounds it; tests change what matters to them."""

import copy
from datetime import date
from typing import Any
from uuid import UUID

from services.applications.domain.crossfield import Days
from services.applications.domain.derived import PlanRowFacts, Surroundings, Unit
from services.applications.domain.examination import Draft, Examination, examine
from services.contracts.events import CycleRules
from services.contracts.vocabulary import SeatKind, UnitNature
from tests.unit.applications.programme import programme_2019

UNIT_ID = UUID("10000000-0000-4000-8000-000000000001")
FINAL_ID = UUID("10000000-0000-4000-8000-000000000002")
PLAN_ROW_ID = UUID("20000000-0000-4000-8000-000000000001")
ID_NUMBER = "650000198405010010"
DAYS = Days(today=date(2019, 3, 1), closing=date(2019, 3, 15))
RULES = CycleRules(age_reference_date=date(2019, 3, 15), region_codes_on=date(2019, 2, 15))
SLOTS = frozenset({"PHOTO", "A01", "A02", "A03", "A04"})

UNIT = Unit(
    unit_id=UNIT_ID,
    name="（样例）和田市第一样例医院",
    nature=UnitNature.PUBLIC_INSTITUTION,
    region_code="653201",
    uscc="",
    plan_unit_code="XJ-6532",
    supervising_org="和田市卫生健康委员会（样例）",
    final_org_id=FINAL_ID,
    final_org="和田地区人力资源和社会保障局",
    final_region_code="653200",
)
PLAN_ROW = PlanRowFacts(
    plan_row_id=PLAN_ROW_ID,
    plan_unit_code="XJ-6532",
    specialty="内科学",
    shortage=False,
    region_code="653200",
    quotas={SeatKind.INLAND: 3, SeatKind.LONG: 2, SeatKind.SHORT: 0},
)
AROUND = Surroundings(unit=UNIT, plan_row=PLAN_ROW, cycle_year=2019)

_DATA: dict[str, Any] = {
    "name": "样例艾山·样例买买提",
    "ethnicity_code": "05",
    "work_start_month": "2007-08",
    "mobile": "19900000001",
    "email": "sample@example.invalid",
    "unit_id": str(UNIT_ID),
    "department": "内科",
    "post_category": "PROFESSIONAL",
    "title_code": "233",
    "title_obtained_month": "2013-12",
    "current_specialty": "内科学",
    "specialty_years": 11,
    "education_code": "21",
    "degree": "BACHELOR",
    "school": "（样例）博格达医科大学",
    "major": "临床医学",
    "graduated_month": "2007-07",
    "study_form": "FULL_TIME",
    "zh_listen": "COMPETENT",
    "zh_speak": "COMPETENT",
    "zh_read": "COMPETENT",
    "zh_write": "BASIC",
    "computer_skill": "SKILLED",
    "health_statement": "ABLE",
    "education_history": [
        {
            "from_month": "2002-09",
            "to_month": "2007-07",
            "place": "（样例）博格达医科大学　临床医学",
            "qualification": "本科/学士",
            "form": "FULL_TIME",
        }
    ],
    "work_history": [
        {
            "from_month": "2007-08",
            "to_month": "2013-12",
            "place": "（样例）和田市第一样例医院　内科",
            "post": "住院医师",
        },
        {"from_month": "2013-12", "place": "（样例）和田市第一样例医院　内科", "post": "主治医师"},
    ],
    "ach": [
        {
            "type": "PAPER",
            "title": "样例论文",
            "period": "2016.05",
            "level": "PROVINCE",
            "role": "第一作者",
        }
    ],
    "track": "INLAND",
    "term": "Y1",
    "plan_row_id": str(PLAN_ROW_ID),
    "training_need": "本院内科缺少样例诊疗技术的系统训练，" * 4,
    "training_goal": "掌握样例诊疗技术并带回本院推广应用，" * 4,
    "host_wish": ["（样例）某某大学附属医院"],
    "mentor_wish": ["某教授（心内科）"],
    "accept_adjustment": True,
}


def complete_data(**changes: Any) -> dict[str, Any]:
    data = {**copy.deepcopy(_DATA), **changes}
    return {code: value for code, value in data.items() if value is not None}


def examined(
    *,
    id_number: str | None = ID_NUMBER,
    slots: frozenset[str] = SLOTS,
    around: Surroundings = AROUND,
    **changes: Any,
) -> Examination:
    programme = programme_2019()
    draft = Draft(complete_data(**changes), id_number, slots)
    return examine(programme.form, programme.rule_data, RULES, draft, around=around, days=DAYS)
