"""Errors of desks, paper and summary lists."""

from __future__ import annotations

from services.contracts.errors.base import TepeiError


class ChecklistIncompleteError(TepeiError):
    """Items without a mark; passing is not possible yet (R33)."""

    code = "checklist_incomplete"
    title = "尚有项目未审核"
    sentence = "还有{count}项没有审核结论，逐项审核后才能通过。"


class ChecklistHasProblemsError(TepeiError):
    """Items marked 有问题: return the file instead of passing it."""

    code = "checklist_has_problems"
    title = "有项目存在问题"
    sentence = "有{count}项标为“有问题”，请退回修改或改正结论后再通过。"


class OpinionMissingError(TepeiError):
    """The opinion is not written or not signed (R52)."""

    code = "opinion_missing"
    title = "推荐意见尚未完成"
    sentence = "推荐意见尚未出具或单位负责人尚未签署，不能通过。"


class AnswerPeriodError(TepeiError):
    """The applicant has not answered the proposed refusal and still may (F4)."""

    code = "answer_period"
    title = "申报人陈述期未满"
    sentence = "申报人还没有陈述，{until}（北京时间）后或收到陈述后才能决定。"


class UnderReReviewError(TepeiError):
    """A re-review of the file is running, and this step would undo it (F5)."""

    code = "under_re_review"
    title = "正在复核"
    sentence = "此申报正在复核，复核决定作出前不能办理这一步骤。"


class SeparationOfDutiesError(TepeiError):
    """One person may not do both steps."""

    code = "separation_of_duties"
    title = "须由他人办理"
    sentence = "按岗位分离要求，此步骤须由另一位工作人员办理。"


class ClaimedByAnotherError(TepeiError):
    """Somebody else of the desk handles the file."""

    code = "claimed_by_another"
    title = "已由他人领取"
    sentence = "此申报已由{holder}领取。需要由您办理的，请先接办，接办会留下记录。"


class WrongVerifyCodeError(TepeiError):
    """The code on the paper is not that of the current print."""

    code = "wrong_verify_code"
    title = "核验码不符"
    sentence = "纸质材料的核验码与当前版本不符，请核对是否打印了最新版本。"


class PaperIncompleteError(TepeiError):
    """Copies or originals are missing (R39, R40)."""

    code = "paper_incomplete"
    title = "纸质材料不齐"
    sentence = "纸质材料不齐：{missing}。"


class PackageIncompleteError(TepeiError):
    """Something of a package is missing: it cannot go off (R43)."""

    code = "package_incomplete"
    title = "材料包不齐"
    sentence = "材料包不齐，不能封装寄出：{missing}。"


class NotificationIncompleteError(TepeiError):
    """A notification lacks something it must say (R56)."""

    code = "notification_incomplete"
    title = "通知内容不完整"
    sentence = "通知内容不完整，不能发出，请先填写：{missing}。"


class DeterminationFullError(TepeiError):
    """The total of a track leaves no place for all of them (transitions 10 and 11)."""

    code = "determination_full"
    title = "人选总数已满"
    sentence = (
        "{track}人选总数为{most}名，已确定{taken}名，本次{count}名，超出{over}名。"
        "请减少人员后重新提出。"
    )


class ListNotReadyError(TepeiError):
    """The list cannot be frozen or submitted as it stands."""

    code = "list_not_ready"
    title = "汇总表暂不能办理"
    sentence = "汇总表暂不能办理：{reason}"


class LateError(TepeiError):
    """After the deadline that binds this step (R47, R48)."""

    code = "late"
    title = "已过截止时间"
    sentence = "已过截止时间（{deadline} 北京时间），逾期不予受理。"
