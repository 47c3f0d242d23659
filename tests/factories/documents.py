"""Views for renderings: invented people (样例), ID numbers with prefix 650000."""

from __future__ import annotations

import base64
import io
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

from PIL import Image, ImageDraw

from services.contracts.requests.applications_prints import (
    ListEntry,
    PrintAchievement,
    PrintCopyAnswer,
    PrintHistoryRow,
)
from services.contracts.requests.review_lists import ListVersionStatus
from services.contracts.requests.review_prints import FrozenList, FrozenRow
from services.contracts.requests.review_views import OpinionView as WireOpinion
from services.contracts.vocabulary import NodeKind, SeatKind
from services.documents.render.views import (
    FormView,
    HistoryLine,
    ListRowView,
    ListView,
    OpinionView,
)

CODE = "7F3A-91C2-KM5T"
FROZEN_AT = datetime(2019, 3, 1, 4, 30, tzinfo=UTC)


def a_photo() -> bytes:
    """A drawn placeholder of the size the store keeps (413 x 531 px)."""
    image = Image.new("RGB", (413, 531), "white")
    draw = ImageDraw.Draw(image)
    draw.ellipse((130, 110, 283, 290), fill="#b9a58f")
    draw.rectangle((80, 320, 333, 531), fill="#4a5a78")
    out = io.BytesIO()
    image.save(out, "JPEG", quality=85)
    return out.getvalue()


def an_opinion(node: str, text: str | None = None, **changes: str) -> OpinionView:
    base = OpinionView(
        node=node,
        text=text
        or "该同志在工作中认真负责，业务能力较强，能够胜任本职工作，身体健康，"
        "能够坚持培养期间的学习和工作，同意脱产参加培养。（样例文字）",
        decision="同意推荐",
        author_name="样例古丽·样例买买提",
        author_post="人事科科长",
        leader_name="样例江",
        signed_on="2019-03-02",
    )
    return replace(base, **changes)


def a_form(*, values: dict[str, str] | None = None, **changes: object) -> FormView:
    base = FormView(
        cycle_year=2019,
        application_no="TP2019-653201-00017",
        version_no=3,
        verify_code=CODE,
        content_sha256="9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        frozen_at=FROZEN_AT,
        values={
            "name": "样例艾山·样例买买提·样例江",
            "sex": "男",
            "ethnicity": "维吾尔族",
            "birth_month": "1984.05",
            "id_number": "650000198405010010",
            "work_start_month": "2007.08",
            "education": "大学本科",
            "degree": "学士",
            "graduation": "（样例）博格达医科大学　临床医学　2007.07　全日制",
            "title": "主治医师（中级）",
            "title_obtained_month": "2013.12",
            "current_specialty": "内科学",
            "workplace": "（样例）和田市第一样例医院　内科",
            "unit_nature": "事业单位",
            "unit_region": "和田地区和田市",
            "admin_post": "无",
            "specialty_years": "11 年",
            "supervising_org": "和田市卫生健康委员会（样例）",
            "final_review_org": "和田地区人力资源和社会保障局",
            "mobile": "19900001234",
            "contact": "sample@example.invalid\n和田市样例路1号（848000）",
            "chinese_level": "听说读写均能胜任",
            "computer_skill": "熟练",
            "health": "能够坚持培养期间学习工作",
            "specialty": "内科学（研究方向：心血管介入）",
            "wishes": "① （样例）某某大学附属医院 / 某教授　② （样例）某某医学科学院",
            "accept_adjustment": "是",
            "training_need": "科室近年心血管急症增多，本人需系统学习介入诊疗技术。" * 6,
            "training_goal": "一是掌握冠状动脉造影的适应证和操作规范；二是参与不少于五十例手术。"
            * 7,
            "pledge": "　　本人自愿申报，所填内容及所附材料真实、准确；"
            "已阅读并知悉《个人信息处理告知书》；被确定为培养人选后，无特殊原因不放弃培养、不变更。",
            "remark": "放宽：学历。",
        },
        choices={"track": "INLAND"},
        histories={
            "education_history": (
                HistoryLine(
                    "2002.09—2007.07", "（样例）博格达医科大学　临床医学", "本科/学士", "全日制"
                ),
            ),
            "work_history": (
                HistoryLine("2007.08—2013.12", "（样例）和田市第一样例医院　内科", "住院医师"),
                HistoryLine("2013.12—至今", "（样例）和田市第一样例医院　内科", "主治医师"),
            ),
            "achievements": (
                HistoryLine(
                    "2017.03", "（样例）基层高血压规范管理应用研究", "科研项目/地厅", "第二"
                ),
                HistoryLine("2018.06", "（样例）和田地区卫生技术推广奖", "获奖/地厅", "第三"),
            ),
        },
        opinions=(an_opinion("UNIT"), an_opinion("MID"), an_opinion("FINAL")),
        photo=a_photo(),
    )
    merged = {**base.values, **(values or {})}
    return replace(base, values=merged, **changes)  # type: ignore[arg-type]  # -- test changes


def a_list(count: int, *, names: list[str] | None = None, **changes: object) -> ListView:
    names = names or ["样例艾山·样例买买提·样例江", "（样例）古丽样例", "样例某"]
    groups = ["维吾尔族", "哈萨克族", "回族", "柯尔克孜族", "汉族"]
    rows = tuple(
        ListRowView(
            row_no=number,
            sex="1" if number % 2 else "2",
            relaxed=number % 7 == 0,
            cells={
                "row_no": str(number),
                "name": names[(number - 1) % len(names)],
                "sex": "男" if number % 2 else "女",
                "ethnicity": groups[number % 5],
                "birth_month": "1984.05",
                "education_degree": "本科/学士",
                "workplace": "（样例）和田市第一样例医院　内科",
                "title": "主治医师",
                "current_specialty": "内科学",
                "specialty": "内科学",
                "wishes": "（样例）某某大学附属医院",
                "mobile": "19900001234",
                "remark": "放宽" if number % 7 == 0 else "",
            },
        )
        for number in range(1, count + 1)
    )
    base = ListView(
        cycle_year=2019,
        seat_kind="INLAND",
        organisation="和田地区人力资源和社会保障局（样例）",
        phone="0903-0000000（样例）",
        version_no=2,
        verify_code="51AE-07B3-ZX9Q",
        frozen_at=FROZEN_AT,
        quota=26,
        rows=rows,
    )
    return replace(base, **changes)  # type: ignore[arg-type]  # -- test changes


def a_print_copy(**changes: object) -> PrintCopyAnswer:
    """The answer of applications for one frozen version."""
    base = PrintCopyAnswer(
        application_id=uuid4(),
        application_no="TP2019-653201-00017",
        cycle_id=uuid4(),
        cycle_year=2019,
        version_id=uuid4(),
        version_no=1,
        verify_code=CODE,
        sha256="ab" * 32,
        submitted_at=FROZEN_AT,
        values={
            "name": "样例艾山·样例买买提",
            "sex": "男",
            "ethnicity_code": "维吾尔族",
            "birth_date": "1984.05",
            "id_number": "650000198405010010",
            "education_code": "大学本科",
            "school_line": "（样例）博格达医科大学　临床医学　2007.07",
            "study_form": "全日制",
            "unit_name": "（样例）和田市第一样例医院",
            "department": "",
            "email": "sample@example.invalid",
            "mail_address": "和田市样例路1号",
            "postcode": "848000",
            "specialty": "内科学",
            "research_direction": "心血管介入",
        },
        seat_kind=SeatKind.LONG,
        accept_adjustment=True,
        education_history=(
            PrintHistoryRow(
                period="2002.09—2007.07", place="（样例）大学", detail="本科/学士", form="全日制"
            ),
        ),
        work_history=(PrintHistoryRow(period="2007.08—至今", place="样例医院", detail="医师"),),
        achievements=(
            PrintAchievement(period="2017.03", title="样例项目", kind="科研项目/地厅", role="第二"),
        ),
        attachments=(),
        pledge_text="本人自愿申报。",
        pledged_on=date(2019, 3, 1),
        photo_base64=base64.b64encode(a_photo()).decode(),
    )
    return base.model_copy(update=changes)


def a_signed_opinion(level: NodeKind, **changes: object) -> WireOpinion:
    """One opinion as review answers it."""
    base = WireOpinion(
        position=0,
        level=level,
        organisation_id=uuid4(),
        organisation_name="（样例）单位",
        version_no=1,
        text="业务能力较强，同意推荐。（样例文字）",
        decision="同意推荐",
        health_fit=True,
        release_agreed=True,
        author_name="样例古丽",
        author_post="科长",
        written_at=datetime(2019, 3, 1, 17, 0, tzinfo=UTC),
        leader_name="样例江",
        signed_at=datetime(2019, 3, 1, 17, 30, tzinfo=UTC),
        in_force=True,
    )
    return base.model_copy(update=changes)


def a_frozen_row(version_id: UUID, position: int, **changes: object) -> FrozenRow:
    """One row as review froze it."""
    base = FrozenRow(
        position=position,
        application_id=uuid4(),
        application_no="TP2019-653201-00017",
        version_id=version_id,
        version_no=1,
        plan_row_id=uuid4(),
        specialty="内科学",
        recommend_order=None,
        remark=None,
    )
    return base.model_copy(update=changes)


def a_frozen_list(*rows: FrozenRow, **changes: object) -> FrozenList:
    """A list version as review answers it."""
    base = FrozenList(
        list_id=uuid4(),
        list_version_id=uuid4(),
        version_no=1,
        verify_code="51AE-07B3-ZX9Q",
        content_hash="ab",
        status=next(iter(ListVersionStatus)),
        cycle_id=uuid4(),
        cycle_year=2019,
        organisation_id=uuid4(),
        organisation_name="（样例）人社局",
        seat_kind=SeatKind.INLAND,
        title_suffix="内地·一年",
        recipient="自治区人社厅专业技术人员管理处",
        filled_by="样例",
        frozen_at=datetime(2019, 3, 18, tzinfo=UTC),
        plan_row_ids=(),
        quota_total=3,
        rows=rows,
    )
    return base.model_copy(update=changes)


def an_entry(version_id: UUID, **changes: object) -> ListEntry:
    """The cells of one row as applications answers them."""
    base = ListEntry(
        application_id=uuid4(),
        version_id=version_id,
        application_no="TP2019-653201-00017",
        name=f"样例{version_id.hex[:2]}",
        sex="女",
        ethnicity="回族",
        birth_month="1984.05",
        education_degree="大学本科/学士",
        unit_and_post="（样例）医院内科",
        title="主治医师",
        current_specialty="内科学",
        specialty="内科学",
        host_and_mentor="",
        mobile="19900001234",
        relaxed=False,
        accept_adjustment=True,
    )
    return base.model_copy(update=changes)
