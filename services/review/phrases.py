"""Sentences that review shows to people."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from services.contracts.requests.review_packages import DispatchPackage
from services.contracts.requests.review_paper import RegisterPaper
from services.contracts.vocabulary import ApplicationState as S
from services.review.domain import routes

AGREED = "同意推荐"
"""The decision of an opinion that passes."""

IDENTICAL_OPINION = "您此前为另一申报出具过完全相同的意见，请确认意见是针对本人实际情况写的。"

NEXT_STEP: Mapping[S, str] = MappingProxyType(
    {
        S.UNIT_REVIEW: "所在单位正在逐项审核并出具推荐意见，目前不需要您办理。",
        S.MID_REVIEW: "县（市、区）人社局或主管部门正在逐项审核，目前不需要您办理。",
        S.FINAL_REVIEW: "最终审核单位正在逐项审核，目前不需要您办理。",
        S.PAPER_CHECK: (
            "网上审核已通过。请打印正式申报表一式3份，本人签字、单位盖章后，"
            "连同证明材料原件和复印件送最终审核单位。"
        ),
        S.READY_TO_LIST: "纸质材料审核已通过，等待最终审核单位列入汇总表。",
        S.NOMINATING: "正在核定名额，目前不需要您办理。",
        S.RESERVE: "已列为候补，有空缺名额时由最终审核单位办理。",
        S.LISTED: "已列入汇总表，等待最终审核单位报送自治区人社厅。",
        S.REGION_REVIEW: "已报送自治区人社厅审核，目前不需要您办理。",
        S.MOHRSS_PENDING: (
            "自治区审核已通过，已报人力资源和社会保障部最终确定，目前不需要您办理。"
            "结果登记后，本页随即更新。"
        ),
        S.SELECTED: (
            "您已确定为培养人选。接下来由自治区安排培养单位和学前教育，并通知您、您的主管单位和"
            "地州市人社局报到的时间和地点；请等待通知。学费、住宿费和生活补助按标准全额安排，"
            "不需要您缴纳任何费用。"
        ),
        S.NOTIFIED: (
            "培养通知已发出，报到的时间、地点和学前教育安排见下。请按时参加学前教育并报到；"
            "学费、住宿费和生活补助按标准全额安排，不需要您缴纳任何费用。"
        ),
        S.PRE_STUDY: "您已参加学前教育。请按通知的时间到培养单位报到。",
        S.IN_TRAINING: "您已报到，正在培养。培养结束后，结业情况会登记在本页。",
        S.COMPLETED: "培养已结业，办理已结束。",
        S.NOT_SELECTED: "未入选，理由见下。不同意的，可在期限内申请复核；以后年度可以再次申报。",
        S.GIVE_UP_REQUESTED: (
            "放弃培养的申请正在由自治区办理（内地培养的，还须人力资源和社会保障部的结果），"
            "结果登记后，本页随即更新。"
        ),
        S.GIVEN_UP: "已经同意您放弃培养，名额已退还。以后年度可以再次申报。",
        S.RETURNED: (
            "请按退回原因修改后，在截止时间前重新提交；逾期未提交的，由退回单位按现有材料处理。"
        ),
        S.NEGATIVE_PENDING: (
            "办理单位拟不予推荐，事实和理由见下。请在截止时间前提交陈述；"
            "是否推荐由另一位负责人在听取陈述或期满后决定。"
        ),
        S.NOT_RECOMMENDED: "决定不予推荐，理由见下。不同意的，可在期限内申请复核。",
        S.WITHDRAWN: "您已撤回申报。网上申报时间内可以重新申报。",
    }
)
"""What happens next, for the applicant (D07). States of later issues say their own label."""

NO_EXPORT_OF_PEOPLE = "含姓名的名单只能由最终审核单位和自治区人社厅导出；您可以导出进度统计表。"

NO_SUCH_PAPER = "本单位没有带此核验码的正式申报表。请对照纸上的核验码，确认材料应由本单位审核。"

NOT_THIS_FILE = "纸上的核验码不是这份申报的。请核对是否拿错了别人的材料。"

NO_SEAT_REFUSED = "名额未满的，请直接列入汇总表；名额已满、未能列入的，才列为候补。"
ORDER_NEEDS_REASON = "填写候补顺序须写明理由，申报人可以看到"
PLACE_TAKEN = "第{place}位已有人，请先调整那个人的顺序，或另选一位"

NOBODY_BEFORE_REGION = "表中没有待自治区审核的人员，不能整份退回。"

OFFICER_PACKS = "材料包由最终审核单位审核人封装、寄出。"
NOT_TO_PACK = "所选的汇总表尚未报送，或已装入材料包，请刷新后重新选择。"

NO_SUCH_COLLEAGUE = "请选择本单位办理申报的同事。"

CONTESTED_BEFORE = "这一决定已经申请过复核，每一决定只能申请一次。"

HANDED_OVER = "交{name}办理：{note}"

NOT_THEIRS = "这位同事不办理这一环节的申报，请另选一位"
NOT_HERE = "现在不在本单位办理环节，或不能由您办理"

NOT_ADDED: Mapping[S, str] = MappingProxyType(
    {
        S.PAPER_CHECK: "纸质材料尚未审核通过",
        S.NOMINATING: "已申请列入，正在核定名额",
        S.LISTED: "已在汇总表中",
        S.REGION_REVIEW: "已报送自治区",
    }
)
"""Why a file of a selection is not added to a list; other states are named by `NOT_ADDED_IN`."""
NOT_ADDED_IN = "现为“{state}”，不能列入"
MOVED_ON = "刚刚有变动，请核对最新情况后再列入"

DEPUTY_DAYS = "结束日期不能早于开始日期，也不能早于今天"

REGION_OFFICE = routes.REGION_OFFICE


def quota_refused(
    unit: str, specialty: str, kind: str, *, quota: int, taken: int, full: bool
) -> str:
    """Why a row could not be listed, with the plan row named (§3.4 rule 3)."""
    if not full:
        return f"名额未核定：计划表中没有{unit}“{specialty}”（{kind}）的名额。"
    return f"名额已满：{unit}“{specialty}”（{kind}）计划{quota}名，已占用{taken}名。"


def on_reserve(place: int, reason: str) -> str:
    """The place on the reserve with the reason a person gave."""
    return f"候补第{place}位。理由：{reason}"


def review_closed(state: str, desk: str, last_day: date, refused: str | None) -> str:
    """Why review ended without the file going up: rule, data, and that it was not the person."""
    known = f"{refused}截至" if refused else f"申报在“{state}”环节（{desk}），截至"
    return (
        f"{known}寄出截止日期{day(last_day)}没有报送自治区，"
        "按通知“逾期不予受理”的要求不再办理。这与申报人的条件无关。"
    )


def package_sent(package_no: str, data: DispatchPackage) -> str:
    """Where the paper is now, for everybody in the package."""
    carried = f"{data.carrier.strip()}{data.waybill.strip()}"
    return f"材料包{package_no}于{day(data.dispatched_on)}寄出（{carried}）。"


def package_came(package_no: str, received_on: date) -> str:
    """That the region has the paper."""
    return f"材料包{package_no}于{day(received_on)}收到。"


def package_late(package_no: str, postmarked_on: date | None, deadline_on: date | None) -> str:
    """Why everybody in a package is refused: rule, data, and that it was not about them (F15)."""
    sent = "" if postmarked_on is None else day(postmarked_on)
    last = "" if deadline_on is None else day(deadline_on)
    return (
        f"材料包{package_no}的寄出日期（以邮戳为准）为{sent}，晚于寄出截止日期{last}，"
        "按通知“逾期不予受理”的要求整件不予受理。这与申报人的条件无关。"
    )


MOVED_SINCE = "提出后有变动，请退回经办人核对后重新提出"
IN_PROPOSAL = "已在待审核的提名中"
NOT_WAITING = "现为“{state}”，不能办理"
OFFICE_PROPOSES = "人选由自治区对应类别的办公室经办人提出。"
LEADER_DECIDES = "人选由自治区人社厅负责人审核。"
OFFICE_TRAINS = "培养由自治区对应类别的办公室经办人安排。"
IN_TRAINING_GROUP = "已安排培养"
ALREADY_NOTIFIED = "通知已发出，不能再修改；需要变更的，请另行通知。"
OFFICE_RECEIVES = "撤回由自治区对应类别的办公室经办人登记收到。"


def chosen(proposer: str, document: str = "") -> str:
    """Who proposed what the leader confirmed, and by which document."""
    return f"{document}经办：{proposer}。"


def document(number: str, issued_on: date) -> str:
    """The ministry's document in the history."""
    return f"人力资源和社会保障部{day(issued_on)}文件（{number}）。"


def not_confirmed(reason: str, told: str) -> str:
    """Why a person was not selected by the ministry."""
    return f"{told}理由：{reason}"


def paper_received(data: RegisterPaper, version_no: int, *, is_current: bool) -> str:
    """What came in, for the history that the applicant and the desks read (R41)."""
    words = [f"{day(data.received_on)}收到申报表{data.copies}份，{data.way.label}"]
    if data.posted_on is not None:
        carried = "".join(filter(None, (data.carrier, data.waybill)))
        words.append(f"{day(data.posted_on)}寄出（{carried}）")
    if not is_current:
        words.append(f"纸上是第{version_no}版，已失效，请打印当前有效的申报表后再交")
    if data.missing:
        words.append(f"缺：{data.missing}")
    return "；".join(words) + "。"


def day(value: date) -> str:
    """A day as people write it."""
    return f"{value:%Y年%-m月%-d日}"
