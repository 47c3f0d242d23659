"""Closed vocabularies shared by all services.

Stored and published values are data: a member may be added, never renamed. Labels are the words
people see (`domain` glossary), English names are the field's terms.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class LabelledEnum(StrEnum):
    """A string enum whose members carry the Chinese words shown to people."""

    label: str

    def __new__(cls, value: str, label: str) -> Self:
        """Create the member from its stored value and its label."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


class Track(LabelledEnum):
    """培养类别 (R25, R26)."""

    INLAND = "INLAND", "内地"
    IN_REGION = "IN_REGION", "疆内"


class Term(LabelledEnum):
    """培养期限: Y1 belongs to INLAND; LONG and SHORT to IN_REGION."""

    Y1 = "Y1", "一年"
    LONG = "LONG", "长期一年"
    SHORT = "SHORT", "短期半年"


class SeatKind(LabelledEnum):
    """The seat columns of the plan; a seat cell is (plan row, seat kind)."""

    INLAND = "INLAND", "内地·一年"
    LONG = "LONG", "疆内·长期一年"
    SHORT = "SHORT", "疆内·短期半年"


SEAT_KIND_OF: dict[tuple[Track, Term], SeatKind] = {
    (Track.INLAND, Term.Y1): SeatKind.INLAND,
    (Track.IN_REGION, Term.LONG): SeatKind.LONG,
    (Track.IN_REGION, Term.SHORT): SeatKind.SHORT,
}
"""The only combinations of track and term that exist (R25, R26)."""

TRACK_OF: dict[SeatKind, Track] = {kind: track for (track, _), kind in SEAT_KIND_OF.items()}


class ApplicationState(LabelledEnum):
    """States of one application (`domain` §7.2)."""

    DRAFT = "DRAFT", "草稿"
    UNIT_REVIEW = "UNIT_REVIEW", "待单位审核"
    MID_REVIEW = "MID_REVIEW", "待县（市、区）人社局/主管部门审核"
    FINAL_REVIEW = "FINAL_REVIEW", "待地州市人社局（自治区相关单位人事职称部门）审核"
    PAPER_CHECK = "PAPER_CHECK", "网上审核通过，待纸质材料审核"
    READY_TO_LIST = "READY_TO_LIST", "审核通过，待汇总"
    NOMINATING = "NOMINATING", "待核定名额"
    RESERVE = "RESERVE", "候补"
    LISTED = "LISTED", "已列入汇总表"
    REGION_REVIEW = "REGION_REVIEW", "已报送，待自治区审核"
    MOHRSS_PENDING = "MOHRSS_PENDING", "待人社部最终确定"
    SELECTED = "SELECTED", "人选确定"
    NOTIFIED = "NOTIFIED", "已通知"
    PRE_STUDY = "PRE_STUDY", "学前教育"
    IN_TRAINING = "IN_TRAINING", "培养中（已报到）"
    COMPLETED = "COMPLETED", "培养结业"
    RETURNED = "RETURNED", "退回修改"
    NEGATIVE_PENDING = "NEGATIVE_PENDING", "拟不予推荐，待申报人陈述"
    NOT_RECOMMENDED = "NOT_RECOMMENDED", "不予推荐"
    NOT_SELECTED = "NOT_SELECTED", "未入选"
    WITHDRAWN = "WITHDRAWN", "申报人撤回"
    OVERDUE = "OVERDUE", "逾期未提交"
    GIVE_UP_REQUESTED = "GIVE_UP_REQUESTED", "放弃培养申请中"
    GIVEN_UP = "GIVEN_UP", "经批准放弃"
    REPLACED = "REPLACED", "已变更"
    TERMINATED = "TERMINATED", "中止培养"


class NodeKind(LabelledEnum):
    """Nodes of a review route, in the order they are walked (`domain` §7.1)."""

    UNIT = "UNIT", "推荐单位"
    MID = "MID", "县（市、区）人社局/主管部门"
    FINAL = "FINAL", "最终审核单位"
    REGION = "REGION", "自治区人社厅"


class RouteLine(LabelledEnum):
    """管理权限 lines (`domain` §7.1)."""

    A1 = "A1", "县市区属单位"
    A2 = "A2", "地州市直属单位"
    A3 = "A3", "非公有制企业"
    B = "B", "自治区部门直属单位"
    C = "C", "大专院校、科研院所、大中型企业"


class Role(LabelledEnum):
    """Roles of `domain` §7.4, always held in one organisation."""

    APPLICANT = "APPLICANT", "申报人"
    UNIT_HR = "UNIT_HR", "单位人事经办人"
    UNIT_LEADER = "UNIT_LEADER", "单位负责人"
    MID_OFFICER = "MID_OFFICER", "县（市、区）人社局/主管部门经办人"
    FINAL_OFFICER = "FINAL_OFFICER", "最终审核单位审核人"
    FINAL_LEADER = "FINAL_LEADER", "最终审核单位负责人"
    REGION_OFFICER_INLAND = "REGION_OFFICER_INLAND", "专业技术人员管理处经办人"
    REGION_OFFICER_IN_REGION = "REGION_OFFICER_IN_REGION", "职称社会化评价中心经办人"
    REGION_LEADER = "REGION_LEADER", "自治区人社厅负责人"
    RE_REVIEWER = "RE_REVIEWER", "复核人"
    HELPLINE = "HELPLINE", "咨询员"
    SYSTEM_ADMIN = "SYSTEM_ADMIN", "系统管理员"
    SECURITY_ADMIN = "SECURITY_ADMIN", "安全管理员"
    AUDITOR = "AUDITOR", "审计员"


class OrganisationType(LabelledEnum):
    """Addressees of the notice (R02)."""

    REGION_HRSS = "REGION_HRSS", "自治区人社厅"
    PREFECTURE_HRSS = "PREFECTURE_HRSS", "地州市人社局"
    COUNTY_HRSS = "COUNTY_HRSS", "县（市、区）人社局"
    COUNTY_DEPARTMENT = "COUNTY_DEPARTMENT", "县级主管部门"
    PREFECTURE_DEPARTMENT = "PREFECTURE_DEPARTMENT", "地州市主管部门"
    REGION_DEPARTMENT = "REGION_DEPARTMENT", "自治区委办厅局"
    PEOPLES_ORGANISATION = "PEOPLES_ORGANISATION", "人民团体"
    UNIVERSITY = "UNIVERSITY", "大专院校"
    INSTITUTE = "INSTITUTE", "科研院所"
    ENTERPRISE = "ENTERPRISE", "大中型企业"
    RECOMMENDING_UNIT = "RECOMMENDING_UNIT", "推荐单位"


class UnitNature(LabelledEnum):
    """单位性质 (R04); anything but these four fails rule E01."""

    PUBLIC_INSTITUTION = "PUBLIC_INSTITUTION", "事业单位"
    STATE_ENTERPRISE = "STATE_ENTERPRISE", "国有企业"
    PRIVATE_ENTERPRISE = "PRIVATE_ENTERPRISE", "非公有制企业"
    OTHER_ENTERPRISE = "OTHER_ENTERPRISE", "其他企业"
    GOVERNMENT_BODY = "GOVERNMENT_BODY", "机关"


class Verdict(LabelledEnum):
    """The mark of one checklist item (R33)."""

    PASS = "PASS", "通过"
    PROBLEM = "PROBLEM", "有问题"
    NOT_APPLICABLE = "NOT_APPLICABLE", "不适用"


class FindingStatus(LabelledEnum):
    """What the rule engine says of one rule; a person decides (`domain` §5.1)."""

    PASS = "PASS", "符合"
    INFO = "INFO", "提示"
    RELAXED = "RELAXED", "放宽"
    HUMAN = "HUMAN", "需人工核对"
    FAIL = "FAIL", "不符合"


class Outcome(LabelledEnum):
    """The findings of E01–E07 taken together; never a decision."""

    ELIGIBLE = "ELIGIBLE", "符合条件"
    ELIGIBLE_RELAXED = "ELIGIBLE_RELAXED", "放宽条件后符合"
    NEEDS_HUMAN = "NEEDS_HUMAN", "需人工核对"
    NOT_ELIGIBLE = "NOT_ELIGIBLE", "不符合条件"


class Material(LabelledEnum):
    """Attachment slots (`domain` §2.5); PHOTO is the applicant's picture on the form."""

    PHOTO = "PHOTO", "照片"
    A01 = "A01", "居民身份证（正反面）"
    A02 = "A02", "学历证书"
    A03 = "A03", "学位证书"
    A04 = "A04", "专业技术职务任职资格证书/评审文件"
    A05 = "A05", "聘任文件/聘书"
    A06 = "A06", "健康证明（结论页）"
    A07 = "A07", "业绩成果证明"
    A08 = "A08", "汉语/计算机证书"
    A09 = "A09", "劳动合同或社保证明"
    A10 = "A10", "签字盖章的申报表扫描件"
    A11 = "A11", "其他"


class DocumentKind(LabelledEnum):
    """What the documents service renders."""

    APPLICANT_COPY = "APPLICANT_COPY", "申报表（申报人留存，未经审核）"
    OFFICIAL_FORM = "OFFICIAL_FORM", "申报表（正式）"
    LIST_PDF = "LIST_PDF", "名单汇总表"
    LIST_XLSX = "LIST_XLSX", "名单汇总表（电子表格）"


class Channel(LabelledEnum):
    """How a message reaches a person."""

    INBOX = "INBOX", "站内消息"
    MAIL = "MAIL", "电子邮件"


class ReminderStage(LabelledEnum):
    """How long before the end of a time limit people are reminded (`domain` §7.6)."""

    DAYS_3 = "DAYS_3", "3天"
    DAY_1 = "DAY_1", "1天"
    HOURS_2 = "HOURS_2", "2小时"
