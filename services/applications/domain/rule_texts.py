"""What each eligibility finding says: the rule, the data used, and the way to contest it (F15)."""

from __future__ import annotations

from datetime import date

_CONTEST = "如有异议，可向所在单位人事部门或咨询电话申请人工核对。"

UNIT_FITS = "所在单位属于通知规定的企业、事业单位范围。"
UNIT_FAIL = (
    "通知的申报范围是自治区各类企业、事业单位，所在单位性质为机关等，不在范围内。" + _CONTEST
)
UNIT_UNKNOWN = "所在单位或其性质尚未核定，由工作人员核对。"

POST_FITS = "从事专业技术工作。"
POST_FAIL = "通知要求从事专业技术工作，所填岗位为管理或工勤岗位，不符合。" + _CONTEST
POST_HUMAN = "岗位类别未填写或为双肩挑，由工作人员核对是否从事专业技术工作。"

SCOPE_FITS = "属于通知规定的申报范围。"
SCOPE_SOUTH = "所在单位位于南疆四地州，汉族科技骨干可适当推荐，由最终审核单位统筹。"
SCOPE_FAIL = "汉族科技骨干仅可由南疆四地州推荐，所在单位不在南疆四地州。" + _CONTEST
SCOPE_HUMAN = "民族未填写或为“其他”等代码，由工作人员核对。"

PLAN_FITS = "培养专业在本地区（单位）计划表内，且该类别有名额。"
PLAN_FAIL = (
    "所选培养专业不在本地区（单位）计划表内，或该培养类别、期限没有名额，请重新选择。" + _CONTEST
)
PLAN_UNKNOWN = "尚未选择培养专业、类别和期限，或计划表尚未发布。"

AGE_FITS = "出生日期{birth}，截至{reference}为{years}周岁，符合{limit}岁以下（含{limit}岁）。"
AGE_FAIL = (
    "出生日期{birth}，截至{reference}为{years}周岁，不符合{limit}岁以下（含{limit}岁）。" + _CONTEST
)
AGE_ARCHIVE = (
    "出生日期{birth}，截至{reference}为{years}周岁；本人说明档案出生日期不一致，由工作人员核对。"
)
AGE_UNKNOWN = "尚未填写公民身份号码。"

EDUCATION_FITS = "学历为本科以上。"
EDUCATION_RELAXED = "学历为大专，因紧缺专业或所在单位位于南疆四地州，放宽后符合。"
EDUCATION_FAIL = (
    "通知要求本科以上学历（紧缺专业或南疆四地州可放宽至大专），所填学历不符合。" + _CONTEST
)
EDUCATION_HUMAN = "学历未填写，或为结业、肄业、大学普通班，由工作人员核对。"
EDUCATION_ABROAD = "国（境）外学历，由工作人员核对认证材料。"

TITLE_FITS = "专业技术职务任职资格为中级以上。"
TITLE_RELAXED = "任职资格为初级，因紧缺专业或所在单位位于南疆四地州，放宽后符合。"
TITLE_FAIL = (
    "通知要求中级以上专业技术职务任职资格（紧缺专业或南疆四地州可放宽至初级），不符合。" + _CONTEST
)
TITLE_NONE = "没有专业技术职务任职资格，不符合通知要求。" + _CONTEST
TITLE_OUTSIDE = "任职资格不在目录中，级别由单位核定后人工核对。"
TITLE_UNKNOWN = "尚未填写专业技术职务任职资格。"

ALWAYS_HUMAN = {
    "E08": "健康状况由审核人员根据本人声明和健康证明核对。",
    "E09": "汉语和计算机能力由本人声明、单位确认，不设门槛。",
    "E10": "由所在单位在推荐意见中书面说明。",
    "E11": "业务骨干由审核人员根据业绩材料和单位意见核对。",
    "E12": "脱产培养由所在单位在推荐意见中确认。",
}


def day_text(day: date) -> str:
    """A day as people read it: `2019年3月15日`."""
    return f"{day.year}年{day.month}月{day.day}日"
