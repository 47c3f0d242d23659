"""Sentences of the notices service that people read."""

from __future__ import annotations

from services.contracts.requests.notices import FindingCode

NO_TEXT = "没有找到这篇内容。"
NO_TEXTS = "没有{year}年度的公开内容。"
MAIL_FOOT = (
    "——\n少数民族科技骨干特殊培养申报系统\n"
    "本邮件由系统发出，请勿回复；不会向您索要密码、证件号码或任何费用。"
)
NO_MESSAGE = "没有找到这条消息。"
NOT_WAITING = "这一版不是待发布的修改，请刷新后再办理。"
NOT_PUBLISHABLE = "这一版不能发布：只能发布待发布的修改，或恢复曾经发布过的版本。"
WAITING = "已有一份修改等待发布，请等负责人处理后再提出。"
OWN_PROPOSAL = "不能发布自己提出的修改，须由另一位负责人发布。"
RACED = "刚刚已有他人提出修改，请刷新后再办理。"
REASON_NEEDED = "请写明不予发布的原因，不少于5个字。"

FINDINGS = {
    FindingCode.MISSING: "请填写这一项。",
    FindingCode.UNKNOWN_FACT: "不认识“{{{detail}}}”，花括号里只能用页面列出的名称。",
    FindingCode.NOTHING_CHANGED: "内容与现行版本相同，请修改后再提交。",
    FindingCode.TOO_SHORT: "请写明改了什么、为什么改，不少于5个字。",
}
