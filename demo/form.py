"""The form as each applicant fills it in."""

from __future__ import annotations

from datetime import date
from typing import Any

from demo.cast import KINDS, Part, Story
from demo.identity import Identity

ETHNICITIES = ("05", "17", "03", "29", "41", "02", "38", "43", "50", "44")
"""GB/T 3304 codes as on the invented ID cards."""
HAN = "01"

AGE_LIMIT = 45

NEED = (
    "本岗位承担的业务量逐年增加，新设备、新方法不断引入，现有知识结构已难以满足需要。"
    "拟通过培训补齐专业理论更新慢、独立承担复杂项目经验不足、科研设计能力偏弱等短板，"
    "做到用什么学什么、缺什么补什么。"
)
GOAL = (
    "系统学习本专业前沿理论与规范，跟随导师完成不少于一项完整的实践课题；掌握两项以上关键技术，"
    "返岗后在本单位开展推广应用，带教两名以上青年骨干，形成可持续的业务能力。"
)


def birth_of(part: Part, closing_day: date) -> date:
    """A birth date relative to the age reference, the cycle's closing day (R12)."""
    years = AGE_LIMIT + 1 if part.story is Story.TOO_OLD else 28 + part.number % 17
    return date(closing_day.year - years, 1 + part.number % 12, 1 + part.number % 28).replace(
        **({"month": 1, "day": 1} if part.story is Story.TOO_OLD else {})
    )


def fields(part: Part, person: Identity, birth: date, today: date) -> list[dict[str, Any]]:
    """The form in three patches, as a person saves it page by page."""
    return [_about(part, person, birth), _career(part, birth, today), _wish(part)]


def _about(part: Part, person: Identity, birth: date) -> dict[str, Any]:
    outside = part.story is Story.OUTSIDE_SCOPE
    return {
        "name": person.name,
        "id_number": person.id_number,
        "ethnicity_code": HAN if outside else ETHNICITIES[part.number % len(ETHNICITIES)],
        "work_start_month": f"{birth.year + 22}-08",
        "mobile": person.mobile,
        "email": f"{person.login}@example.invalid",
        "unit_id": part.unit["organisation_id"],
        "department": "业务科",
        "admin_post": "无",
        "post_category": ("MANAGEMENT" if part.story is Story.MANAGEMENT_POST else "PROFESSIONAL"),
        "zh_listen": "COMPETENT",
        "zh_speak": "COMPETENT",
        "zh_read": "COMPETENT",
        "zh_write": "BASIC",
        "computer_skill": "SKILLED",
        "health_statement": "ABLE",
    }


def education_of(part: Part) -> tuple[str, str]:
    """Code of GB/T 4658 and degree that the story needs."""
    if part.story is Story.RELAXED:
        return "31", "NONE"
    if part.story is Story.EDUCATION_TOO_LOW:
        return "41", "NONE"
    return ("21", "BACHELOR") if part.number % 5 else ("14", "MASTER")


def _career(part: Part, birth: date, today: date) -> dict[str, Any]:
    education, degree = education_of(part)
    school = "（样例）博格达医科大学" if part.number % 2 else "（样例）天池大学"
    graduated = birth.year + 22
    steps = 2 + part.number % 5
    span = max(1, (today.year - graduated) // steps)
    starts = [
        graduated + span * index for index in range(steps) if graduated + span * index < today.year
    ]
    return {
        "title_code": "083",
        "title_obtained_month": f"{min(today.year - 1, graduated + 5)}-12",
        "current_specialty": part.row["specialty"],
        "specialty_years": max(1, today.year - graduated),
        "education_code": education,
        "degree": degree,
        "school": school,
        "major": part.row["specialty"],
        "graduated_month": f"{graduated}-07",
        "study_form": "FULL_TIME",
        "education_history": [
            {
                "from_month": f"{graduated - 4}-09",
                "to_month": f"{graduated}-07",
                "place": f"{school}　{part.row['specialty']}",
                "qualification": "本科/学士",
                "form": "FULL_TIME",
            }
        ],
        "work_history": [
            {
                "from_month": f"{start}-08",
                "to_month": f"{starts[index + 1]}-07" if index + 1 < len(starts) else None,
                "place": f"{part.unit['name']}　业务科",
                "post": "工程师" if index else "技术员",
            }
            for index, start in enumerate(starts)
        ],
        "ach": [
            {
                "type": "PROJECT",
                "title": f"（样例）{part.row['specialty']}适用技术示范与推广",
                "period": f"{today.year - 2}.01—{today.year - 1}.12",
                "level": "PREFECTURE",
                "role": "2/5",
            },
            {
                "type": "PAPER",
                "title": f"（样例）基层{part.row['specialty']}实践中若干问题的探讨",
                "period": f"{today.year - 1}.06",
                "level": "PROVINCE",
                "role": "第一作者",
            },
        ],
    }


def _wish(part: Part) -> dict[str, Any]:
    _, track, term = KINDS[part.kind]
    return {
        "track": track,
        "term": term,
        "plan_row_id": part.row["plan_row_id"],
        "research_direction": f"{part.row['specialty']}实践",
        "training_need": NEED,
        "training_goal": GOAL,
        "host_wish": ["（样例）某某大学", "（样例）某某科学院"],
        "mentor_wish": ["样例教授"],
        "accept_adjustment": True,
    }
