"""Errors of drafts, submissions and scans."""

from __future__ import annotations

from services.contracts.errors.base import TepeiError


class WindowClosedError(TepeiError):
    """Outside the online window (R46, R48): `opens` and `closes` in 北京时间."""

    code = "window_closed"
    title = "不在网上申报时间内"
    sentence = (
        "网上申报时间为{opens}至{closes}（北京时间），现在不能填写和提交，逾期不予受理。"
        "草稿仍可查看。咨询电话：{helpline}。"
    )


class DuplicateApplicationError(TepeiError):
    """One live application per person and cycle (D02)."""

    code = "duplicate_application"
    title = "本年度已有申报"
    sentence = "您本年度已有一份申报（{application_no}，{state_label}），不能重复申报。"


class NotEligibleError(TepeiError):
    """A rule says FAIL; the findings name rule, data used and what to do (§5.1)."""

    code = "not_eligible"
    title = "不符合申报条件"
    sentence = "按通知规定，以下条件不符合，暂不能提交；如有异议可申请人工核对。"


class BindingMissingError(TepeiError):
    """The unit has not confirmed that the applicant works there."""

    code = "binding_missing"
    title = "单位尚未确认"
    sentence = "所在单位尚未确认您的人员关系，请联系单位人事部门确认后再提交；草稿已保存。"


class ScanRejectedError(TepeiError):
    """A scan cannot be accepted; the message says why and what to do."""

    code = "scan_rejected"
    title = "扫描件未被接受"
    sentence = "扫描件未被接受：{reason}"
