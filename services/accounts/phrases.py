"""Sentences of the accounts service that people read."""

from __future__ import annotations

LOGIN_TAKEN = "该用户名已被使用，请换一个。"
LOGIN_IS_ID_NUMBER = "请不要用公民身份号码作用户名；登录时可直接填写公民身份号码。"
ID_NUMBER_TAKEN = (
    "该公民身份号码已注册过账号，每人只能有一个。请直接登录；忘记密码的，请点“忘记密码”，"
    "由所在单位人事部门核对身份证后办理。如不是您本人注册的，请拨打咨询电话。"
)
ROLE_NOT_HERE = "“{role}”不能设在{organisation}，请核对单位。"
OWN_ROLES = "不能给自己授予或取消角色，须由另一位安全管理员办理。"
ROLES_CLASH = "该角色与此人已有的角色不能由同一人担任。"
DATES_REVERSED = "结束日期不能早于开始日期。"
GRANTED_ALREADY = "此人已有该角色。"

NOT_BINDABLE = "该单位不能作为申报单位，请核对是否选错，或联系单位人事部门登记。"
OWN_BINDING = "不能确认自己的人员关系，须由本单位另一位人事经办人办理。"
REFUSAL_NEEDS_REASON = "不予确认时请填写原因，申报人可以看到。"
BINDING_RACED = "人员关系刚刚已有变动，请刷新后再操作。"

NO_BUREAU = "该地的人社局尚未在系统登记，暂不能办理，请拨打咨询电话，由系统管理员登记。"
BAD_PHONE = "请填写区号加电话号码或手机号，如0991-1234567。"
NATURE_NOT_HERE = (
    "这里只登记非公有制企业和其他企业；事业单位、国有企业由系统管理员登记，请联系本单位主管部门。"
)
UNIT_KNOWN = "该统一社会信用代码已登记为“{name}”，请直接在单位名单中选择。"
UNIT_WAITS = "该单位已有人登记，正在等待人社局确认；确认后即可在单位名单中选择。"
ONE_AT_A_TIME = "您登记的另一个单位还在等待人社局确认，请等确认后再登记。"
OWN_REGISTRATION = "不能确认自己登记的单位，须由本局另一位经办人办理。"

NUMBER_DISAGREES = "与该账号登记的公民身份号码不符，请对照本人身份证逐位核对。"
NUMBER_VOID = "号码多次不符，本次申请已作废；请核实来人身份，确为本人的请其重新申请。"
OWN_RESET = "不能为自己办理，须由另一位经办人办理。"
CODE_WRONG = (
    "用户名（或公民身份号码）与一次性口令不符，或口令已过期；请核对，或请单位人事部门重新发放。"
)

DAY_IS_PAST = "生效日期不能早于今天。"
NOTHING_CHANGED = "没有改动。请修改后再提交，或返回。"

NO_HEADER = "没有找到表头行，请使用单位模板（含“代码”“名称”“类型”等列）。"
MISSING_COLUMN = "缺少此列，请按模板补上。"
NO_ROWS = "表中没有单位。"
EMPTY_CELL = "不能为空。"
TOO_LONG = "超过{limit}个字，请缩短。"
NOT_A_CHOICE = "应为{choices}之一，现为“{value}”。"
NOT_A_DATE = "应为日期（如2019-02-15），现为“{value}”。"
BAD_CODE = "代码只能含字母、数字和“-”，现为“{value}”。"
DUPLICATE_CODE = "代码“{value}”重复。"
BAD_USCC = "统一社会信用代码“{value}”不正确（校验位不符），请核对。"
DUPLICATE_USCC = "统一社会信用代码“{value}”与单位“{code}”相同。"
UNKNOWN_REGION = "所在地代码“{value}”不在行政区划代码表内。"
UNKNOWN_ORGANISATION = "没有代码为“{value}”的单位。"
NO_REGION_OFFICE = "尚未登记自治区人社厅，请先登记或一并导入。"
ROUTE_WITHOUT_LINE = "填写了审核路径，还须填写审核线。"
NATURE_MISSING = "申报单位须填写单位性质。"
ENDS_BEFORE_BEGIN = "停用日期早于启用日期。"
