"""Printed texts of a frozen version: Annex 3 values and Annex 4 cells, Chinese and complete."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services.applications.domain.completeness import NO_DEGREE
from services.applications.domain.derived import OTHER_TITLE, seat_kind_of
from services.applications.domain.form import FormDefinition
from services.contracts.vocabulary import FindingStatus, Track, UnitNature

_LEVEL_NAMES = {
    0: "",
    1: "正高级",
    2: "副高级",
    3: "中级",
    4: "初级（助理级）",
    5: "初级（员级）",
}
_YES_NO = {True: "是", False: "否"}
_NUMBERS = "①②③④"
_RELAXED = {"E06": "学历放宽", "E07": "职称放宽"}


@dataclass(frozen=True, slots=True)
class PrintSource:
    """A frozen version with what is needed to set it in type."""

    form: FormDefinition
    fields: Mapping[str, Any]
    findings: tuple[Mapping[str, Any], ...]
    regions: Mapping[str, str]

    def text(self, code: str) -> str:
        """The value of a field as people read it; "" when absent."""
        value = self.fields.get(code)
        field = self.form.fields[code]
        if value is None:
            return ""
        if field.type == "code":
            return self.form.name_of(field.table, value)
        if field.type in {"month", "date"}:
            return month_text(value)
        return _YES_NO[value] if isinstance(value, bool) else str(value)


def month_text(value: str) -> str:
    """`1984-05` or `1984-05-01` as 1984.05."""
    return value[:7].replace("-", ".")


def period_text(row: Mapping[str, Any]) -> str:
    """`2002.09—2007.07`; an open end is 至今."""
    end = row.get("to_month")
    return f"{month_text(row['from_month'])}—{month_text(end) if end else '至今'}"


def printed_values(source: PrintSource) -> dict[str, str]:
    """All printed fields and the composed lines of the form."""
    scalars = {
        code: source.text(code)
        for code, field in source.form.fields.items()
        if field.type not in {"rows", "lines", "id_number"}
    }
    return {
        **scalars,
        "education_code": education_name(source),
        "unit_nature": _nature_text(source),
        "unit_region": source.regions.get(str(source.fields.get("unit_region_code")), ""),
        "title": title_text(source),
        "title_level": _LEVEL_NAMES.get(source.fields.get("title_level", -1), ""),
        "specialty_years": f"{source.text('specialty_years')} 年",
        "school_line": school_line(source),
        "zh_line": zh_line(source),
        "health_statement": health_line(source),
        "host_line": host_line(source),
        "track_line": track_line(source),
        "remark": remark(source),
    }


def education_name(source: PrintSource) -> str:
    """学历 in the short form of the paper form: 大学本科."""
    row = source.form.codes["education"].get(str(source.fields.get("education_code")))
    return row["short_name"] if row else ""


def education_degree(source: PrintSource) -> str:
    """学历学位 of the list: 大学本科/学士."""
    degree = source.text("degree")
    name = education_name(source)
    return name if source.fields.get("degree") == NO_DEGREE else f"{name}/{degree}"


def _nature_text(source: PrintSource) -> str:
    nature = source.fields.get("unit_nature")
    return next((member.label for member in UnitNature if member == nature), "")


def title_text(source: PrintSource) -> str:
    """任职资格 with its level: 主治医师（中级）."""
    if source.fields.get("title_code") == OTHER_TITLE:
        return source.text("title_text")
    # The table tells 讲师（高校） from 讲师（中专）; the paper names the level instead.
    name = source.text("title_code").split("（")[0]
    level = _LEVEL_NAMES.get(source.fields.get("title_level", 0), "")
    return f"{name}（{level.split('（')[0]}）" if level else name


def school_line(source: PrintSource) -> str:
    """毕业院校及专业 with the month of graduation."""
    parts = (source.text("school"), source.text("major"), source.text("graduated_month"))
    return "　".join(part for part in parts if part)


def zh_line(source: PrintSource) -> str:
    """汉语水平 in one line: one word when all four skills are alike."""
    skills = {
        "听": source.text("zh_listen"),
        "说": source.text("zh_speak"),
        "读": source.text("zh_read"),
        "写": source.text("zh_write"),
    }
    if len(set(skills.values())) == 1:
        return f"听说读写{skills['听']}" if skills["听"] else ""
    return "，".join(f"{skill}{word}" for skill, word in skills.items())


def health_line(source: PrintSource) -> str:
    """健康状况 in the applicant's own words where 其他 was chosen."""
    note = source.text("health_note")
    statement = source.text("health_statement")
    return f"{statement}：{note}" if note else statement


def host_line(source: PrintSource) -> str:
    """意向培养单位及导师, numbered where there are two."""
    hosts, mentors = source.fields.get("host_wish") or [], source.fields.get("mentor_wish") or []
    pairs = [
        " / ".join(part for part in (*hosts[index : index + 1], *mentors[index : index + 1]))
        for index in range(max(len(hosts), len(mentors)))
    ]
    if len(pairs) == 1:
        return pairs[0]
    return "　".join(f"{_NUMBERS[index]} {pair}" for index, pair in enumerate(pairs))


def track_line(source: PrintSource) -> str:
    """培养类别 and 期限 in words."""
    kind = seat_kind_of(source.fields)
    track = source.fields.get("track")
    return kind.label if kind else next((t.label for t in Track if t == track), "")


def is_relaxed(source: PrintSource) -> bool:
    """Whether education or title was relaxed (R19)."""
    return any(finding["status"] == FindingStatus.RELAXED for finding in source.findings)


def remark(source: PrintSource) -> str:
    """The generated phrases of 备注."""
    relaxed = [
        _RELAXED[finding["rule"]]
        for finding in source.findings
        if finding["status"] == FindingStatus.RELAXED and finding["rule"] in _RELAXED
    ]
    return "、".join(relaxed)


def unit_and_post(source: PrintSource) -> str:
    """工作单位及职务 of the list."""
    post = source.text("admin_post")
    parts = (source.text("unit_name"), source.text("department"), "" if post == "无" else post)
    return "".join(parts)
