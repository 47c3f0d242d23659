"""Sentences of the quotas service that people read."""

from __future__ import annotations

INLAND_SUM = "内地名额合计为{found}，应为{wanted}，请核对“内地(一年)”列。"
IN_REGION_SUM = "疆内长期与短期名额合计为{found}，应为{wanted}，请核对两列。"
EMPTY_ROW = "“{specialty}”三类名额均为0，请填写名额或删除此行。"
DUPLICATE_ROW = "{unit}的“{specialty}”重复，请合并为一行。"
UNKNOWN_REGION = "所在地代码{code}不在本年度行政区划代码表内，请核对。"
SOUTHERN_FOUR = "所在地代码{code}对应的“南疆四地州”应为“{right}”，请改正。"
UNKNOWN_UNIT = "{unit}（{code}）尚未登记单位账号，发布后该单位人员暂不能申报，请先登记单位。"
INACTIVE_UNIT = "{unit}（{code}）已停用，不能分配名额，请删除该单位各行或恢复单位。"
UNIT_DIFFERS = "计划单位代码{code}在不同行的名称、类别或所在地不一致，请统一。"
BELOW_USE = "{unit}“{specialty}”（{kind}）已占用{used}个名额，不能调到该数以下。"
AMENDED = {
    "ADDED": "新增：{unit}“{specialty}”。",
    "CHANGED": "调整：{unit}“{specialty}”的名额或紧缺标记有变化。",
    "REMOVED": "删除：{unit}“{specialty}”。",
}

NO_HEADER = "没有找到表头行，请使用计划表模板（含“计划单位代码”“培养专业”等列）。"
MISSING_COLUMN = "缺少“{column}”列，请按模板补上。"
DOUBLE_COLUMN = "“{column}”列出现了两次，请保留一列。"
NO_ROWS = "表中没有计划行。"
EMPTY_CELL = "“{column}”不能为空。"
TOO_LONG = "“{column}”超过{limit}个字，请缩短。"
NOT_A_NUMBER = "“{column}”应为不小于0的整数，现为“{value}”。"
NOT_YES_NO = "“{column}”应填“是”或“否”，现为“{value}”。"
NOT_A_KIND = "“{column}”应为{choices}之一，现为“{value}”。"
ROW_SUM = "小计为{found}，三类名额相加为{wanted}，请核对。"
TOTAL_SUM = "合计行“{column}”为{found}，各行相加为{wanted}，请核对。"

NO_SUCH_CYCLE_FILE = "没有{year}年度的周期数据，请先准备programmes/{year}/cycle.toml。"
CYCLE_ALREADY_OPEN = "{year}年度已开启，不能重复开启。"
BAD_CYCLE_FILE = "{year}年度的周期数据有误，请管理员检查programmes/{year}/cycle.toml。"
CYCLE_RACED = "该年度刚刚已由他人开启，不必重复开启。"
OPEN_STATE = "已开启"
SHIFT_REFUSED = "正式运行时不能平移周期日期，请将平移天数设为0。"
MOVED_EARLIER = "不能早于已公布的{announced}，只能延后。"
OUT_OF_ORDER = {
    "correction_close_at": "更正截止时间不能早于申报截止时间，请一并延后。",
    "review_close_at": "审核截止时间不能早于更正截止时间，请一并延后。",
    "dispatch_deadline_on": "寄出截止日不能早于申报截止日，请一并延后。",
}
NOTHING_MOVED = "没有一项比已公布的时间更晚，请核对。"
NO_EXTENSION = "没有这份延期建议。"
EXTENSION_WAITS = "已有一份延期建议等待发布，请等负责人处理后再提出。"
EXTENSION_DECIDED = "这份延期建议已经处理，请刷新后再办理。"
OWN_EXTENSION = "不能处理自己提出的延期建议，须由另一位负责人处理。"
NO_CYCLE = "{year}年度尚未开启。"
NO_PLAN = "{year}年度计划尚未发布。"
NOT_A_DRAFT = "第{version}版计划不是待发布的草稿，请重新导入。"
NO_VERSION = "不存在"
VERSION_STATES = {
    "DRAFT": "草稿",
    "PUBLISHED": "已发布",
    "SUPERSEDED": "已被新版替代",
    "DISCARDED": "已作废",
}
REASON_NEEDED = "计划发布后的调整须填写原因。"
STALE_DRAFT = "导入后计划已另有调整，请重新导入并核对变化后再发布。"
NOMINATION_ON_ITS_WAY = "被确定人选的列入信息尚未到达，稍后重试。"
SELECTED_WITHOUT_SEAT = "被确定的人选没有占用名额，须人工核对。"
NAME_ROW_OR_APPLICATION = "请指定计划行或申报编号。"
