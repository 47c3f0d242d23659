"""What each role may do, as whoever grants it must know (`domain` §7.4)."""

from __future__ import annotations

from services.contracts.vocabulary import Role

MEANINGS: dict[Role, str] = {
    Role.APPLICANT: "填写、提交、撤回本人的申报。每个人都可以申报，不需要授予。",
    Role.UNIT_HR: "查看本单位的申报，逐项核对，起草单位意见，通过或退回；确认本单位人员。",
    Role.UNIT_LEADER: "查看本单位的申报，签署单位意见。",
    Role.MID_OFFICER: "查看经过本单位审核的申报，逐项核对，通过或退回。",
    Role.FINAL_OFFICER: "最终审核、纸质材料审核，编制名单汇总表。",
    Role.FINAL_LEADER: "查看本单位最终审核的申报，报送名单汇总表。",
    Role.REGION_OFFICER_INLAND: "查看已报送的内地培养申报；拟订通知、指南、计划和日期的修改。",
    Role.REGION_OFFICER_IN_REGION: "查看已报送的疆内培养申报；拟订通知、指南、计划和日期的修改。",
    Role.REGION_LEADER: "查看已报送的申报；发布通知、指南、计划，延长申报时间。",
    Role.RE_REVIEWER: "决定对下一级单位提出的复核，只能查看正在复核的个案；办理过的不能决定。",
    Role.HELPLINE: "只能按编号查询公开的办理状态，看不到任何个人信息。",
    Role.SYSTEM_ADMIN: "维护单位、审核路线，建立账号；看不到申报内容，不能授予角色。",
    Role.SECURITY_ADMIN: "授予、收回角色，签发令牌，查看安全日志；看不到申报内容。",
    Role.AUDITOR: "查看各项日志，核对封存；看不到申报内容，不能办理任何事项。",
}
