"""What can happen to a file, by a person or by the system."""

from __future__ import annotations

from services.contracts.requests.review import ReviewAction
from services.contracts.vocabulary import LabelledEnum


class Action(LabelledEnum):
    """Everything the transition table knows; the persons' actions are those of the contract."""

    OPEN = "OPEN", "提交申报"
    MARK = "MARK", "逐项审核"
    WRITE_OPINION = "WRITE_OPINION", "出具推荐意见"
    SIGN_OPINION = "SIGN_OPINION", "签署推荐意见"
    PASS = "PASS", "通过"
    RETURN = "RETURN", "退回"
    RESUBMIT = "RESUBMIT", "重新提交"
    DUE_PASSED = "DUE_PASSED", "修改期满"
    REGISTER_PAPER = "REGISTER_PAPER", "登记收到纸质材料"
    CHECK_PAPER = "CHECK_PAPER", "纸质材料审核通过"
    NOMINATE = "NOMINATE", "列入汇总表"
    SEAT_RESERVED = "SEAT_RESERVED", "名额核定"
    SEAT_REFUSED = "SEAT_REFUSED", "名额已满"
    DELIST = "DELIST", "移出汇总表"
    ORDER = "ORDER", "填写推荐顺序"
    FREEZE = "FREEZE", "汇总表定稿"
    SUBMIT_LIST = "SUBMIT_LIST", "报送自治区"
    PACK = "PACK", "装入材料包"
    RESERVE = "RESERVE", "列为候补"
    CLOSE = "CLOSE", "审核截止"
    REFUSE_LATE = "REFUSE_LATE", "逾期寄出，不予受理"
    RETURN_LIST = "RETURN_LIST", "退回整份汇总表"
    PROPOSE_DETERMINATION = "PROPOSE_DETERMINATION", "提出人选"
    DETERMINE = "DETERMINE", "审核人选"
    PROPOSE_RESULT = "PROPOSE_RESULT", "登记人社部结果"
    CONFIRM_RESULT = "CONFIRM_RESULT", "审核人社部结果"
    PLAN_TRAINING = "PLAN_TRAINING", "安排培养"
    NOTIFY = "NOTIFY", "发出通知"
    ATTEND = "ATTEND", "登记学前教育"
    ENROL = "ENROL", "登记报到"
    COMPLETE = "COMPLETE", "登记结业"
    WITHDRAW = "WITHDRAW", "撤回"
    PROPOSE_NEGATIVE = "PROPOSE_NEGATIVE", "拟不予推荐"
    ANSWER_NEGATIVE = "ANSWER_NEGATIVE", "提交陈述"
    DECIDE_NEGATIVE = "DECIDE_NEGATIVE", "决定是否推荐"
    ASK_RE_REVIEW = "ASK_RE_REVIEW", "申请复核"
    DECIDE_RE_REVIEW = "DECIDE_RE_REVIEW", "决定复核"
    ASK_GIVE_UP = "ASK_GIVE_UP", "申请放弃培养"
    STATE_ON_GIVE_UP = "STATE_ON_GIVE_UP", "对放弃培养陈述"
    PROPOSE_GIVE_UP = "PROPOSE_GIVE_UP", "提出放弃培养的办理意见"
    DECIDE_GIVE_UP = "DECIDE_GIVE_UP", "决定放弃培养"


PERSONAL: dict[Action, ReviewAction] = {
    Action[known.name]: known for known in ReviewAction.__members__.values()
}
"""The actions that a page may offer on one file, by their contract names."""
