"""From the owners' answers to what is printed: plain views in the words of the paper."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Final
from zoneinfo import ZoneInfo

from services.contracts.requests import applications_prints, review_prints, review_views
from services.documents.render.views import (
    FormView,
    HistoryLine,
    ListRowView,
    ListView,
    OpinionView,
)

_BEIJING: Final = ZoneInfo("Asia/Shanghai")
_BY_HAND: Final = "＿＿＿＿＿＿"
_MALE: Final = "男"

_VALUES: Final = {
    "name": "{name}",
    "sex": "{sex}",
    "ethnicity": "{ethnicity_code}",
    "birth_month": "{birth_date}",
    "id_number": "{id_number}",
    "work_start_month": "{work_start_month}",
    "education": "{education_code}",
    "degree": "{degree}",
    "graduation": "{school_line}　{study_form}",
    "title": "{title}",
    "title_obtained_month": "{title_obtained_month}",
    "current_specialty": "{current_specialty}",
    "workplace": "{unit_name}　{department}",
    "unit_nature": "{unit_nature}",
    "unit_region": "{unit_region}",
    "admin_post": "{admin_post}",
    "specialty_years": "{specialty_years}",
    "supervising_org": "{supervising_org}",
    "final_review_org": "{final_review_org}",
    "mobile": "{mobile}",
    "chinese_level": "{zh_line}",
    "computer_skill": "{computer_skill}",
    "health": "{health_statement}",
    "wishes": "{host_line}",
    "training_need": "{training_need}",
    "training_goal": "{training_goal}",
    "merit_summary": "{merit_summary}",
    "remark": "{remark}",
}
"""Cells of the form from the code names of `domain` §2.2."""


class _Blank(dict[str, str]):
    """Absent values print as nothing."""

    def __missing__(self, _key: str) -> str:
        return ""


def form_view(
    copy: applications_prints.PrintCopyAnswer,
    *,
    verify_code: str,
    opinions: tuple[review_views.OpinionView, ...] = (),
) -> FormView:
    """A frozen version with the opinions in force.

    Args:
        copy: what applications owns.
        verify_code: of this print; the official form has another than the applicant's copy.
        opinions: signed opinions; none for the applicant's copy.
    """
    return FormView(
        cycle_year=copy.cycle_year,
        application_no=copy.application_no,
        version_no=copy.version_no,
        verify_code=verify_code,
        content_sha256=copy.sha256,
        frozen_at=copy.submitted_at,
        values=_values(copy),
        choices={"track": copy.seat_kind.value},
        histories={
            "education_history": _history(copy.education_history),
            "work_history": _history(copy.work_history),
            "achievements": tuple(
                HistoryLine(row.period, row.title, row.kind, row.role) for row in copy.achievements
            ),
        },
        opinions=tuple(_opinion(opinion) for opinion in opinions if opinion.in_force),
        photo=base64.b64decode(copy.photo_base64) if copy.photo_base64 else None,
    )


def _values(copy: applications_prints.PrintCopyAnswer) -> dict[str, str]:
    given = _Blank(copy.values)
    values = {key: text.format_map(given).strip("　") for key, text in _VALUES.items()}
    values["accept_adjustment"] = "是" if copy.accept_adjustment else "否"
    values["pledge"] = f"　　{copy.pledge_text}"
    values["specialty"] = _with_direction(given)
    values["contact"] = _contact(given)
    return values


def _with_direction(given: Mapping[str, str]) -> str:
    direction = given.get("research_direction")
    specialty = given.get("specialty", "")
    return f"{specialty}（研究方向：{direction}）" if direction else specialty


def _contact(given: Mapping[str, str]) -> str:
    """E-mail on the first line, address with its postcode on the second."""
    address, postcode = given.get("mail_address", ""), given.get("postcode", "")
    place = f"{address}（{postcode}）" if address and postcode else address or postcode
    return "\n".join(line for line in (given.get("email", ""), place) if line)


def _history(rows: tuple[applications_prints.PrintHistoryRow, ...]) -> tuple[HistoryLine, ...]:
    return tuple(HistoryLine(row.period, row.place, row.detail, row.form) for row in rows)


def _opinion(opinion: review_views.OpinionView) -> OpinionView:
    signed_at = opinion.signed_at or opinion.written_at
    return OpinionView(
        node=opinion.level.value,
        text=opinion.text,
        decision=opinion.decision,
        author_name=opinion.author_name,
        author_post=opinion.author_post,
        leader_name=opinion.leader_name or "",
        signed_on=signed_at.astimezone(_BEIJING).strftime("%Y-%m-%d"),
    )


def list_view(
    frozen: review_prints.FrozenList, entries: tuple[applications_prints.ListEntry, ...]
) -> ListView:
    """A frozen list with the cells applications gave, in the frozen order."""
    rows = sorted(frozen.rows, key=lambda row: row.position)
    by_version = {entry.version_id: entry for entry in entries}
    return ListView(
        cycle_year=frozen.cycle_year,
        seat_kind=frozen.seat_kind.value,
        organisation=frozen.organisation_name,
        phone=_BY_HAND,
        version_no=frozen.version_no,
        verify_code=frozen.verify_code,
        frozen_at=frozen.frozen_at,
        quota=frozen.quota_total,
        rows=tuple(
            _list_row(number, row, by_version[row.version_id]) for number, row in enumerate(rows, 1)
        ),
    )


def _list_row(
    number: int, row: review_prints.FrozenRow, entry: applications_prints.ListEntry
) -> ListRowView:
    return ListRowView(
        row_no=number,
        sex="1" if entry.sex == _MALE else "2",
        relaxed=entry.relaxed,
        cells={
            "row_no": str(number),
            "name": entry.name,
            "sex": entry.sex,
            "ethnicity": entry.ethnicity,
            "birth_month": entry.birth_month,
            "education_degree": entry.education_degree,
            "workplace": entry.unit_and_post,
            "title": entry.title,
            "current_specialty": entry.current_specialty,
            "specialty": entry.specialty,
            "wishes": entry.host_and_mentor,
            "mobile": entry.mobile,
            "remark": _remark(row, relaxed=entry.relaxed),
        },
    )


def _remark(row: review_prints.FrozenRow, *, relaxed: bool) -> str:
    """Short codes: 放宽, the order a person entered, a person's own words (§3.2)."""
    order = f"推荐{row.recommend_order}" if row.recommend_order is not None else ""
    return " ".join(part for part in ("放宽" if relaxed else "", order, row.remark or "") if part)
